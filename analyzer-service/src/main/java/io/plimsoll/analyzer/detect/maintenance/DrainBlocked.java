package io.plimsoll.analyzer.detect.maintenance;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.detect.nodes.NodeMarks;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Evidence;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * D1: a node is being drained and doesn't get empty.
 *
 * <p>A plain cordon is no drain: somebody must mean it (a pod was evicted since, the actuator or an autoscaler has marked
 * the node), and the number of pods that would have to move must not have changed for a while. Each remaining pod is told
 * with what holds it.
 */
public record DrainBlocked(Duration warning, Duration critical, Duration keepFor) implements Detector {

    public static DrainBlocked defaults() {
        return new DrainBlocked(Duration.ofMinutes(10), Duration.ofMinutes(30), Duration.ofMinutes(1));
    }

    @Override
    public AlertCode code() {
        return AlertCode.D1;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.NODES, Resource.PODS);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(DrainTrails.INSTANCE);
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        PodView pod = change.pod();
        String node = pod == null ? change.kind().equals("Node") ? change.ref().name() : null : pod.nodeName();
        if (node != null && state.ledger(DrainTrails.INSTANCE).of(node) != null) {
            subjects.accept(ObjectRef.of("Node", null, node));
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Tracked<NodeState> node = situation.state().node(subject.name());
        DrainTrail trail = situation.state().ledger(DrainTrails.INSTANCE).of(subject.name());
        if (node == null || trail == null || trail.intendedSince() == null || trail.movable() == 0) {
            return Evaluation.nothing();
        }
        if (!(node.body().unschedulable() || NodeMarks.removalUnderWay(node.body()))) {
            return Evaluation.nothing();
        }
        Instant since =
                trail.unchangedSince().isAfter(trail.intendedSince()) ? trail.unchangedSince() : trail.intendedSince();
        Instant blocked = since.plus(warning);
        if (situation.now().isBefore(blocked)) {
            return Evaluation.nothing().reviewedAt(blocked);
        }
        return Evaluation.of(finding(node, trail, since, situation));
    }

    private Finding finding(Tracked<NodeState> node, DrainTrail trail, Instant since, Situation situation) {
        Map<String, Long> reasons = new TreeMap<>();
        List<Evidence> evidence = new ArrayList<>();
        for (PodView pod : situation.state().podsOn(node.name())) {
            if (pod.occupies() && !pod.ownedByDaemonSet() && !pod.mirror()) {
                String reason = DrainObstacle.of(pod, situation.state(), situation.now());
                reasons.merge(reason, 1L, Long::sum);
                if (evidence.size() < 20) {
                    evidence.add(pod.evidence(Map.of("reason", reason)));
                }
            }
        }
        Duration stuck = Duration.between(since, situation.now());
        return Finding.about(node.ref())
                .levels(
                        Level.warning(warning).since(since),
                        Level.critical(critical).since(since))
                .keepFor(keepFor)
                .measured("evictable", trail.movable())
                .measured("reasons", reasons)
                .measured("durationSeconds", stuck.toSeconds())
                .threshold("warning", warning)
                .threshold("critical", critical)
                .label("evictionsSeen", String.valueOf(trail.evictions()))
                .label(
                        "nodeGroup",
                        node.body().group() == null ? null : node.body().group().name())
                .summary("%s is being drained, but %s on it for %s: %s"
                        .formatted(
                                node.name(),
                                trail.movable() == 1 ? "1 pod has stayed" : trail.movable() + " pods have stayed",
                                Words.of(stuck),
                                reasons.entrySet().stream()
                                        .map(entry -> entry.getValue() + " " + entry.getKey())
                                        .collect(Collectors.joining(", "))))
                .suggest(
                        reasons.containsKey("PDB") || reasons.containsKey("MULTI_PDB")
                                ? SuggestedAction.FIX_PDB
                                : SuggestedAction.INVESTIGATE)
                .evidence(evidence)
                .build();
    }
}
