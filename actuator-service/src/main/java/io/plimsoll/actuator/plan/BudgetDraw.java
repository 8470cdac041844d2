package io.plimsoll.actuator.plan;

/**
 * What draining a node asks of one budget.
 *
 * @param budget {@code namespace/name}
 * @param allowed disruptions it allows now
 * @param pods it covers of those that would leave
 */
public record BudgetDraw(String budget, int allowed, int pods) {

    /** Whether nothing would be left for another node. */
    public boolean exhausts() {
        return pods >= allowed;
    }
}
