/**
 * The disruption controller: how many pods a PodDisruptionBudget can spare, by Kubernetes' own arithmetic.
 *
 * <p>Source of the rules: {@code pkg/controller/disruption/disruption.go}.
 */
@NullMarked
package io.plimsoll.simulator.disruption;

import org.jspecify.annotations.NullMarked;
