package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.analyzer.detect.quorum.Ordinal;
import io.plimsoll.analyzer.detect.rollout.WorkloadPasts;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a covered pod begins to go, and what is known then of why. */
final class Departures {

    /**
     * A budget that closed so shortly before a pod went closed because of it: they are watched side by side, so the
     * status may come before the pod.
     */
    private static final Duration SIDE_BY_SIDE = Duration.ofSeconds(1);

    private static final String BY_KUBELET = "TerminationByKubelet";

    private Departures() {}

    /** Whether the pod runs and this is a sign that it is about to be taken away. */
    static boolean begins(PodView before, @Nullable PodView after) {
        if (uncounted(before)) {
            return false;
        }
        if (after == null || !after.sameObject(before)) {
            return !before.terminating();
        }
        return (after.terminating() && !before.terminating())
                || (after.disruption() != null && before.disruption() == null)
                || evictedByKubelet(after);
    }

    /** Of pods that run no more, or that no budget is asked about. */
    static boolean uncounted(PodView pod) {
        return pod.finished() || pod.ownedByDaemonSet() || pod.mirror();
    }

    /** As its status says; null where that says nothing. */
    static @Nullable String reason(PodView before, @Nullable PodView after) {
        if (after == null || !after.sameObject(before)) {
            return null;
        }
        Condition disruption = after.disruption();
        if (disruption != null) {
            return disruption.reason();
        }
        return evictedByKubelet(after) ? BY_KUBELET : null;
    }

    /** Kubelets before 1.26 set no DisruptionTarget: what they evict only ends as Failed for that reason. */
    private static boolean evictedByKubelet(PodView pod) {
        return "Failed".equals(pod.phase()) && "Evicted".equals(pod.reason());
    }

    static PodLoss loss(
            PodView pod, @Nullable String reason, Instant at, Tracked<BudgetState> budget, ClusterState state) {
        BudgetState status = budget.body();
        return new PodLoss(
                pod.namespace(),
                pod.name(),
                pod.uid(),
                pod.controller(),
                pod.workload(),
                pod.nodeName(),
                reason,
                remover(pod, state),
                at,
                BudgetPasts.of(state, budget.ref()).closedAt(at.minus(SIDE_BY_SIDE)),
                status.currentHealthy() >= status.desiredHealthy(),
                ownerDriven(pod, state));
    }

    /** Who takes the pod's node away, in the autoscaler's own word; null where nobody does. */
    private static @Nullable String remover(PodView pod, ClusterState state) {
        Tracked<NodeState> node = pod.nodeName() == null ? null : state.node(pod.nodeName());
        return node == null ? null : Draining.remover(node.body());
    }

    private static boolean ownerDriven(PodView pod, ClusterState state) {
        Tracked<WorkloadState> owner = state.workload(pod.workloadRef());
        if (owner == null) {
            return false;
        }
        WorkloadState workload = owner.body();
        boolean beyond = owner.ref().kind().equals("StatefulSet")
                && Ordinal.of(owner.name(), pod.name()).orElse(-1) >= WorkloadPasts.wished(workload);
        return beyond || workload.deletionTimestamp() != null || WorkloadPasts.underway(workload);
    }
}
