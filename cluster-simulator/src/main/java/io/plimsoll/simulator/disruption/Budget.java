package io.plimsoll.simulator.disruption;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.objects.Fields;
import org.jspecify.annotations.Nullable;

/** What a PodDisruptionBudget asks for; at most one of the two is set. */
public record Budget(
        @Nullable IntOrPercent minAvailable, @Nullable IntOrPercent maxUnavailable) {

    public static Budget of(JsonNode budget) {
        return new Budget(
                IntOrPercent.of(Fields.at(budget, "spec", "minAvailable")),
                IntOrPercent.of(Fields.at(budget, "spec", "maxUnavailable")));
    }

    /** Whether the controllers' scales must be known; an absolute {@code minAvailable} needs the pods alone. */
    public boolean needsScale() {
        return maxUnavailable != null || (minAvailable != null && minAvailable.percent());
    }

    /**
     * The four numbers of a budget's status.
     *
     * @param scale sum of the scales of the controllers that own the matched pods
     * @param pods matched pods, terminating and failed ones included
     * @param healthy matched pods that are Ready, not terminating and not just evicted
     */
    public BudgetNumbers numbers(int scale, int pods, int healthy) {
        int expected = 0;
        int desired = 0;
        if (maxUnavailable != null) {
            expected = scale;
            desired = Math.max(0, expected - maxUnavailable.roundedUp(expected));
        } else if (minAvailable != null) {
            expected = minAvailable.percent() ? scale : pods;
            desired = minAvailable.roundedUp(expected);
        }
        int allowed = expected <= 0 ? 0 : Math.max(0, healthy - desired);
        return new BudgetNumbers(allowed, healthy, desired, expected);
    }
}
