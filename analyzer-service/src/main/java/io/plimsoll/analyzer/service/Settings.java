package io.plimsoll.analyzer.service;

import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.analyzer.detect.Detectors;
import io.plimsoll.analyzer.lifecycle.LifecycleSettings;
import io.plimsoll.analyzer.policy.Policies;
import java.util.Set;

/** The configuration as plain values. */
final class Settings {

    private static final Set<String> GUARANTEES = Set.of("at_least_once", "exactly_once_v2");

    private Settings() {}

    /** @throws IllegalArgumentException with one line for each thing that is wrong */
    static AnalysisSettings of(AnalyzerKeys keys, TopicKeys topics) {
        require(!topics.prefix().isBlank(), "plimsoll.topics.prefix must not be empty");
        require(
                GUARANTEES.contains(keys.guarantee()),
                "plimsoll.analyzer.guarantee must be at_least_once or exactly_once_v2, is " + keys.guarantee());
        within("plimsoll.analyzer.threads", keys.threads(), 1, 256);
        within("plimsoll.analyzer.standby-replicas", keys.standbyReplicas(), 0, 5);
        within("plimsoll.analyzer.commit-interval-ms", keys.commitIntervalMs(), 10, 60_000);
        AnalyzerKeys.AlertKeys alerts = keys.alerts();
        return new AnalysisSettings(
                Tuning.tuned(Detectors.all(), keys.rules(), keys.disabled().orElse(Set.of())),
                new LifecycleSettings(
                        alerts.reopenWithin(),
                        alerts.forgetAfter(),
                        alerts.repeatWarning(),
                        alerts.repeatCritical(),
                        alerts.publishPending()),
                PolicyTuning.tuned(Policies.defaults(), keys.policies()));
    }

    private static void within(String key, int value, int least, int most) {
        require(value >= least && value <= most, key + " must be from " + least + " to " + most + ", is " + value);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
