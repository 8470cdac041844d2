package io.plimsoll.actuator.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.Resources;

/**
 * How full the schedulable nodes are, by requests.
 *
 * @param nodes how many they are
 */
public record Utilisation(
        int nodes,
        long cpuAllocatableMillis,
        long cpuRequestedMillis,
        long memoryAllocatableBytes,
        long memoryRequestedBytes) {

    /** Of the schedulable nodes without the one named, its pods left aside. */
    public static Utilisation without(ClusterView view, String name) {
        int nodes = 0;
        Resources offered = Resources.NONE;
        Resources requested = Resources.NONE;
        for (Viewed<NodeState> node : view.nodes()) {
            NodeState state = node.state();
            if (!state.unschedulable() && state.ready() && !node.name().equals(name)) {
                nodes++;
                offered = plus(offered, state.allocatable());
                requested = plus(requested, view.requestedOn(node.name()));
            }
        }
        return new Utilisation(
                nodes, offered.cpuMillis(), requested.cpuMillis(), offered.memoryBytes(), requested.memoryBytes());
    }

    private static Resources plus(Resources a, Resources b) {
        return Resources.of(a.cpuMillis() + b.cpuMillis(), a.memoryBytes() + b.memoryBytes());
    }

    /** Percent of cpu that no pod asked for; 0 where there is none at all. */
    @JsonProperty
    public double freeCpuPercent() {
        return free(cpuAllocatableMillis, cpuRequestedMillis);
    }

    /** Likewise of memory. */
    @JsonProperty
    public double freeMemoryPercent() {
        return free(memoryAllocatableBytes, memoryRequestedBytes);
    }

    private static double free(long allocatable, long requested) {
        return allocatable <= 0 ? 0 : Math.max(0, 100.0 * (allocatable - requested) / allocatable);
    }
}
