package io.plimsoll.analyzer.detect.scaling;

import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.model.Copies;
import io.plimsoll.model.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Notes which autoscaled workloads and which jobs had pods on each node in the last hour and a half, by the node's name: by
 * the time an emptied node is removed they are gone. Workloads that neither scale nor end are left out.
 */
public record TenantRecorder(Duration kept) implements Recorder<TenantRecorder.Tenants> {

    private static final TenantRecorder STANDARD = new TenantRecorder(Duration.ofMinutes(90));
    private static final int MOST = 50;

    /** Seen again so soon is no news: it stays noted far longer. */
    private static final Duration AGAIN = Duration.ofMinutes(5);

    /** When each workload was last seen to come to, or leave, the node. */
    public record Tenants(Map<String, Instant> seen) {

        public Tenants {
            seen = Copies.map(seen);
        }
    }

    public static TenantRecorder defaults() {
        return STANDARD;
    }

    static Collection<String> of(ClusterState state, String node) {
        Tenants tenants = state.ledger(STANDARD).of(node);
        return tenants == null ? List.of() : tenants.seen().keySet();
    }

    @Override
    public String name() {
        return "node-tenants";
    }

    @Override
    public Class<Tenants> type() {
        return Tenants.class;
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<Tenants> ledger) {
        PodView pod = change.pod();
        if (pod == null || pod.nodeName() == null || pod.workload() == null) {
            return;
        }
        boolean came = change.podBefore() == null || change.podBefore().nodeName() == null;
        boolean left = change.what() == Change.What.DELETED;
        String tenant = came || left ? tenant(pod, state) : null;
        if (tenant == null) {
            return;
        }
        Tenants known = ledger.of(pod.nodeName());
        Map<String, Instant> seen = known == null ? new TreeMap<>() : new TreeMap<>(known.seen());
        Instant last = seen.get(tenant);
        boolean lately = last != null && change.at().isBefore(last.plus(AGAIN));
        if (!lately && (last != null || seen.size() < MOST)) {
            seen.put(tenant, change.at());
            ledger.put(pod.nodeName(), new Tenants(seen));
        }
    }

    /** Jobs are many and each is new: that there were any is enough. Null for what neither scales nor ends. */
    private static @Nullable String tenant(PodView pod, ClusterState state) {
        ObjectRef workload = pod.workloadRef();
        if (ThrashCause.BATCH.contains(workload.kind())) {
            return workload.kind() + "/";
        }
        return state.autoscalerOf(workload) == null ? null : GroupRecorder.workload(pod);
    }

    @Override
    public @Nullable Tenants pruned(String key, Tenants history, ClusterState state) {
        Map<String, Instant> left = new TreeMap<>(history.seen());
        left.values().removeIf(at -> at.plus(kept).isBefore(state.now()));
        return left.isEmpty() ? null : left.size() == history.seen().size() ? history : new Tenants(left);
    }
}
