/** The actuator against a simulated API server: how soon it acts, and its drain beside kubectl's. */
@NullMarked
package io.plimsoll.benchmarks.actuator;

import org.jspecify.annotations.NullMarked;
