package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.analyzer.detect.rollout.WorkloadPasts;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.HorizontalAutoscalerState;
import io.plimsoll.model.fact.WorkloadState;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a workload that could bear a disruption budget has none.
 *
 * @param excludedNamespaces where nothing is said
 * @param fromReplicas with fewer there is nothing to protect
 */
public record MissingBudget(Set<String> excludedNamespaces, int fromReplicas) {

    private static final Set<String> KINDS = Set.of("Deployment", "StatefulSet");

    public MissingBudget {
        excludedNamespaces = Set.copyOf(excludedNamespaces);
    }

    public static MissingBudget defaults() {
        return new MissingBudget(Set.of("kube-system", "kube-public", "kube-node-lease"), 2);
    }

    public static boolean concerns(ObjectRef workload) {
        return KINDS.contains(workload.kind()) && workload.namespace() != null;
    }

    /** The workload where it lacks a budget, else null. */
    public @Nullable Tracked<WorkloadState> at(ObjectRef subject, ClusterState state) {
        String namespace = subject.namespace();
        if (!concerns(subject) || namespace == null || excludedNamespaces.contains(namespace)) {
            return null;
        }
        Tracked<WorkloadState> workload = state.workload(subject);
        if (workload == null
                || workload.body().owner() != null
                || workload.body().template() == null) {
            return null;
        }
        boolean covered = !state.budgetsMatching(
                        namespace, workload.body().template().labels())
                .isEmpty();
        return covered || replicas(workload, state) < fromReplicas ? null : workload;
    }

    static int replicas(Tracked<WorkloadState> workload, ClusterState state) {
        Tracked<HorizontalAutoscalerState> autoscaler = state.autoscalerOf(workload.ref());
        return autoscaler == null
                ? WorkloadPasts.wished(workload.body())
                : autoscaler.body().minimum();
    }
}
