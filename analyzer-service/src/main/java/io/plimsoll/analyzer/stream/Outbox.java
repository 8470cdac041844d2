package io.plimsoll.analyzer.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.opentelemetry.context.Context;
import io.plimsoll.analyzer.analysis.Outcome;
import io.plimsoll.analyzer.lifecycle.Life;
import io.plimsoll.model.DeterministicId;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Recommendation;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.wire.CloudEvents;
import io.plimsoll.wire.DeadLetter;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.trace.Traces;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes as records with CloudEvents headers.
 *
 * <p>{@code ce_time} is the log's time. The records' timestamps are those of the facts that led to them: brokers refuse
 * timestamps more than an hour ahead of their clock, as a time lapse would give.
 */
final class Outbox {

    private static final String SERVICE = "analyzer";

    private final ProcessorContext<String, byte[]> context;
    private final Observer observer;
    private final Trail trail = new Trail();
    private Context step = Context.root();

    Outbox(ProcessorContext<String, byte[]> context, Observer observer) {
        this.context = context;
        this.observer = observer;
    }

    /** A fact is about to be analysed: what comes of it is in its trace. */
    void taken(Fact fact, Headers headers) {
        trail.taken(fact, headers);
    }

    void send(String cluster, List<Outcome> outcomes, Instant now, Record<byte[], byte[]> cause) {
        for (Outcome outcome : outcomes) {
            step = trail.of(outcome);
            switch (outcome) {
                case Outcome.AlertChanged(Alert alert, Life life) -> {
                    alert(alert, now, true, cause);
                    observer.alertChanged(alert);
                    observer.alertStands(alert, life);
                }
                case Outcome.AlertRepeated(Alert alert, Life life) -> {
                    alert(alert, now, false, cause);
                    observer.alertStands(alert, life);
                }
                case Outcome.AlertForgotten(String fingerprint) -> {
                    observer.alertForgotten(fingerprint);
                    forward(
                            AnalysisTopology.ALERTS,
                            fingerprint,
                            null,
                            context(cluster, DeterministicId.of("e-", fingerprint, now), Alert.TYPE, now, fingerprint),
                            cause);
                }
                case Outcome.Decided(Decision decision) -> {
                    forward(
                            AnalysisTopology.DECISIONS,
                            decision.key(),
                            decision,
                            context(cluster, decision.id(), Decision.TYPE, now, decision.key()),
                            cause);
                    observer.decided(decision);
                }
                case Outcome.Recommended(Recommendation recommendation) ->
                    forward(
                            AnalysisTopology.RECOMMENDATIONS,
                            recommendation.key(),
                            recommendation,
                            context(
                                    cluster,
                                    DeterministicId.of("e-", recommendation.key(), now),
                                    Recommendation.TYPE,
                                    now,
                                    recommendation.key()),
                            cause);
                case Outcome.DetectorFailed(var code, var subject, var failure) ->
                    observer.detectorFailed(code, subject, failure);
            }
        }
    }

    private void alert(Alert alert, Instant now, boolean transition, Record<byte[], byte[]> cause) {
        String id = DeterministicId.of("e-", alert.id(), alert.state(), alert.severity(), alert.updatedAt());
        CloudEvents.Context event = context(alert.cluster(), id, Alert.TYPE, now, alert.fingerprint());
        forward(AnalysisTopology.ALERTS, alert.fingerprint(), alert, event, cause);
        if (transition) {
            forward(AnalysisTopology.HISTORY, alert.fingerprint(), alert, event, cause);
        }
    }

    void reject(DeadLetter letter, Record<byte[], byte[]> cause) {
        String key = letter.key() == null ? letter.id() : letter.key();
        step = Traces.of(cause.headers());
        CloudEvents.Context event =
                new CloudEvents.Context(letter.id(), "/plimsoll/" + SERVICE, DeadLetter.TYPE, letter.at(), key);
        forward(AnalysisTopology.DEAD_LETTERS, key, letter, event, cause);
        observer.deadLettered(letter);
    }

    private static CloudEvents.Context context(String cluster, String id, String type, Instant now, String subject) {
        return new CloudEvents.Context(id, CloudEvents.source(SERVICE, cluster), type, now, subject);
    }

    private void forward(
            String sink, String key, @Nullable Object value, CloudEvents.Context event, Record<byte[], byte[]> cause) {
        var headers = new RecordHeaders();
        CloudEvents.headers(event).forEach(headers::add);
        if (Traces.traced(step)) {
            Traces.step("write " + sink, step, event.subject(), headers);
        }
        context.forward(new Record<>(key, bytes(value), cause.timestamp(), headers), sink);
    }

    private static byte @Nullable [] bytes(@Nullable Object value) {
        try {
            return value == null ? null : Json.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("an outcome can't be written", e);
        }
    }
}
