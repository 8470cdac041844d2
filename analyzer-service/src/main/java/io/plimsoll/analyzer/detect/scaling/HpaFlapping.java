package io.plimsoll.analyzer.detect.scaling;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.autoscaler.ReplicaMove;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.fact.HorizontalAutoscalerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A3: a horizontal autoscaler keeps changing its mind.
 *
 * <p>Counts turning points of {@code status.desiredReplicas}, not of the current replicas, which lag by the start-up of
 * pods. Moves under a tenth of the mean don't count. Scaling to zero and back is meant to happen: it is only informed of.
 *
 * @param window of the warning, {@code longWindow} of the critical count
 * @param podsMoved pods that came and went in the long window, from which on it is critical
 * @param resolvedTurns up to so many in the window it counts as calm
 */
public record HpaFlapping(
        Duration window,
        Duration longWindow,
        int warning,
        int critical,
        int podsMoved,
        int resolvedTurns,
        Duration keepFor)
        implements Detector {

    /** Label: the scaled workload as {@code kind/namespace/name}. */
    static final String TARGET = "target";

    public static HpaFlapping defaults() {
        return new HpaFlapping(Duration.ofMinutes(30), Duration.ofMinutes(60), 4, 8, 20, 1, Duration.ofMinutes(15));
    }

    @Override
    public AlertCode code() {
        return AlertCode.A3;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.AUTOSCALERS);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(HpaRecorder.defaults());
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        if (change.kind().equals(HpaRecorder.KIND)
                && !HpaRecorder.of(state, change.ref()).moves().isEmpty()) {
            subjects.accept(subject(change.ref()));
        }
    }

    static ObjectRef subject(ObjectRef autoscaler) {
        return ObjectRef.of(HpaRecorder.KIND, autoscaler.namespace(), autoscaler.name());
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Tracked<HorizontalAutoscalerState> autoscaler = situation
                .state()
                .object(HorizontalAutoscalerState.class, HpaRecorder.KIND, subject.namespace(), subject.name());
        HpaRecorder.History history =
                HpaRecorder.of(situation.state(), subject).since(situation.now().minus(longWindow));
        if (autoscaler == null || history.moves().isEmpty()) {
            return Evaluation.nothing();
        }
        boolean toZero =
                subject.name().startsWith("keda-hpa-") || autoscaler.body().minimum() == 0;
        List<ReplicaMove> moves =
                toZero ? history.moves().stream().filter(move -> !wakes(move)).toList() : history.moves();
        Turns turns = turns(moves, situation.now());
        Turns all = turns(history.moves(), situation.now());
        Instant soon =
                all.turns().isEmpty() ? null : all.turns().getFirst().at().plus(window);
        if (turns.turns().size() <= resolvedTurns) {
            return all.turns().size() >= warning
                    ? Evaluation.of(toZero(autoscaler, all)).reviewedAt(soon)
                    : Evaluation.nothing().reviewedAt(soon);
        }
        List<Level> levels = levels(turns, history);
        Finding.Builder finding = Finding.about(subject(autoscaler.ref())).keepFor(keepFor);
        if (levels.isEmpty()) {
            return Evaluation.of(finding.holding().build()).reviewedAt(soon);
        }
        describe(finding.levels(levels), autoscaler, turns, history);
        return Evaluation.of(finding.build()).reviewedAt(soon);
    }

    private record Turns(List<ReplicaMove> turns, List<ReplicaMove> longTurns, int amplitude) {}

    private Turns turns(List<ReplicaMove> moves, Instant now) {
        int amplitude = ReplicaMove.amplitude(moves);
        List<ReplicaMove> all = ReplicaMove.turningPoints(moves, amplitude);
        Instant from = now.minus(window);
        return new Turns(all.stream().filter(move -> move.at().isAfter(from)).toList(), all, amplitude);
    }

    private static boolean wakes(ReplicaMove move) {
        return Math.min(move.from(), move.to()) == 0 && Math.max(move.from(), move.to()) == 1;
    }

    private List<Level> levels(Turns turns, HpaRecorder.History history) {
        List<Level> levels = new ArrayList<>();
        if (turns.turns().size() >= warning) {
            levels.add(Level.warning(Duration.ZERO));
            if (turns.longTurns().size() >= critical || history.pods().size() >= podsMoved) {
                levels.add(Level.critical(Duration.ZERO));
            }
        } else if (turns.longTurns().size() >= critical) {
            levels.add(Level.critical(Duration.ZERO));
        }
        return levels;
    }

    private void describe(
            Finding.Builder finding,
            Tracked<HorizontalAutoscalerState> autoscaler,
            Turns turns,
            HpaRecorder.History history) {
        int count = turns.turns().size();
        int inAnHour = turns.longTurns().size();
        finding.cause(history.hands().size() >= 2 ? "DUELING_WRITERS" : null)
                .label("DUELING_WRITERS", history.hands().size() >= 2 ? "true" : null)
                .label(TARGET, target(autoscaler))
                .measured("turningPoints", count)
                .measured("amplitude", turns.amplitude())
                .measured("window", window.toString())
                .measured("turningPointsInAnHour", inAnHour)
                .measured("podsMoved", history.pods().size())
                .threshold("turningPoints", warning)
                .threshold("window", window)
                .summary(autoscaler.ref().display() + " changed direction " + count + " times in " + window.toMinutes()
                        + " min" + (inAnHour > count ? " and " + inAnHour + " times in an hour" : "") + ", between "
                        + history.moves().stream()
                                .mapToInt(ReplicaMove::to)
                                .min()
                                .orElse(0) + " and "
                        + history.moves().stream()
                                .mapToInt(ReplicaMove::to)
                                .max()
                                .orElse(0) + " replicas")
                .evidence(autoscaler.evidence(Map.of(
                        "desiredReplicas",
                        history.moves().stream().map(ReplicaMove::to).toList())));
    }

    private Finding toZero(Tracked<HorizontalAutoscalerState> autoscaler, Turns turns) {
        return Finding.about(subject(autoscaler.ref()))
                .keepFor(keepFor)
                .levels(Level.info(Duration.ZERO))
                .cause("SCALE_TO_ZERO")
                .label("SCALE_TO_ZERO", "true")
                .label(TARGET, target(autoscaler))
                .measured("turningPoints", turns.turns().size())
                .measured("amplitude", turns.amplitude())
                .measured("window", window.toString())
                .threshold("turningPoints", warning)
                .summary(autoscaler.ref().display() + " went to zero and back "
                        + turns.turns().size() + " times in " + window.toMinutes() + " min, as it is set to")
                .evidence(autoscaler.evidence(Map.of()))
                .build();
    }

    private static String target(Tracked<HorizontalAutoscalerState> autoscaler) {
        return autoscaler.body().target().kind() + "/" + autoscaler.ref().namespace() + "/"
                + autoscaler.body().target().name();
    }
}
