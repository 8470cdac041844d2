package io.plimsoll.actuator.plan;

import io.plimsoll.model.Copies;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Instant;
import java.util.List;

/**
 * What draining several nodes would do.
 *
 * @param nodes least disruptive first: the order to drain them in
 * @param causes what concerns no single plan: nodes that don't exist
 */
public record Plan(Instant at, List<NodePlan> nodes, List<Cause> causes) {

    public Plan {
        nodes = Copies.list(nodes);
        causes = Copies.list(causes);
    }
}
