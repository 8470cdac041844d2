package io.plimsoll.analyzer.detect.maintenance;

import io.plimsoll.analyzer.detect.nodes.NodeTrails;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.Taint;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Remembers by workload and node the pods that were put on the node while it was cordoned. */
public record Bindings() implements Recorder<BoundPods> {

    public static final Bindings INSTANCE = new Bindings();

    /** What is bound so soon after the cordon was under way already. */
    static final Duration RACE = Duration.ofSeconds(30);

    private static final Taint CORDON = new Taint("node.kubernetes.io/unschedulable", null, "NoSchedule", null);

    @Override
    public String name() {
        return "bindings";
    }

    @Override
    public Class<BoundPods> type() {
        return BoundPods.class;
    }

    static String key(ObjectRef workload, String node) {
        return workload.kind() + "/" + workload.namespace() + "/" + workload.name() + "|" + node;
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<BoundPods> ledger) {
        PodView pod = change.podAfter();
        if (pod == null || pod.nodeName() == null || !change.transition() || !newlyBound(change, pod)) {
            return;
        }
        Tracked<NodeState> node = state.node(pod.nodeName());
        Instant cordonedAt = NodeTrails.of(state, pod.nodeName()).cordonedAt();
        boolean exempt = pod.ownedByDaemonSet() || pod.mirror() || pod.finished();
        if (node == null || !node.body().unschedulable() || cordonedAt == null || exempt) {
            return;
        }
        if (change.at().isAfter(cordonedAt.plus(RACE))) {
            String key = key(pod.workloadRef(), pod.nodeName());
            BoundPods known = ledger.of(key);
            Binding binding = new Binding(pod.name(), change.at(), cordonedAt, classification(pod, state));
            ledger.put(key, (known == null ? BoundPods.NONE : known).and(binding));
        }
    }

    private static boolean newlyBound(Change change, PodView pod) {
        PodView before = change.podBefore();
        return before == null || before.nodeName() == null || !before.sameObject(pod);
    }

    private static String classification(PodView pod, ClusterState state) {
        Tracked<WorkloadState> workload = state.workload(pod.workloadRef());
        if (workload != null
                && workload.body().template() != null
                && workload.body().template().nodeName() != null) {
            return "NODE_NAME_SET";
        }
        if (pod.shape().tolerations().stream().anyMatch(toleration -> toleration.tolerates(CORDON))) {
            return "TOLERATES";
        }
        String scheduler = pod.shape().schedulerName();
        return scheduler != null && !scheduler.equals("default-scheduler") ? "CUSTOM_SCHEDULER" : "UNKNOWN";
    }

    @Override
    public @Nullable BoundPods pruned(String key, BoundPods pods, ClusterState state) {
        String node = key.substring(key.lastIndexOf('|') + 1);
        return state.cordonedNodes().stream()
                        .noneMatch(cordoned -> cordoned.name().equals(node))
                ? null
                : pods;
    }
}
