package io.plimsoll.analyzer.lifecycle;

import io.plimsoll.model.DeterministicId;
import io.plimsoll.model.alert.Severity;
import java.time.Instant;

/**
 * One stretch of firing, reopenings included.
 *
 * @param startedAt when the condition began, before it had held long enough
 */
public record Episode(
        String id, Instant startedAt, Instant firedAt, Severity severity, int flapCount, boolean reopened) {

    static Episode first(String fingerprint, Instant startedAt, Instant firedAt, Severity severity) {
        return new Episode(DeterministicId.of("a-", fingerprint, startedAt), startedAt, firedAt, severity, 0, false);
    }

    Episode again(Severity severity) {
        return new Episode(id, startedAt, firedAt, severity, flapCount + 1, true);
    }

    Episode at(Severity severity) {
        return new Episode(id, startedAt, firedAt, severity, flapCount, reopened);
    }
}
