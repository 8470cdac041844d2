package io.plimsoll.actuator.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which of a plan's nodes may be out together. */
public final class Wave {

    private Wave() {}

    /**
     * The nodes to start next beside those under way: in the plan's order, none blocked, no two that draw on one
     * exhausted budget and, if wanted, no two of one zone (where the nodes are in more than one).
     *
     * @param underway plans of the nodes under way
     * @param room how many more may start
     */
    public static List<NodePlan> next(List<NodePlan> queued, List<NodePlan> underway, int room, boolean onePerZone) {
        boolean zonesDiffer = zones(queued, underway).size() > 1;
        List<NodePlan> together = new ArrayList<>(underway);
        List<NodePlan> next = new ArrayList<>();
        for (NodePlan plan : queued) {
            boolean fits = !plan.blocked()
                    && together.stream()
                            .noneMatch(other -> drawOnOneBudget(plan, other)
                                    || (onePerZone && zonesDiffer && sameZone(plan, other)));
            if (fits && next.size() < room) {
                next.add(plan);
                together.add(plan);
            }
        }
        return List.copyOf(next);
    }

    /** Whether some budget covers pods of both and has not enough for both. */
    static boolean drawOnOneBudget(NodePlan one, NodePlan other) {
        for (BudgetDraw draw : one.budgets()) {
            for (BudgetDraw also : other.budgets()) {
                if (draw.budget().equals(also.budget()) && draw.pods() + also.pods() > draw.allowed()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean sameZone(NodePlan one, NodePlan other) {
        return one.zone() != null && one.zone().equals(other.zone());
    }

    private static Set<String> zones(List<NodePlan> queued, List<NodePlan> underway) {
        Set<String> zones = new HashSet<>();
        queued.forEach(plan -> zones.add(String.valueOf(plan.zone())));
        underway.forEach(plan -> zones.add(String.valueOf(plan.zone())));
        return zones;
    }
}
