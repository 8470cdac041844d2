package io.plimsoll.analyzer.detect.maintenance;

import io.plimsoll.analyzer.detect.spread.EligibleNode;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.NodeLoad;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.fact.Affinity;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.Resources;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What room is left, by requests, on the nodes that take pods, and what would have to move there.
 *
 * @param freeCpuPercent of these nodes' allocatable, in whole percent, rounded down: 19.6 is below 20
 */
record Room(
        long freeCpuMillis,
        long freeMemoryBytes,
        long freeCpuPercent,
        long freeMemoryPercent,
        long displacedCpuMillis,
        long displacedMemoryBytes) {

    static Room without(Collection<Tracked<NodeState>> cordoned, ClusterState state) {
        long cpu = 0;
        long memory = 0;
        long freeCpu = 0;
        long freeMemory = 0;
        for (Tracked<NodeState> node : state.nodes()) {
            if (!node.body().unschedulable() && node.body().ready()) {
                Resources allocatable = node.body().allocatable();
                NodeLoad load = state.load(node.name());
                cpu += allocatable.cpuMillis();
                memory += allocatable.memoryBytes();
                freeCpu += Math.max(0, allocatable.cpuMillis() - load.cpuMillis());
                freeMemory += Math.max(0, allocatable.memoryBytes() - load.memoryBytes());
            }
        }
        long displacedCpu = 0;
        long displacedMemory = 0;
        for (Tracked<NodeState> node : cordoned) {
            displacedCpu += state.load(node.name()).movableCpuMillis();
            displacedMemory += state.load(node.name()).movableMemoryBytes();
        }
        boolean anyLeft = anyLeft(state);
        return new Room(
                cpu == 0 && anyLeft ? Long.MAX_VALUE : freeCpu,
                memory == 0 && anyLeft ? Long.MAX_VALUE : freeMemory,
                percent(freeCpu, cpu, anyLeft),
                percent(freeMemory, memory, anyLeft),
                displacedCpu,
                displacedMemory);
    }

    /** Whether a node is left at all: where nodes are left that don't tell their size, nothing is known to be short. */
    private static boolean anyLeft(ClusterState state) {
        return state.nodes().stream()
                .anyMatch(node -> !node.body().unschedulable() && node.body().ready());
    }

    private static long percent(long part, long whole, boolean anyLeft) {
        return whole == 0 ? (anyLeft ? 100 : 0) : 100 * part / whole;
    }

    /** Budgets of pods on the nodes that allow no disruption now, by {@code namespace/name}. */
    static List<String> blockedBudgets(Collection<Tracked<NodeState>> nodes, ClusterState state) {
        Set<String> names = nodes.stream().map(Tracked::name).collect(Collectors.toSet());
        TreeSet<String> blocked = new TreeSet<>();
        // From the budgets, few of which allow nothing, rather than from the nodes' thousands of pods.
        for (Tracked<BudgetState> budget : state.budgets()) {
            if (budget.body().disruptionsAllowed() == 0
                    && state.podsCoveredBy(budget).stream().anyMatch(pod -> names.contains(pod.nodeName()))) {
                blocked.add(budget.ref().display());
            }
        }
        return List.copyOf(blocked);
    }

    /** Who cordoned most of them; null where nobody can say. */
    static @Nullable String who(Collection<Tracked<NodeState>> cordoned) {
        return cordoned.stream()
                .map(node -> node.body().cordonedBy())
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(change -> change.manager(), TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    /** The cordoned nodes, the one with the most free cpu first: to uncordon it helps most. */
    static List<String> freest(Collection<Tracked<NodeState>> cordoned, ClusterState state) {
        return cordoned.stream()
                .sorted(Comparator.<Tracked<NodeState>>comparingLong(
                                node -> state.load(node.name()).cpuMillis()
                                        - node.body().allocatable().cpuMillis())
                        .thenComparing(Tracked::name))
                .map(Tracked::name)
                .toList();
    }

    /** Whether so many unschedulable pods would fit on a cordoned node by their requests, but on no other. */
    static boolean podsThatFitOnlyCordoned(ClusterState state, int most) {
        long waiting = state.unboundPods().stream()
                .filter(PodView::unschedulable)
                .limit(200)
                .filter(pod -> fitsAny(pod, state.cordonedNodes(), state))
                .filter(pod -> state.nodes().stream()
                        .noneMatch(node -> !node.body().unschedulable() && fits(pod, node, state)))
                .limit(most)
                .count();
        return waiting >= most;
    }

    private static boolean fitsAny(PodView pod, Collection<Tracked<NodeState>> nodes, ClusterState state) {
        return nodes.stream().anyMatch(node -> fits(pod, node, state));
    }

    private static boolean fits(PodView pod, Tracked<NodeState> node, ClusterState state) {
        Resources wanted = pod.shape().requests();
        Resources offered = node.body().allocatable();
        NodeLoad load = state.load(node.name());
        Affinity affinity = new Affinity(pod.shape().nodeTerms(), List.of(), List.of());
        return load.cpuMillis() + wanted.cpuMillis() <= offered.cpuMillis()
                && load.memoryBytes() + wanted.memoryBytes() <= offered.memoryBytes()
                && new EligibleNode(
                                pod.shape().nodeSelector(),
                                affinity,
                                pod.shape().tolerations())
                        .wouldBeTaken(node.name(), node.body());
    }
}
