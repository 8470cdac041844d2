package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.plan.WorkloadLoss.Loss;
import io.plimsoll.actuator.view.ClusterView;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Plans drains. */
public final class Planner {

    /** Fewest pods that can't go, then fewest workloads that are down meanwhile, then fewest pods to move. */
    private static final Comparator<NodePlan> LEAST_DISRUPTIVE = Comparator.comparing(NodePlan::blocked)
            .thenComparingLong(Planner::stuck)
            .thenComparingLong(Planner::onlyPods)
            .thenComparingLong(Planner::leaving)
            .thenComparing(NodePlan::node);

    private Planner() {}

    /**
     * Judges each node and puts them in order, least disruptive first. Where nodes stay out, each is judged with those
     * given before it gone.
     */
    public static Plan plan(ClusterView view, List<String> nodes, PlanOptions options, Instant now) {
        var planning = new Planning(view, options, now);
        List<NodePlan> plans = nodes.stream().distinct().map(planning::node).toList();
        return new Plan(
                now,
                plans.stream()
                        .filter(plan -> !plan.uid().isEmpty())
                        .sorted(LEAST_DISRUPTIVE)
                        .toList(),
                plans.stream()
                        .filter(plan -> plan.uid().isEmpty())
                        .flatMap(plan -> plan.causes().stream())
                        .toList());
    }

    /** Judges one node; one that doesn't exist is blocked by {@code NODE_NOT_FOUND}. */
    public static NodePlan planNode(ClusterView view, String node, PlanOptions options, Instant now) {
        return new Planning(view, options, now).node(node);
    }

    private static long stuck(NodePlan plan) {
        return plan.count(Handling.REFUSE) + plan.count(Handling.EVICT_LATER);
    }

    private static long onlyPods(NodePlan plan) {
        return plan.losses().stream()
                .filter(loss -> loss.loss() != Loss.REPLICA)
                .count();
    }

    private static long leaving(NodePlan plan) {
        return plan.count(Handling.EVICT) + plan.count(Handling.EVICT_LATER);
    }
}
