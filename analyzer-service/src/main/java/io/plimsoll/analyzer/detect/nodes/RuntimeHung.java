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
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.EventState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** N5: the container runtime doesn't answer: collecting dead containers runs into its deadline again and again. */
public record RuntimeHung(int failures, Duration window, Duration keepFor) implements Detector {

    public static RuntimeHung defaults() {
        return new RuntimeHung(5, Duration.ofMinutes(30), Duration.ofMinutes(10));
    }

    @Override
    public AlertCode code() {
        return AlertCode.N5;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.NODES, Resource.EVENTS);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(NodeComplaints.INSTANCE, NodePlans.INSTANCE);
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        EventState event = change.body(EventState.class);
        if (event != null
                && event.reason().equals("ContainerGCFailed")
                && event.involved().kind().equals("Node")) {
            subjects.accept(event.involved());
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        int grown = NodeComplaints.of(situation.state(), subject.name())
                .grown(NodeComplaints.GC_HANGS, situation.now().minus(window));
        if (grown < failures) {
            return Evaluation.nothing();
        }
        NodePlan plan = NodePlans.of(situation.state(), subject.name());
        Finding.Builder finding = Finding.about(ObjectRef.of("Node", null, subject.name()));
        return Evaluation.of(plan.explainByRemoval(finding, situation.now())
                        .levels(Level.warning(Duration.ZERO))
                        .keepFor(keepFor)
                        .measured("count", grown)
                        .threshold("failures", failures)
                        .threshold("window", window)
                        .summary("%s: the container runtime let %d collections run into their deadline in %s"
                                .formatted(subject.name(), grown, Words.of(window)))
                        .suggest(SuggestedAction.CORDON_NODE)
                        .build())
                .reviewedAt(plan.review(situation.now().plus(Duration.ofMinutes(5)), situation.now()));
    }
}
