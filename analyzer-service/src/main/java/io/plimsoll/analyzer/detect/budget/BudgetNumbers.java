package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.model.alert.Evidence;
import io.plimsoll.model.budget.BudgetArithmetic.Counts;
import io.plimsoll.model.fact.BudgetState;
import java.util.Map;

/** A budget's numbers under the names of the contract. */
final class BudgetNumbers {

    private BudgetNumbers() {}

    static Finding.Builder measured(Finding.Builder finding, Counts counts) {
        return finding.measured("currentHealthy", counts.currentHealthy())
                .measured("desiredHealthy", counts.desiredHealthy())
                .measured("expectedPods", counts.expectedPods())
                .measured("disruptionsAllowed", counts.disruptionsAllowed())
                .measured("deficit", Math.max(0, counts.desiredHealthy() - counts.currentHealthy()));
    }

    static Evidence evidence(BudgetScene scene) {
        BudgetState budget = scene.budget();
        return scene.tracked()
                .evidence(Map.of(
                        "rule", scene.rule().display(),
                        "currentHealthy", budget.currentHealthy(),
                        "desiredHealthy", budget.desiredHealthy(),
                        "expectedPods", budget.expectedPods(),
                        "disruptionsAllowed", budget.disruptionsAllowed()));
    }
}
