package io.plimsoll.simulator.scheduler;

import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.objects.NodeView;
import io.plimsoll.simulator.objects.PodView;
import java.util.ArrayList;
import java.util.List;

/** Tries placements that nobody carries out: what an autoscaler asks before it adds or removes a node. */
public final class WhatIf {

    private final NodeTable nodes = new NodeTable();

    public WhatIf(Cluster cluster) {
        cluster.nodes().forEach(nodes::putNode);
        cluster.pods().forEach(nodes::putPod);
    }

    /** Whether the pods would all find a place if the node weren't there. */
    public boolean couldLeave(NodeView node, List<PodView> pods) {
        NodeSlot own = nodes.slot(node.name());
        if (own == null) {
            return false;
        }
        nodes.removeNode(node.name());
        var search = new NodeSearch(nodes);
        List<PodView> moved = new ArrayList<>();
        boolean all = true;
        for (PodView pod : pods) {
            nodes.removePod(pod.uid());
            moved.add(pod);
            if (search.find(Demand.of(pod.on(""), List.of())) instanceof Placement.Fits(var target)) {
                nodes.putPod(pod.on(target));
            } else {
                all = false;
                break;
            }
        }
        moved.forEach(pod -> nodes.removePod(pod.uid()));
        nodes.putNode(node);
        moved.forEach(nodes::putPod);
        return all;
    }

    /**
     * How many empty nodes like the template it takes to hold the pods, one after the other; pods that wouldn't even
     * fit an empty one are left out.
     */
    public static int nodesFor(List<PodView> pods, NodeView template, int most) {
        List<NodeSlot> made = new ArrayList<>();
        for (PodView pod : pods) {
            Demand demand = Demand.of(pod, List.of());
            NodeSlot place = made.stream()
                    .filter(slot -> Filters.objection(demand, slot, null).isEmpty())
                    .findFirst()
                    .orElse(null);
            if (place == null && made.size() < most) {
                var fresh = new NodeSlot(template);
                if (Filters.objection(demand, fresh, null).isEmpty()) {
                    made.add(fresh);
                    place = fresh;
                }
            }
            if (place != null) {
                place.add(pod.on(template.name()));
            }
        }
        return made.size();
    }

    /** Whether the pod would fit an empty node like this one. */
    public static boolean fitsEmpty(PodView pod, NodeView template) {
        return Filters.objection(Demand.of(pod, List.of()), new NodeSlot(template), null)
                .isEmpty();
    }
}
