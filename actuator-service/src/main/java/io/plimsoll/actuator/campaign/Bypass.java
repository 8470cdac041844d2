package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.ledger.NodeWork;
import io.plimsoll.actuator.node.NodeLife;
import io.plimsoll.actuator.node.NodeSight;
import io.plimsoll.actuator.node.PodSight;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.Taint;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * CORDON_BYPASSED: a pod that tolerates nothing was bound to a node we cordoned, so somebody binds past the scheduler.
 *
 * <p>By our own observation only, so that no two clocks are compared. A binding that was under way when the cordon came is
 * nobody's fault: newcomers of the first seconds are drained without a word.
 */
final class Bypass {

    static final String CODE = "CORDON_BYPASSED";

    /** Cluster time; what a watch takes to bring the news comes on top. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(5);

    private static final Taint CORDON = new Taint("node.kubernetes.io/unschedulable", null, "NoSchedule", null);

    private Bypass() {}

    /**
     * The first newcomer; null where there is none.
     *
     * @param news how long news of a binding may be on its way to us
     */
    static @Nullable Cause of(NodeWork work, NodeSight sight, ClusterView view, Duration news, Instant now) {
        Instant settled = now.minus(UNDER_WAY).minus(news);
        for (PodSight pod : sight.pods()) {
            Viewed<PodState> seen = view.pod(pod.namespace(), pod.name());
            boolean tolerates = seen == null
                    || seen.state().tolerations().stream().anyMatch(toleration -> toleration.tolerates(CORDON));
            if (!tolerates && pod.leavingSince() == null && newcomer(work.life(), pod, settled)) {
                return cause(work.node(), pod);
            }
        }
        return null;
    }

    private static boolean newcomer(NodeLife life, PodSight pod, Instant settled) {
        return switch (life) {
            case NodeLife.Draining draining ->
                !draining.pods().isEmpty()
                        && !draining.pods().containsKey(pod.uid())
                        && draining.since().isBefore(settled);
            case NodeLife.Held held -> held.causes().isEmpty(); // drained in time, so nothing was left on it
            case NodeLife.AwaitingReboot _ -> true;
            case NodeLife.Requested _,
                    NodeLife.Planned _,
                    NodeLife.Claimed _,
                    NodeLife.Cordoned _,
                    NodeLife.Drained _,
                    NodeLife.Verifying _,
                    NodeLife.Releasing _,
                    NodeLife.RollingBack _,
                    NodeLife.Released _,
                    NodeLife.RolledBack _,
                    NodeLife.Failed _ -> false;
        };
    }

    private static Cause cause(String node, PodSight pod) {
        return new Cause(
                CODE,
                pod.display(),
                "pod " + pod.display() + " was bound to node " + node + " although it is cordoned: the wave halts",
                "find who binds pods past the scheduler (spec.nodeName, a scheduler of its own), then ask for the nodes"
                        + " left by a new request");
    }
}
