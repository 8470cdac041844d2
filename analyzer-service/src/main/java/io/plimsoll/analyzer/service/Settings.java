package io.plimsoll.analyzer.service;

import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.analyzer.detect.Detectors;
import io.plimsoll.analyzer.lifecycle.LifecycleSettings;
import io.plimsoll.analyzer.policy.Policies;
import io.plimsoll.wire.start.Faults;
import java.util.Objects;
import java.util.Set;

/** The configuration as plain values. */
final class Settings {

    private static final Set<String> GUARANTEES = Set.of("at_least_once", "exactly_once_v2");

    private Settings() {}

    /** @throws IllegalArgumentException with one line for each thing that is wrong */
    static AnalysisSettings of(AnalyzerKeys keys, TopicKeys topics) {
        Faults faults = new Faults();
        faults.require(!topics.prefix().isBlank(), "plimsoll.topics.prefix is empty, expected a name");
        faults.require(
                GUARANTEES.contains(keys.guarantee()),
                "plimsoll.analyzer.guarantee is \"" + keys.guarantee()
                        + "\", expected at_least_once or exactly_once_v2");
        faults.within("plimsoll.analyzer.threads", keys.threads(), 1, 256);
        faults.within("plimsoll.analyzer.standby-replicas", keys.standbyReplicas(), 0, 5);
        keys.commitIntervalMs()
                .ifPresent(millis -> faults.within("plimsoll.analyzer.commit-interval-ms", millis, 10, 60_000));
        faults.require(
                keys.closeTimeout().isPositive(),
                "plimsoll.analyzer.close-timeout is " + keys.closeTimeout() + ", expected a length of time above 0");
        var detectors = faults.gather(() ->
                Tuning.tuned(Detectors.all(), keys.rules(), keys.disabled().orElse(Set.of())));
        var policies = faults.gather(() -> PolicyTuning.tuned(Policies.defaults(), keys.policies()));
        faults.throwIfAny();
        AnalyzerKeys.AlertKeys alerts = keys.alerts();
        return new AnalysisSettings(
                Objects.requireNonNull(detectors),
                new LifecycleSettings(
                        alerts.reopenWithin(),
                        alerts.forgetAfter(),
                        alerts.repeatWarning(),
                        alerts.repeatCritical(),
                        alerts.publishPending()),
                Objects.requireNonNull(policies));
    }
}
