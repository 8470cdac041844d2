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
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.HorizontalAutoscalerState;
import io.plimsoll.model.fact.HorizontalAutoscalerState.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A4: a horizontal autoscaler is at its maximum and wants more.
 *
 * <p>At the maximum alone is no fault: an autoscaler whose minimum equals its maximum is pinned on purpose. It must say
 * TooManyReplicas, or say nothing on the matter.
 *
 * @param heldFor how long it must last
 * @param overload critical where a metric is above this multiple of its target for as long
 */
public record HpaSaturated(Duration heldFor, double overload, Duration keepFor) implements Detector {

    public static HpaSaturated defaults() {
        return new HpaSaturated(Duration.ofMinutes(15), 1.5, Duration.ofMinutes(5));
    }

    @Override
    public AlertCode code() {
        return AlertCode.A4;
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
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Tracked<HorizontalAutoscalerState> autoscaler = situation
                .state()
                .object(HorizontalAutoscalerState.class, HpaRecorder.KIND, subject.namespace(), subject.name());
        if (autoscaler == null) {
            return Evaluation.nothing();
        }
        HorizontalAutoscalerState body = autoscaler.body();
        if (body.current() < body.max() || body.minimum() == body.max()) {
            return Evaluation.nothing();
        }
        Finding.Builder finding = Finding.about(subject).keepFor(keepFor);
        if (!wantsMore(body)) {
            return Evaluation.of(finding.holding().build());
        }
        Double ratio = body.metrics().stream()
                .map(Metric::ratio)
                .filter(Objects::nonNull)
                .max(Double::compare)
                .orElse(null);
        return Evaluation.of(finding.levels(levels(ratio))
                .measured("current", body.current())
                .measured("min", body.minimum())
                .measured("max", body.max())
                .measured("highestRatio", ratio)
                .threshold("heldFor", heldFor)
                .threshold("overload", overload)
                .suggest(SuggestedAction.SCALE_OUT)
                .label(
                        HpaFlapping.TARGET,
                        body.target().kind() + "/" + subject.namespace() + "/"
                                + body.target().name())
                .summary(subject.display() + " is at its maximum of " + body.max() + " replicas and wants more"
                        + (ratio == null ? "" : "; a metric is at " + Math.round(ratio * 100) + " % of its target"))
                .evidence(autoscaler.evidence(Map.of("currentReplicas", body.current())))
                .build());
    }

    private List<Level> levels(@Nullable Double ratio) {
        List<Level> levels = new ArrayList<>(List.of(Level.warning(heldFor)));
        if (ratio != null && ratio > overload) {
            levels.add(Level.critical(heldFor));
        }
        return levels;
    }

    private static boolean wantsMore(HorizontalAutoscalerState body) {
        List<Condition> limited = body.conditions().stream()
                .filter(condition -> condition.type().equals("ScalingLimited"))
                .toList();
        return limited.isEmpty()
                || limited.stream()
                        .anyMatch(condition ->
                                condition.status().equals("True") && "TooManyReplicas".equals(condition.reason()));
    }
}
