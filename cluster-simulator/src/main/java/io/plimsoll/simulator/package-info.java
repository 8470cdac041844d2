/** The simulator as a whole: {@link io.plimsoll.simulator.ClusterSimulator} starts it. */
@NullMarked
package io.plimsoll.simulator;

import org.jspecify.annotations.NullMarked;
