/**
 * The horizontal pod autoscaler and a cluster autoscaler, which may be tuned well or badly.
 *
 * <p>Sources of the rules: {@code pkg/controller/podautoscaler} and the autoscaler project's {@code cluster-autoscaler}.
 */
@NullMarked
package io.plimsoll.simulator.autoscaling;

import org.jspecify.annotations.NullMarked;
