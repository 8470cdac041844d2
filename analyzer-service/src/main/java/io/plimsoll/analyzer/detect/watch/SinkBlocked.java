package io.plimsoll.analyzer.detect.watch;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.fact.Tick;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** W5: the watcher can't hand its facts to the broker. */
public record SinkBlocked(Duration most, Duration keepFor) implements Detector {

    public static SinkBlocked defaults() {
        return new SinkBlocked(Duration.ofSeconds(30), Duration.ofMinutes(1));
    }

    @Override
    public AlertCode code() {
        return AlertCode.W5;
    }

    @Override
    public Set<String> inputs() {
        return Set.of();
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        Tick tick = change.body(Tick.class);
        if (tick != null && tick.oldestUnsentMillis() > most.toMillis()) {
            subjects.accept(WatchGaps.watcher("facts"));
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Tick tick = situation.state().watching().lastTick();
        long age = tick == null ? 0 : tick.oldestUnsentMillis();
        if (age <= most.toMillis()) {
            return Evaluation.nothing();
        }
        return Evaluation.of(Finding.about(subject)
                        .levels(Level.warning(Duration.ZERO))
                        .keepFor(keepFor)
                        .measured("ageSeconds", age / 1000)
                        .threshold("most", most)
                        .summary("the oldest fact has waited %d s for the broker: what is known is old"
                                .formatted(age / 1000))
                        .build())
                .reviewedAt(situation.now().plusSeconds(10));
    }
}
