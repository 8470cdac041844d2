/**
 * One kubelet for all nodes: starts, stops and restarts pods, feels memory, evicts in Kubernetes' order, beats its heart.
 *
 * <p>Sources of the rules: {@code pkg/kubelet/eviction} and {@code pkg/kubelet/status} of Kubernetes.
 */
@NullMarked
package io.plimsoll.simulator.kubelet;

import org.jspecify.annotations.NullMarked;
