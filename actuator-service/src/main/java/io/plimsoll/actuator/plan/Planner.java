package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.plan.WorkloadLoss.Loss;
import io.plimsoll.actuator.view.ClusterView;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Plans drains. */
public final class Planner {

    /** Fewest pods that can't go, then fewest workloads that are down meanwhile, then fewest pods to move. */
    private static final Comparator<Ranked> LEAST_DISRUPTIVE = Comparator.comparing(Ranked::blocked)
            .thenComparingLong(Ranked::stuck)
            .thenComparingLong(Ranked::onlyPods)
            .thenComparingLong(Ranked::leaving)
            .thenComparing(ranked -> ranked.plan().node());

    /** A plan with what it is ordered by, counted once. */
    private record Ranked(NodePlan plan, boolean blocked, long stuck, long onlyPods, long leaving) {
        static Ranked of(NodePlan plan) {
            return new Ranked(plan, plan.blocked(), Planner.stuck(plan), Planner.onlyPods(plan), Planner.leaving(plan));
        }
    }

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
                        .map(Ranked::of)
                        .sorted(LEAST_DISRUPTIVE)
                        .map(Ranked::plan)
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
