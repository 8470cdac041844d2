package io.plimsoll.watcher.project;

import io.plimsoll.model.fact.BudgetState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is kept of a PodDisruptionBudget. */
final class BudgetProjection {

    private BudgetProjection() {}

    static BudgetState of(Reading budget) {
        Reading metadata = budget.at("metadata");
        Reading spec = budget.at("spec");
        Reading status = budget.at("status");
        return new BudgetState(
                KeptAnnotations.of(budget),
                metadata.textMap("labels"),
                spec.text("minAvailable"),
                spec.text("maxUnavailable"),
                Parts.selector(spec, "selector"),
                spec.text("unhealthyPodEvictionPolicy"),
                metadata.numberOr("generation", 0),
                status.numberOr("observedGeneration", 0),
                status.integerOr("currentHealthy", 0),
                status.integerOr("desiredHealthy", 0),
                status.integerOr("expectedPods", 0),
                status.integerOr("disruptionsAllowed", 0),
                disruptedPods(status.at("disruptedPods")),
                Parts.conditions(status),
                metadata.instant("creationTimestamp"));
    }

    private static Map<String, Instant> disruptedPods(Reading disrupted) {
        Map<String, Instant> pods = new LinkedHashMap<>();
        for (var entry : disrupted.json().properties()) {
            Instant since = disrupted.instant(entry.getKey());
            if (since != null) {
                pods.put(entry.getKey(), since);
            }
        }
        return pods;
    }
}
