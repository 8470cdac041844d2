package io.plimsoll.simulator.scheduler;

import io.plimsoll.simulator.objects.OwnerRef;
import io.plimsoll.simulator.objects.Resources;
import io.plimsoll.simulator.objects.Taint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best of a bounded number of fitting nodes. Each search goes on where the last one ended, so no node is
 * favoured for its place in the list.
 */
final class NodeSearch {

    /** So many fitting nodes are compared: kube-scheduler's own minimum. */
    static final int ENOUGH = 100;

    private final NodeTable nodes;
    private int start;

    NodeSearch(NodeTable nodes) {
        this.nodes = nodes;
    }

    Placement find(Demand demand) {
        List<NodeSlot> slots = candidates(demand);
        TopologyRules topology = rules(demand);
        Map<String, Integer> objections = new HashMap<>();
        @Nullable NodeSlot best = null;
        double bestScore = Double.NEGATIVE_INFINITY;
        int seen = 0;
        for (int fitting = 0; seen < slots.size() && fitting < ENOUGH; seen++) {
            NodeSlot slot = slots.get((start + seen) % slots.size());
            String objection = Filters.objection(demand, slot, topology);
            if (!objection.isEmpty()) {
                objections.merge(objection, 1, Integer::sum);
                continue;
            }
            fitting++;
            double score = score(demand, slot);
            if (score > bestScore) {
                best = slot;
                bestScore = score;
            }
        }
        start = slots.isEmpty() ? 0 : (start + seen) % slots.size();
        return best == null
                ? new Placement.Nowhere(slots.size(), objections)
                : new Placement.Fits(best.node().name());
    }

    /** A pod that names its only node (as a DaemonSet's do) costs no look at the others. */
    private List<NodeSlot> candidates(Demand demand) {
        String only = demand.onlyNode();
        NodeSlot slot = only.isEmpty() ? null : nodes.slot(only);
        return slot == null ? nodes.slots() : List.of(slot);
    }

    /** Counting is needed only for pods that have such rules, or while some pod keeps others away. */
    private @Nullable TopologyRules rules(Demand demand) {
        boolean none = demand.near().isEmpty()
                && demand.apart().isEmpty()
                && demand.spread().isEmpty()
                && nodes.podsKeepingApart().isEmpty();
        return none ? null : new TopologyRules(demand, nodes);
    }

    /** The share that stays free, less for nodes that already run the same controller's pods or would rather not. */
    private static double score(Demand demand, NodeSlot slot) {
        Resources there = slot.node().allocatable();
        Resources used = slot.used();
        Resources wanted = demand.pod().requests();
        double cpu = free(there.cpuMilli(), used.cpuMilli() + wanted.cpuMilli());
        double memory = free(there.memory(), used.memory() + wanted.memory());
        OwnerRef controller = demand.pod().controller();
        int siblings = controller == null ? 0 : slot.podsOfController(controller.uid());
        int reluctant = 0;
        for (Taint taint : slot.node().taints()) {
            boolean soft = taint.effect().equals(Taint.PREFER_NO_SCHEDULE);
            reluctant += soft && !taint.toleratedBy(demand.tolerations()) ? 1 : 0;
        }
        return (cpu + memory) / 2 - siblings - 2 * reluctant;
    }

    private static double free(long there, long used) {
        return there == 0 ? 0 : (double) (there - used) / there;
    }
}
