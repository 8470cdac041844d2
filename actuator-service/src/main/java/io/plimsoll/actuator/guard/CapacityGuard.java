package io.plimsoll.actuator.guard;

import io.plimsoll.actuator.plan.NodePlan;
import io.plimsoll.actuator.plan.PodClass;
import io.plimsoll.actuator.plan.PodVerdict;
import io.plimsoll.actuator.plan.Utilisation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** CAPACITY: without the node, enough cpu and memory stays unrequested, and every pod has a place to go. */
public record CapacityGuard() implements Guard {

    public static final String CODE = "CAPACITY";
    private static final long MIB = 1L << 20;

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
                    remedy(after, wanted));
        }
        return plan == null ? Verdict.open() : fits(plan);
    }

    private static String remedy(Utilisation after, int wanted) {
        long cpu = beyond(after.cpuRequestedMillis(), after.cpuAllocatableMillis(), wanted);
        long mebibytes = (beyond(after.memoryRequestedBytes(), after.memoryAllocatableBytes(), wanted) + MIB - 1) / MIB;
        List<String> lower = new ArrayList<>();
        if (cpu > 0) {
            lower.add("requests for cpu by " + cpu + "m");
        }
        if (mebibytes > 0) {
            lower.add("requests for memory by " + mebibytes + " MiB");
        }
        return "add a node, or lower " + String.join(" and ", lower);
    }

    /** What is requested beyond what may be. */
    private static long beyond(long requested, long allocatable, int wanted) {
        return Math.max(0, Math.ceilDiv(100 * requested - (100L - wanted) * allocatable, 100));
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
                homeless.size() + (homeless.size() == 1 ? " pod" : " pods") + " of node " + plan.node()
                        + " would be Pending: "
                        + OutNodes.listed(
                                homeless.stream().map(PodVerdict::display).toList())
                        + (first == null ? "" : "; " + first.message()),
                "add capacity, or loosen what they ask of their node");
    }
}
