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
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * N2: a node becomes ready and stops being it again and again.
 *
 * <p>Turns under maintenance of the node are its doing, also once it is over: where the others alone wouldn't be enough,
 * it explains them.
 */
public record NodeFlapping(int transitions, Duration window, Duration quiet) implements Detector {

    public static NodeFlapping defaults() {
        return new NodeFlapping(3, Duration.ofMinutes(15), Duration.ofMinutes(30));
    }

    @Override
    public AlertCode code() {
        return AlertCode.N2;
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
        Tracked<NodeState> before = change.before(NodeState.class);
        Tracked<NodeState> after = change.after(NodeState.class);
        if (before != null
                && after != null
                && before.body().ready() != after.body().ready()) {
            subjects.accept(change.ref());
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Tracked<NodeState> node = situation.state().node(subject.name());
        List<Instant> changes = NodeTrails.of(situation.state(), subject.name()).readyChanges();
        if (node == null || changes.isEmpty()) {
            return Evaluation.nothing();
        }
        Instant over = changes.getLast().plus(quiet);
        Instant from = situation.now().minus(window);
        long recent = changes.stream().filter(time -> !time.isBefore(from)).count();
        if (!situation.now().isBefore(over)) {
            return Evaluation.nothing();
        }
        Finding.Builder finding = Finding.about(node.ref())
                .measured("transitions", recent)
                .threshold("transitions", transitions)
                .threshold("window", window)
                .threshold("quiet", quiet)
                .label("cordoned", node.body().unschedulable() ? "true" : null)
                .suggest(SuggestedAction.CORDON_NODE);
        NodePlan plan = NodePlans.of(situation.state(), node.name());
        plan.explainByRemoval(finding, situation.now());
        if (maintained(changes, plan)) {
            finding.suppressedBy(NodePlan.MAINTENANCE);
        }
        if (recent < transitions) {
            return Evaluation.of(finding.holding().build()).reviewedAt(plan.review(over, situation.now()));
        }
        return Evaluation.of(finding.levels(Level.warning(Duration.ZERO))
                        .summary("%s turned ready or not ready %d times in %s"
                                .formatted(node.name(), recent, Words.of(window)))
                        .evidence(node.evidence(Map.of("transitions", recent)))
                        .build())
                .reviewedAt(plan.review(over, situation.now()));
    }

    private boolean maintained(List<Instant> changes, NodePlan plan) {
        long others = changes.stream().filter(time -> !plan.covers(time)).count();
        return others < changes.size() && others < transitions;
    }
}
