package io.plimsoll.analyzer.detect.watch;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.fact.LeaseState;
import io.plimsoll.model.fact.Tick;
import io.plimsoll.model.fact.Tick.Currency;
import io.plimsoll.model.fact.Tick.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * W3: clocks differ, so durations can't be trusted: the API server's and the watcher's, or a node's and the watcher's.
 *
 * <p>The latter by the node's lease, which its kubelet renews with its own time and the watcher sees at once. An old
 * renewal says nothing while leases come late.
 */
public record ClockSkew(Duration most, Duration heldFor, Duration keepFor) implements Detector {

    private static final String NODE = "Node";

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
        if (change.kind().equals("Lease") && change.transition() && change.after(LeaseState.class) != null) {
            subjects.accept(ObjectRef.of(NODE, null, change.fact().name()));
        }
    }

    private static long skew(Tick tick) {
        return tick.serverSkewMillis() == null ? 0 : tick.serverSkewMillis();
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        return subject.kind().equals(NODE) ? ofNode(subject, situation) : ofWatcher(subject, situation);
    }

    /** A renewal that was seen as it came, by the node's clock and by the watcher's. */
    private Evaluation ofNode(ObjectRef subject, Situation situation) {
        Tracked<LeaseState> lease =
                situation.state().object(LeaseState.class, "Lease", "kube-node-lease", subject.name());
        Tick tick = situation.state().watching().lastTick();
        Instant renewed = lease == null ? null : lease.body().renewedAt();
        if (lease == null || renewed == null || tick == null) {
            return Evaluation.nothing();
        }
        long skew = Duration.between(lease.observedAt(), renewed).toMillis();
        if (Math.abs(skew) <= most.toMillis() || (skew < 0 && late(situation))) {
            return Evaluation.nothing();
        }
        return Evaluation.of(Finding.about(subject)
                .levels(Level.warning(heldFor))
                .keepFor(keepFor)
                .measured("skewSeconds", skew / 1000.0)
                .threshold("most", most)
                .cause("NODE_LEASE")
                .summary("the clock of %s is %s s %s the watcher's, by its lease: correct it"
                        .formatted(subject.name(), Words.of(Math.abs(skew) / 1000.0), skew > 0 ? "ahead of" : "behind"))
                .evidence(lease.evidence(Map.of("renewedAt", renewed.toString())))
                .build());
    }

    /** Whether leases come late anyway, so that an old renewal says nothing of the node. */
    private boolean late(Situation situation) {
        Currency leases = situation.state().watching().currency("leases");
        return leases == null || leases.standing() != Standing.CURRENT || leases.ageMillis() > most.toMillis();
    }

    private Evaluation ofWatcher(ObjectRef subject, Situation situation) {
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
