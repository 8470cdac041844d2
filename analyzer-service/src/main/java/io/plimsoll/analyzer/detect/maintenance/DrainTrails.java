package io.plimsoll.analyzer.detect.maintenance;

import io.plimsoll.analyzer.detect.nodes.NodeMarks;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.fact.NodeState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Remembers by node name, while the node is cordoned: whether it is being drained, and how that goes on. */
public record DrainTrails() implements Recorder<DrainTrail> {

    public static final DrainTrails INSTANCE = new DrainTrails();

    @Override
    public String name() {
        return "drain-trail";
    }

    @Override
    public Class<DrainTrail> type() {
        return DrainTrail.class;
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<DrainTrail> ledger) {
        PodView pod = change.pod();
        String node = pod == null ? change.kind().equals("Node") ? change.ref().name() : null : pod.nodeName();
        if (node == null) {
            return;
        }
        Tracked<NodeState> cordoned = state.node(node);
        if (cordoned == null || !(cordoned.body().unschedulable() || NodeMarks.removalUnderWay(cordoned.body()))) {
            if (pod == null) {
                ledger.put(node, null);
            }
            return;
        }
        note(node, cordoned.body(), change, state, ledger);
    }

    private static void note(
            String name, NodeState node, Change change, ClusterState state, Ledger<DrainTrail> ledger) {
        DrainTrail before = ledger.of(name);
        int movable = state.load(name).movablePods();
        Instant unchangedSince = before != null && before.movable() == movable ? before.unchangedSince() : change.at();
        int evictions = (before == null ? 0 : before.evictions()) + (evicted(change) ? 1 : 0);
        boolean intended = evictions > 0 || NodeMarks.claimed(node) || NodeMarks.removalUnderWay(node);
        Instant intendedSince = !intended
                ? null
                : before != null && before.intendedSince() != null ? before.intendedSince() : change.at();
        DrainTrail after = new DrainTrail(evictions, movable, unchangedSince, intendedSince);
        if (!after.equals(before)) {
            ledger.put(name, after);
        }
    }

    /** A pod that has just been marked for eviction by the eviction API. */
    private static boolean evicted(Change change) {
        PodView before = change.podBefore();
        PodView after = change.podAfter();
        return change.transition()
                && after != null
                && after.disruption() != null
                && "EvictionByEvictionAPI".equals(after.disruption().reason())
                && (before == null || before.disruption() == null);
    }

    @Override
    public @Nullable DrainTrail pruned(String key, DrainTrail trail, ClusterState state) {
        return state.node(key) == null ? null : trail;
    }
}
