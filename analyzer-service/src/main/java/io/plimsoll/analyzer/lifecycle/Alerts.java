package io.plimsoll.analyzer.lifecycle;

import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertState;
import io.plimsoll.model.alert.Severity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lives as the records that are published. */
final class Alerts {

    private Alerts() {}

    static Alert pending(Life.Pending life, Instant startedAt, Severity severity, Instant now) {
        Episode episode = Episode.first(life.identity().fingerprint(), startedAt, now, severity);
        return alert(
                life.identity(),
                episode,
                life.finding(),
                new Moment(
                        AlertState.PENDING,
                        null,
                        now,
                        null,
                        null,
                        life.finding().summary()),
                List.of());
    }

    static Alert firing(Life.Firing life, @Nullable Severity previous, Instant now) {
        return alert(
                life.identity(),
                life.episode(),
                life.finding(),
                new Moment(AlertState.FIRING, previous, now, null, null, Sentence.of(life)),
                life.suppressedBy());
    }

    static Alert stale(Life.Stale life, Instant now) {
        return alert(
                life.identity(),
                life.was().episode(),
                life.finding(),
                new Moment(AlertState.STALE, null, now, null, null, Sentence.of(life)),
                life.was().suppressedBy());
    }

    static Alert resolved(Life.Resolved life, List<String> suppressedBy, Instant now) {
        return alert(
                life.identity(),
                life.episode(),
                life.finding(),
                new Moment(AlertState.RESOLVED, null, now, life.resolvedAt(), life.reason(), Sentence.of(life)),
                suppressedBy);
    }

    private record Moment(
            AlertState state,
            @Nullable Severity previous,
            Instant updatedAt,
            @Nullable Instant resolvedAt,
            @Nullable String reason,
            String summary) {}

    private static Alert alert(
            Identity identity, Episode episode, Finding finding, Moment moment, List<String> suppressedBy) {
        return new Alert(
                episode.id(),
                identity.fingerprint(),
                identity.code(),
                identity.code().title(),
                identity.subtype(),
                moment.state(),
                episode.severity(),
                moment.previous(),
                finding.confidence(),
                identity.cluster(),
                finding.subject(),
                episode.startedAt(),
                moment.state() == AlertState.PENDING ? null : episode.firedAt(),
                moment.updatedAt(),
                moment.resolvedAt(),
                moment.reason(),
                moment.summary(),
                finding.cause(),
                finding.labels(),
                finding.measured(),
                finding.thresholds(),
                finding.evidence(),
                finding.suggestedAction(),
                suppressedBy,
                episode.flapCount(),
                episode.reopened(),
                "docs/findings/" + identity.code().code() + ".md");
    }
}
