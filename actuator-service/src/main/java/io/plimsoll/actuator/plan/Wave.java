package io.plimsoll.actuator.plan;

import org.jspecify.annotations.Nullable;

/** Which nodes may be out together. */
public final class Wave {

    private Wave() {}

    /**
     * Why two nodes must not be out at once: they draw on one budget that has not enough for both, or lie in one zone. Null
     * where they may.
     */
    public static @Nullable String clash(NodePlan one, NodePlan other, boolean onePerZone) {
        for (BudgetDraw draw : one.budgets()) {
            for (BudgetDraw also : other.budgets()) {
                if (draw.budget().equals(also.budget()) && draw.pods() + also.pods() > draw.allowed()) {
                    return "draw on PDB " + draw.budget() + ", which allows " + draw.allowed() + " disruptions, for "
                            + draw.pods() + " and " + also.pods() + " pods";
                }
            }
        }
        String zone = one.zone();
        return onePerZone && zone != null && zone.equals(other.zone()) ? "lie in zone " + zone : null;
    }
}
