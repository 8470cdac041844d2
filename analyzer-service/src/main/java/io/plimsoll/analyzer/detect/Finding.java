package io.plimsoll.analyzer.detect;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.plimsoll.model.Copies;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Confidence;
import io.plimsoll.model.alert.Evidence;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.alert.SuggestedAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a detector finds at one subject now. The life-cycle makes an alert of it, or doesn't.
 *
 * <p>Three answers are possible: a level's condition holds (it fires once held long enough); none does but the condition
 * isn't gone either ({@link Builder#holding}: an alert stays, none starts); or no finding at all, which is the resolve
 * condition, to hold for {@code keepFor}.
 *
 * @param subject whom the alert is about for ever: workload, node, group, budget; never a pod that has an owner
 * @param levels the severities whose conditions hold now
 * @param keepFor how long the condition must be gone before the alert resolves; also before a severity falls
 * @param falls whether severity may fall while the alert fires; by default it only rises until resolved
 * @param suppressedBy reasons known to the detector: {@code ROLLOUT}, {@code MAINTENANCE_WINDOW}, {@code
 *     NODE_REMOVAL_BY_AUTOSCALER}
 * @param parents fingerprints of alerts that explain this one: while one of them fires this is suppressed by it
 * @param resolvedReason why an alert is over at once, without keepFor ({@code RESTARTED}); null otherwise
 * @param stale whether the subject's own inputs are too old to say (a pod's usage): fires nothing, resolves nothing
 */
public record Finding(
        ObjectRef subject,
        @Nullable String subtype,
        List<Level> levels,
        Duration keepFor,
        boolean falls,
        Confidence confidence,
        Map<String, Object> measured,
        Map<String, Object> thresholds,
        @Nullable String cause,
        Map<String, String> labels,
        String summary,
        SuggestedAction suggestedAction,
        List<Evidence> evidence,
        List<String> suppressedBy,
        List<String> parents,
        @Nullable String resolvedReason,
        boolean stale) {

    public Finding {
        levels = List.copyOf(levels);
        measured = Copies.map(measured);
        thresholds = Copies.map(thresholds);
        labels = Copies.map(labels);
        evidence = List.copyOf(evidence);
        suppressedBy = List.copyOf(suppressedBy);
        parents = List.copyOf(parents);
    }

    /** Whether the condition is neither true nor gone. */
    @JsonIgnore
    public boolean isHolding() {
        return levels.isEmpty() && resolvedReason == null;
    }

    /** The highest severity whose condition holds, whether long enough or not; null where none does. */
    public @Nullable Severity highest() {
        return levels.stream().map(Level::severity).max(Severity::compareTo).orElse(null);
    }

    /** The same, resting on this record alone. */
    public Finding restingOn(Evidence record) {
        return new Finding(
                subject,
                subtype,
                levels,
                keepFor,
                falls,
                confidence,
                measured,
                thresholds,
                cause,
                labels,
                summary,
                suggestedAction,
                List.of(record),
                suppressedBy,
                parents,
                resolvedReason,
                stale);
    }

    public static Builder about(ObjectRef subject) {
        return new Builder(subject);
    }

    /** Names each part; what isn't given is empty, confidence HIGH, action INVESTIGATE, resolved at once. */
    public static final class Builder {

        private final ObjectRef subject;
        private @Nullable String subtype;
        private final List<Level> levels = new ArrayList<>();
        private Duration keepFor = Duration.ZERO;
        private boolean falls;
        private Confidence confidence = Confidence.HIGH;
        private final Map<String, Object> measured = new LinkedHashMap<>();
        private final Map<String, Object> thresholds = new LinkedHashMap<>();
        private @Nullable String cause;
        private final Map<String, String> labels = new LinkedHashMap<>();
        private String summary = "";
        private SuggestedAction suggestedAction = SuggestedAction.INVESTIGATE;
        private final List<Evidence> evidence = new ArrayList<>();
        private final List<String> suppressedBy = new ArrayList<>();
        private final List<String> parents = new ArrayList<>();
        private @Nullable String resolvedReason;
        private boolean stale;

        private Builder(ObjectRef subject) {
            this.subject = subject;
        }

        public Builder subtype(@Nullable String subtype) {
            this.subtype = subtype;
            return this;
        }

        /** Conditions that hold now. */
        public Builder levels(Level... levels) {
            this.levels.addAll(Arrays.asList(levels));
            return this;
        }

        public Builder levels(List<Level> levels) {
            this.levels.addAll(levels);
            return this;
        }

        /** No level's condition holds, but it isn't gone either: an alert stays, none starts. */
        public Builder holding() {
            this.levels.clear();
            return this;
        }

        public Builder keepFor(Duration keepFor) {
            this.keepFor = keepFor;
            return this;
        }

        public Builder fallsToo() {
            this.falls = true;
            return this;
        }

        public Builder confidence(Confidence confidence) {
            this.confidence = confidence;
            return this;
        }

        /** One measured number, by the name of the contract; null is left out. */
        public Builder measured(String name, @Nullable Object value) {
            if (value != null) {
                measured.put(name, value);
            }
            return this;
        }

        public Builder threshold(String name, @Nullable Object value) {
            if (value != null) {
                thresholds.put(name, value instanceof Duration duration ? duration.toString() : value);
            }
            return this;
        }

        public Builder cause(@Nullable String cause) {
            this.cause = cause;
            return this;
        }

        public Builder label(String name, @Nullable String value) {
            if (value != null) {
                labels.put(name, value);
            }
            return this;
        }

        /** One sentence for people, with the numbers. */
        public Builder summary(String summary) {
            this.summary = summary;
            return this;
        }

        public Builder suggest(SuggestedAction action) {
            this.suggestedAction = action;
            return this;
        }

        public Builder evidence(Evidence... evidence) {
            this.evidence.addAll(Arrays.asList(evidence));
            return this;
        }

        public Builder evidence(List<Evidence> evidence) {
            this.evidence.addAll(evidence);
            return this;
        }

        public Builder suppressedBy(String reason) {
            this.suppressedBy.add(reason);
            return this;
        }

        public Builder parent(String fingerprint) {
            this.parents.add(fingerprint);
            return this;
        }

        /** The alert is over at once, for this reason; no level holds. */
        public Builder resolved(String reason) {
            this.levels.clear();
            this.resolvedReason = reason;
            return this;
        }

        public Builder stale() {
            this.stale = true;
            return this;
        }

        public Finding build() {
            return new Finding(
                    subject,
                    subtype,
                    levels,
                    keepFor,
                    falls,
                    confidence,
                    measured,
                    thresholds,
                    cause,
                    labels,
                    summary,
                    suggestedAction,
                    evidence,
                    suppressedBy,
                    parents,
                    resolvedReason,
                    stale);
        }
    }
}
