package io.plimsoll.actuator.guard;

import io.plimsoll.actuator.plan.NodePlan;
import io.plimsoll.actuator.plan.PodClass;
import io.plimsoll.actuator.plan.PodVerdict;
import io.plimsoll.actuator.plan.Utilisation;
import java.util.List;
import java.util.Locale;

/** CAPACITY: without the node, enough cpu and memory stays unrequested, and every pod has a place to go. */
public record CapacityGuard() implements Guard {

    public static final String CODE = "CAPACITY";

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Verdict judge(GuardContext context) {
        NodePlan plan = context.candidate().plan();
        String node = context.candidate().node();
        Utilisation after = plan == null ? Utilisation.without(context.view(), node) : plan.after();
        int wanted = context.settings().freePercent();
        if (after.nodes() == 0) {
            return Verdict.closed(
                    CODE, "without node " + node + " no schedulable node is left", "add or uncordon a node");
        }
        if (after.freeCpuPercent() < wanted || after.freeMemoryPercent() < wanted) {
            return Verdict.closed(
                    CODE,
                    String.format(
                            Locale.ROOT,
                            "without node %s, %.1f %% of cpu and %.1f %% of memory would be free on %d nodes, at least"
                                    + " %d %% must be",
                            node,
                            after.freeCpuPercent(),
                            after.freeMemoryPercent(),
                            after.nodes(),
                            wanted),
                    "add a node, or lower requests");
        }
        return plan == null ? Verdict.open() : fits(plan);
    }

    private static Verdict fits(NodePlan plan) {
        List<PodVerdict> homeless = plan.pods().stream()
                .filter(pod -> pod.podClass() == PodClass.NO_PLACE)
                .toList();
        if (homeless.isEmpty()) {
            return Verdict.open();
        }
        var first = homeless.getFirst().why();
        return Verdict.closed(
                CODE,
                homeless.size() + " pods of node " + plan.node() + " would be Pending: "
                        + OutNodes.listed(
                                homeless.stream().map(PodVerdict::display).toList())
                        + (first == null ? "" : "; " + first.message()),
                "add capacity, or loosen what they ask of their node");
    }
}
