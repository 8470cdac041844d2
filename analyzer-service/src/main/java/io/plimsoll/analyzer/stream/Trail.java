package io.plimsoll.analyzer.stream;

import io.opentelemetry.context.Context;
import io.plimsoll.analyzer.analysis.Outcome;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.Tick;
import io.plimsoll.wire.trace.Traces;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;

/**
 * Which trace an outcome belongs to. Conditions have to hold for a while, so that most alerts fire on a tick, whose own
 * trace says nothing: an alert is in the trace of the change with which its condition began, and a decision in the trace of
 * the alert that caused it.
 *
 * <p>Kept in memory, and only while facts are traced: the last {@value #CHANGES} changes, the last {@value #EPISODES}
 * episodes. After a restart a trace ends, nothing else.
 */
final class Trail {

    private static final int CHANGES = 5_000;
    private static final int EPISODES = 1_000;

    private final TreeMap<Instant, Context> changes = new TreeMap<>();
    private final Map<String, Episode> episodes = new LinkedHashMap<>();
    private Context taken = Context.root();

    private record Episode(String alert, Context begun) {}

    /** A fact is about to be analysed. */
    void taken(Fact fact, Headers headers) {
        taken = Traces.of(headers);
        if (fact.body() instanceof Tick || !Traces.traced(taken)) {
            return;
        }
        changes.put(fact.observedAt(), taken);
        if (changes.size() > CHANGES) {
            changes.pollFirstEntry();
        }
    }

    /** The step that led to an outcome of the fact taken last; the root where nothing is traced. */
    Context of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.AlertChanged(Alert alert, var _) -> episode(alert);
            case Outcome.AlertRepeated(Alert alert, var _) -> episode(alert);
            case Outcome.Decided(Decision decision) -> {
                Episode cause = episodes.get(decision.cause().fingerprint());
                yield cause == null ? taken : cause.begun();
            }
            case Outcome.Recommended _, Outcome.AlertForgotten _, Outcome.DetectorFailed _ -> taken;
        };
    }

    private Context episode(Alert alert) {
        Episode known = episodes.get(alert.fingerprint());
        if (known != null && known.alert().equals(alert.id())) {
            return known.begun();
        }
        Map.Entry<Instant, Context> began = changes.floorEntry(alert.startedAt());
        Context begun = began == null ? taken : began.getValue();
        if (Traces.traced(begun)) {
            episodes.put(alert.fingerprint(), new Episode(alert.id(), begun));
            if (episodes.size() > EPISODES) {
                episodes.remove(episodes.keySet().iterator().next());
            }
        }
        return begun;
    }
}
