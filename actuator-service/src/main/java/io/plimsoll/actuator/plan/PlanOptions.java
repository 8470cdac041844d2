package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.request.DrainOptions;

/**
 * What a plan depends on besides the cluster.
 *
 * @param nodesStayOut whether drained nodes stay out while the next ones are drained ({@code then: hold}), so that what
 *     leaves a later node can't go to an earlier one
 */
public record PlanOptions(DrainOptions drain, boolean nodesStayOut) {

    public static PlanOptions of(DrainOptions drain) {
        return new PlanOptions(drain, false);
    }
}
