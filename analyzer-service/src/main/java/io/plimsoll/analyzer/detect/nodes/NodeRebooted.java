package io.plimsoll.analyzer.detect.nodes;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.fact.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * N6: a node has booted anew. One reboot is information for a minute; several a day are a warning. Maintenance explains
 * reboots under it.
 */
public record NodeRebooted(int aDay, Duration shown) implements Detector {

    private static final Duration DAY = Duration.ofHours(24);

    public static NodeRebooted defaults() {
        return new NodeRebooted(3, Duration.ofMinutes(1));
    }

    @Override
    public AlertCode code() {
        return AlertCode.N6;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.NODES);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(NodeTrails.INSTANCE, NodePlans.INSTANCE);
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        if (change.after(NodeState.class) != null) {
            List<Instant> reboots = NodeTrails.of(state, change.ref().name()).reboots();
            if (!reboots.isEmpty() && reboots.getLast().equals(change.at())) {
                subjects.accept(change.ref());
            }
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Tracked<NodeState> node = situation.state().node(subject.name());
        Instant from = situation.now().minus(DAY);
        List<Instant> reboots = NodeTrails.of(situation.state(), subject.name()).reboots().stream()
                .filter(time -> time.isAfter(from))
                .toList();
        if (node == null || reboots.isEmpty()) {
            return Evaluation.nothing();
        }
        boolean often = reboots.size() >= aDay;
        Instant over = often
                ? reboots.get(reboots.size() - aDay).plus(DAY)
                : reboots.getLast().plus(shown);
        if (!situation.now().isBefore(over)) {
            return Evaluation.nothing();
        }
        NodePlan plan = NodePlans.of(situation.state(), node.name());
        Finding.Builder finding = Finding.about(node.ref());
        long unexplained = reboots.stream().filter(time -> !plan.covers(time)).count();
        if (often ? unexplained < aDay : plan.covers(reboots.getLast())) {
            finding.suppressedBy(NodePlan.MAINTENANCE);
        }
        plan.explainByRemoval(finding, situation.now());
        return Evaluation.of(finding.levels(often ? Level.warning(Duration.ZERO) : Level.info(Duration.ZERO))
                        .measured("count", reboots.size())
                        .threshold("aDay", aDay)
                        .summary("%s has booted anew, %s in 24 h".formatted(node.name(), Words.times(reboots.size())))
                        .evidence(node.evidence(
                                Map.of("bootId", String.valueOf(node.body().bootId()))))
                        .build())
                .reviewedAt(plan.review(over, situation.now()));
    }
}
