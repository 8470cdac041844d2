package io.plimsoll.analyzer.detect.autoscaler;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Nodes of a group added, or removed, in one go: same-direction actions no more than two minutes apart.
 *
 * @param change above 0 for nodes added, below for nodes removed
 */
public record ScalingStep(Instant first, Instant last, int change) {

    /** Steps of the actions, which come in order of time. */
    public static List<ScalingStep> of(List<NodeAction> actions, Duration together) {
        List<ScalingStep> steps = new ArrayList<>();
        for (NodeAction action : actions) {
            int change = action.added() ? 1 : -1;
            ScalingStep before = steps.isEmpty() ? null : steps.getLast();
            if (before != null && before.takes(action.at(), change, together)) {
                steps.set(steps.size() - 1, new ScalingStep(before.first, action.at(), before.change + change));
            } else {
                steps.add(new ScalingStep(action.at(), action.at(), change));
            }
        }
        return steps;
    }

    private boolean takes(Instant at, int direction, Duration together) {
        return Integer.signum(change) == direction && !at.isAfter(last.plus(together));
    }

    /** When the group turned: the beginning of each step that followed an opposite one by no more than {@code gap}. */
    public static List<Instant> reversals(List<ScalingStep> steps, Duration gap) {
        List<Instant> turned = new ArrayList<>();
        for (int i = 1; i < steps.size(); i++) {
            ScalingStep before = steps.get(i - 1);
            ScalingStep step = steps.get(i);
            boolean opposite = Integer.signum(before.change) != Integer.signum(step.change);
            if (opposite && !step.first.isAfter(before.last.plus(gap))) {
                turned.add(step.first);
            }
        }
        return turned;
    }
}
