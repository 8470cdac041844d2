package io.plimsoll.actuator.plan;

import io.plimsoll.model.Copies;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What draining several nodes would do.
 *
 * @param nodes least disruptive first: the order to drain them in
 * @param causes what concerns no single plan: nodes that don't exist, and what of the view is not current
 */
public record Plan(Instant at, List<NodePlan> nodes, List<Cause> causes) {

    public Plan {
        nodes = Copies.list(nodes);
        causes = Copies.list(causes);
    }

    public Plan noting(List<Cause> more) {
        return new Plan(at, nodes, Stream.concat(causes.stream(), more.stream()).toList());
    }
}
