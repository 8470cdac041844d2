package io.plimsoll.actuator.plan;

import java.util.List;

/** Which of a plan's nodes may be out together. */
public final class Wave {

    private Wave() {}

    /**
     * The nodes to start next beside those under way: in the plan's order, none blocked, no two that draw on one
     * exhausted budget and, if wanted, no two of one zone (where the cluster has more than one).
     *
     * @param underway plans of the nodes under way
     * @param room how many more may start
     */
    public static List<NodePlan> next(List<NodePlan> queued, List<NodePlan> underway, int room, boolean onePerZone) {
        if (room <= 0) {
            return List.of();
        }
        throw new UnsupportedOperationException("next " + queued + underway + room + onePerZone);
    }
}
