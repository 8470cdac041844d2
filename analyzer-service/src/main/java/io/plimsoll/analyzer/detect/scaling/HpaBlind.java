package io.plimsoll.analyzer.detect.scaling;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.HorizontalAutoscalerState;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A4b: a horizontal autoscaler can't read its metrics, so it doesn't scale.
 *
 * <p>Not while its target has zero replicas: then autoscaling is switched off (ScalingDisabled).
 */
public record HpaBlind(Duration heldFor, Duration keepFor) implements Detector {

    public static HpaBlind defaults() {
        return new HpaBlind(Duration.ofMinutes(5), Duration.ofMinutes(2));
    }

    @Override
    public AlertCode code() {
        return AlertCode.A4B;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.AUTOSCALERS);
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        if (change.kind().equals(HpaRecorder.KIND)) {
            subjects.accept(HpaFlapping.subject(change.ref()));
        }
        Tracked<WorkloadState> workload = change.after(WorkloadState.class);
        Tracked<HorizontalAutoscalerState> autoscaler = workload == null ? null : state.autoscalerOf(workload.ref());
        if (autoscaler != null) {
            subjects.accept(HpaFlapping.subject(autoscaler.ref()));
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Tracked<HorizontalAutoscalerState> autoscaler = situation
                .state()
                .object(HorizontalAutoscalerState.class, HpaRecorder.KIND, subject.namespace(), subject.name());
        if (autoscaler == null || switchedOff(autoscaler, situation.state())) {
            return Evaluation.nothing();
        }
        HorizontalAutoscalerState body = autoscaler.body();
        for (Condition condition : body.conditions()) {
            if (condition.is("ScalingActive", "False") && !"ScalingDisabled".equals(condition.reason())) {
                return Evaluation.of(Finding.about(subject)
                        .keepFor(keepFor)
                        .levels(Level.warning(heldFor))
                        .cause(condition.reason())
                        .measured("current", body.current())
                        .measured("min", body.minimum())
                        .measured("max", body.max())
                        .threshold("heldFor", heldFor)
                        .summary(subject.display() + " can't scale: " + condition.reason())
                        .evidence(autoscaler.evidence(Map.of("ScalingActive", "False")))
                        .build());
            }
        }
        return Evaluation.nothing();
    }

    private static boolean switchedOff(Tracked<HorizontalAutoscalerState> autoscaler, ClusterState state) {
        String namespace = autoscaler.ref().namespace();
        Tracked<WorkloadState> target = state.workload(ObjectRef.of(
                autoscaler.body().target().kind(),
                namespace,
                autoscaler.body().target().name()));
        Integer replicas = target == null ? null : target.body().replicas();
        return replicas != null && replicas == 0;
    }
}
