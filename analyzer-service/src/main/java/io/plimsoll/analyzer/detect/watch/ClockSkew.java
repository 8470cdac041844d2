package io.plimsoll.analyzer.detect.watch;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.fact.Tick;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** W3: the watcher's clock and the API server's differ, so durations can't be trusted. */
public record ClockSkew(Duration most, Duration heldFor, Duration keepFor) implements Detector {

    public static ClockSkew defaults() {
        return new ClockSkew(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(1));
    }

    @Override
    public AlertCode code() {
        return AlertCode.W3;
    }

    @Override
    public Set<String> inputs() {
        return Set.of();
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        Tick tick = change.body(Tick.class);
        if (tick != null && skew(tick) != 0) {
            subjects.accept(WatchGaps.watcher("clock"));
        }
    }

    private static long skew(Tick tick) {
        return tick.serverSkewMillis() == null ? 0 : tick.serverSkewMillis();
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Tick tick = situation.state().watching().lastTick();
        long skew = tick == null ? 0 : skew(tick);
        if (Math.abs(skew) <= most.toMillis()) {
            return Evaluation.nothing();
        }
        return Evaluation.of(Finding.about(subject)
                        .levels(Level.warning(heldFor))
                        .keepFor(keepFor)
                        .measured("skewSeconds", skew / 1000.0)
                        .threshold("most", most)
                        .summary("the API server's clock is %s s %s the watcher's: correct one of them"
                                .formatted(Words.of(Math.abs(skew) / 1000.0), skew > 0 ? "ahead of" : "behind"))
                        .build())
                .reviewedAt(situation.now().plusSeconds(10));
    }
}
