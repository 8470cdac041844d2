/**
 * Clusters to start with: the shape of a real one, read from the openb trace, or a generated one of the same make-up.
 *
 * <p>The trace (cluster-trace-gpu-v2023) names 1,523 nodes and 8,152 pods that came and went over 149 days, most of
 * them for some ten minutes: at no instant do more than about 60 run. So what is loaded is every pod that ran within a
 * <em>window</em> before the chosen instant (seven days by default, some 1,900 pods); pods of one shape become the
 * replicas of workloads. The trace doesn't say where a pod ran: the scheduler places it.
 */
@NullMarked
package io.plimsoll.simulator.load;

import org.jspecify.annotations.NullMarked;
