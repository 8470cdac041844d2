/**
 * The scheduler: filters, then the least allocated node, as kube-scheduler's default profile does.
 *
 * <p>What is left out: preemption, preferred affinities, extenders, dynamic resources. Per pod it looks at a bounded
 * number of fitting nodes (as kube-scheduler's {@code percentageOfNodesToScore}), starting where the last search ended,
 * so that filling a large cluster takes time linear in its pods.
 */
@NullMarked
package io.plimsoll.simulator.scheduler;

import org.jspecify.annotations.NullMarked;
