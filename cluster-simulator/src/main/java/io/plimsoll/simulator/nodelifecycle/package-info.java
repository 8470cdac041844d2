/**
 * What becomes of nodes: silence, taints by condition, eviction by taints, and pods whose node is gone.
 *
 * <p>Sources of the rules: {@code pkg/controller/nodelifecycle}, {@code tainteviction} and {@code podgc}.
 */
@NullMarked
package io.plimsoll.simulator.nodelifecycle;

import org.jspecify.annotations.NullMarked;
