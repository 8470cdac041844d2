package io.plimsoll.model.alert;

import io.plimsoll.model.Copies;
import io.plimsoll.model.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A condition of a cluster that matters, at one moment of its life ({@code io.plimsoll.alert.v1}).
 *
 * @param id of this episode: the same across severity changes and a reopening
 * @param fingerprint of the subject for ever; the record's key
 * @param name the code in words
 * @param measured the numbers found; names that may be relied on stand in the code's page
 * @param thresholds the numbers they were held against
 * @param suppressedBy why nobody need be woken: {@code USER_OPT_OUT}, {@code PARENT_ALERT:<fingerprint>} and the like
 * @param flapCount how often this episode was reopened
 * @param runbook path of the code's page in the repository
 */
public record Alert(
        String id,
        String fingerprint,
        AlertCode code,
        String name,
        @Nullable String subtype,
        AlertState state,
        Severity severity,
        @Nullable Severity previousSeverity,
        Confidence confidence,
        String cluster,
        ObjectRef subject,
        Instant startedAt,
        @Nullable Instant firedAt,
        Instant updatedAt,
        @Nullable Instant resolvedAt,
        @Nullable String resolvedReason,
        String summary,
        @Nullable String cause,
        Map<String, String> labels,
        Map<String, Object> measured,
        Map<String, Object> thresholds,
        List<Evidence> evidence,
        SuggestedAction suggestedAction,
        List<String> suppressedBy,
        int flapCount,
        boolean reopened,
        String runbook) {

    public static final String TYPE = "io.plimsoll.alert.v1";

    public Alert {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(severity, "severity");
        labels = Copies.map(labels);
        measured = Copies.map(measured);
        thresholds = Copies.map(thresholds);
        evidence = Copies.list(evidence);
        suppressedBy = Copies.list(suppressedBy);
    }
}
