/** What {@code metrics.k8s.io} serves, and where it comes from. */
@NullMarked
package io.plimsoll.simulator.metrics;

import org.jspecify.annotations.NullMarked;
