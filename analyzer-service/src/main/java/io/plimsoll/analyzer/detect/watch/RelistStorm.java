package io.plimsoll.analyzer.detect.watch;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.fact.Relisted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** W2: a resource is listed anew again and again, which costs the API server and hides what happened between. */
public record RelistStorm(int relists, Duration window, Duration keepFor) implements Detector {

    public static RelistStorm defaults() {
        return new RelistStorm(3, Duration.ofMinutes(10), Duration.ofMinutes(10));
    }

    @Override
    public AlertCode code() {
        return AlertCode.W2;
    }

    @Override
    public Set<String> inputs() {
        return Set.of();
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(RelistTrails.INSTANCE);
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        if (change.body(Relisted.class) != null) {
            subjects.accept(WatchGaps.watcher(change.fact().name()));
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        RelistTrail trail = situation.state().ledger(RelistTrails.INSTANCE).of(subject.name());
        Instant from = situation.now().minus(window);
        List<Instant> recent = trail == null
                ? List.of()
                : trail.at().stream().filter(time -> time.isAfter(from)).toList();
        if (recent.size() < relists) {
            return Evaluation.nothing();
        }
        Finding finding = Finding.about(subject)
                .levels(Level.warning(Duration.ZERO))
                .keepFor(keepFor)
                .measured("resource", subject.name())
                .measured("count", recent.size())
                .threshold("relists", relists)
                .threshold("window", window)
                .summary(
                        "%s were listed anew %d times in %s".formatted(subject.name(), recent.size(), Words.of(window)))
                .build();
        return Evaluation.of(finding).reviewedAt(recent.getFirst().plus(window).plusMillis(1));
    }
}
