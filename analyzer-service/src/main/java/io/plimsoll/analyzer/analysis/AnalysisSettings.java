package io.plimsoll.analyzer.analysis;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Detectors;
import io.plimsoll.analyzer.lifecycle.LifecycleSettings;
import io.plimsoll.analyzer.policy.Policies;
import io.plimsoll.analyzer.policy.Policy;
import java.util.List;

/** Everything that analysis can be told: which rules, how alerts live, what they lead to. */
public record AnalysisSettings(List<Detector> detectors, LifecycleSettings lifecycle, List<Policy> policies) {

    public AnalysisSettings {
        detectors = List.copyOf(detectors);
        policies = List.copyOf(policies);
    }

    public static AnalysisSettings defaults() {
        return new AnalysisSettings(Detectors.all(), LifecycleSettings.defaults(), Policies.defaults());
    }
}
