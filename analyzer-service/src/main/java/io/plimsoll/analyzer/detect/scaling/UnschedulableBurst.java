package io.plimsoll.analyzer.detect.scaling;

import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.detect.maintenance.UnderWay;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.analyzer.state.Watching.View;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A6 UNSCHEDULABLE_BURST, about the cluster: while nodes are being emptied, many pods have become unschedulable within a
 * short time. What the policy {@code circuit-breaker} waits for.
 *
 * <p>It counts pods that find no node now, by the scheduler's own time; how they came to it doesn't matter. Once it
 * fires it stays while more than half as many of them still wait, whether maintenance goes on or not.
 */
record UnschedulableBurst(int pods, Duration window) {

    static final String KIND = "Cluster";
    static final String SUBTYPE = ScaleUpStuck.UNSCHEDULABLE_BURST;

    private static final String CAUSE = "CIRCUIT_BREAKER";
    private static final Duration REVIEW = Duration.ofSeconds(30);

    /** Whether the change may make, or end, a burst: a pod that newly waits, or a node whose emptying begins. */
    static void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        if (begins(change)
                && !state.cordonedNodes().isEmpty()
                && !state.unboundPods().isEmpty()) {
            subjects.accept(ObjectRef.of(KIND, null, state.cluster()));
        }
    }

    private static boolean begins(Change change) {
        PodView before = change.podBefore();
        PodView after = change.podAfter();
        if (after != null) {
            boolean waits = after.unschedulable() && (before == null || !before.unschedulable());
            boolean evicted = after.disruption() != null && (before == null || before.disruption() == null);
            return waits || evicted;
        }
        Tracked<NodeState> node = change.after(NodeState.class);
        return node != null && node.body().unschedulable();
    }

    Evaluation evaluate(ObjectRef cluster, Situation situation) {
        ClusterState state = situation.state();
        Alert fired = situation.alerts().firing(AlertCode.A6, cluster, SUBTYPE);
        if (state.watching().view(Resource.NODES) != View.CURRENT) {
            // Whether maintenance goes on can't be told.
            return fired == null
                    ? Evaluation.nothing()
                    : Evaluation.of(about(cluster).stale().build());
        }
        List<Tracked<NodeState>> emptied = UnderWay.nodes(state, situation.now());
        List<PodView> fresh = waitingSince(situation.now().minus(window), state);
        if (fresh.size() >= pods && !emptied.isEmpty()) {
            return Evaluation.of(burst(cluster, fresh, emptied))
                    .reviewedAt(situation.now().plus(REVIEW));
        }
        if (fired != null
                && waitingSince(fired.startedAt().minus(window), state).size() * 2 > pods) {
            return Evaluation.of(about(cluster).holding().build())
                    .reviewedAt(situation.now().plus(REVIEW));
        }
        return Evaluation.nothing()
                .reviewedAt(fired == null ? null : situation.now().plus(REVIEW));
    }

    private static List<PodView> waitingSince(Instant from, ClusterState state) {
        return state.unboundPods().stream()
                .filter(pod -> pod.unschedulable() && !pod.terminating() && !pod.finished())
                .filter(pod -> ScaleUpStuck.since(pod).isAfter(from))
                .sorted(Comparator.comparing(ScaleUpStuck::since))
                .toList();
    }

    private static Finding.Builder about(ObjectRef cluster) {
        return Finding.about(cluster).subtype(SUBTYPE);
    }

    private Finding burst(ObjectRef cluster, List<PodView> fresh, List<Tracked<NodeState>> emptied) {
        List<String> names = emptied.stream().map(Tracked::name).toList();
        return about(cluster)
                .levels(Level.critical(Duration.ZERO))
                .cause(CAUSE)
                .measured("pods", fresh.size())
                .measured("nodesUnderMaintenance", emptied.size())
                .threshold("pods", pods)
                .threshold("window", window)
                .label("nodes", Words.list(names))
                .suggest(SuggestedAction.PAUSE_MAINTENANCE)
                .summary("%s became unschedulable within %s while %s under maintenance (%s)"
                        .formatted(
                                Words.count(fresh.size(), "pod"),
                                Words.of(window),
                                emptied.size() == 1 ? "1 node is" : emptied.size() + " nodes are",
                                Words.list(names)))
                .evidence(fresh.stream()
                        .limit(10)
                        .map(pod -> pod.evidence(Map.of(
                                "reason",
                                "Unschedulable",
                                "since",
                                ScaleUpStuck.since(pod).toString())))
                        .toList())
                .build();
    }
}
