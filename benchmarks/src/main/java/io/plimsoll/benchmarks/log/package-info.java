/** A cluster's facts made up: a snapshot, then usage, churn, a storm of events and a few episodes that must be found. */
@NullMarked
package io.plimsoll.benchmarks.log;

import org.jspecify.annotations.NullMarked;
