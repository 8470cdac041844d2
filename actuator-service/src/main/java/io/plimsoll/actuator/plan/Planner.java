package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.view.ClusterView;
import java.time.Instant;
import java.util.List;

/** Plans drains. */
public final class Planner {

    private Planner() {}

    /** Judges each node and puts them in order, least disruptive first. */
    public static Plan plan(ClusterView view, List<String> nodes, PlanOptions options, Instant now) {
        return new Plan(
                now,
                nodes.stream().map(node -> planNode(view, node, options, now)).toList(),
                List.of());
    }

    /** Judges one node. */
    public static NodePlan planNode(ClusterView view, String node, PlanOptions options, Instant now) {
        if (options.nodesStayOut() || view.node(node) != null) {
            throw new UnsupportedOperationException("not yet, " + now);
        }
        throw new IllegalArgumentException("no node " + node);
    }
}
