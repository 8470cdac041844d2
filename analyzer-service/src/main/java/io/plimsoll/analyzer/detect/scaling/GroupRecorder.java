package io.plimsoll.analyzer.detect.scaling;

import io.plimsoll.analyzer.detect.scaling.GroupHistory.Action;
import io.plimsoll.analyzer.detect.scaling.GroupHistory.Eviction;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.NodeLoad;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.fact.EventState;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.NodeUsage;
import io.plimsoll.model.fact.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Notes which nodes joined and left each group, by the group's name.
 *
 * <p>A node found by a list is no addition; one that is older than {@code fresh} was there before the watcher was. The
 * same machine registering again within {@code reboot} takes its removal back.
 */
public record GroupRecorder(Duration fresh, Duration reboot, Duration kept) implements Recorder<GroupHistory> {

    private static final Pattern UTILIZATION =
            Pattern.compile("removing node (\\S+), utilization: ([^,]*(?:\\{[^}]*})?[^,]*)");
    private static final Pattern NUMBER = Pattern.compile("\\d+\\.\\d+|\\d+");
    private static final double LITTLE_USED = 0.5;
    private static final double MUCH_USED = 0.7;

    public static GroupRecorder defaults() {
        return new GroupRecorder(Duration.ofMinutes(10), Duration.ofMinutes(15), Duration.ofMinutes(180));
    }

    static @Nullable String group(@Nullable Tracked<NodeState> node) {
        return node == null || node.body().group() == null
                ? null
                : node.body().group().name();
    }

    @Override
    public String name() {
        return "node-groups";
    }

    @Override
    public Class<GroupHistory> type() {
        return GroupHistory.class;
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<GroupHistory> ledger) {
        switch (change.kind()) {
            case "Node" -> node(change, state, ledger);
            case "Pod" -> pod(change, state, ledger);
            case "Event" -> event(change, state, ledger);
            default -> {
                // nothing else adds, removes or empties nodes
            }
        }
    }

    private void node(Change change, ClusterState state, Ledger<GroupHistory> ledger) {
        Tracked<NodeState> node = change.deletion() ? change.before(NodeState.class) : change.after(NodeState.class);
        String group = group(node);
        if (node == null || group == null) {
            return;
        }
        GroupHistory history = of(ledger, group);
        if (change.deletion()) {
            ledger.put(group, history.since(change.at().minus(kept)).plus(removed(node, change, state, group)));
        } else if (change.what() == Change.What.ADDED && change.transition() && isNew(node.body(), change.at())) {
            Action added = added(node, change, state, group);
            ledger.put(
                    group,
                    history.removedWithin(added, reboot)
                            ? history.withoutRemovalOf(added, reboot)
                            : history.since(change.at().minus(kept)).plus(added));
        }
    }

    private boolean isNew(NodeState node, Instant at) {
        return node.createdAt() != null && !at.isAfter(node.createdAt().plus(fresh));
    }

    private static Action added(Tracked<NodeState> node, Change change, ClusterState state, String group) {
        NodeState body = node.body();
        return new Action(
                change.at(),
                true,
                node.name(),
                body.providerId(),
                body.systemUuid(),
                body.labels().get("node.kubernetes.io/instance-type"),
                null,
                null,
                Duration.ZERO,
                false,
                requested(state, group, NodeLoad::cpuMillis, Resources::cpuMillis),
                requested(state, group, NodeLoad::memoryBytes, Resources::memoryBytes),
                List.of(),
                node.evidence(Map.of("change", 1)));
    }

    private static Action removed(Tracked<NodeState> node, Change change, ClusterState state, String group) {
        NodeState body = node.body();
        Duration lived =
                body.createdAt() == null ? Duration.ofDays(1) : Duration.between(body.createdAt(), change.at());
        boolean skewed = lived.isNegative();
        Duration lifetime = skewed ? Duration.ZERO : lived;
        String disruption = Removal.disruption(node, state);
        NodeLoad leaves = state.load(node.name()); // its pods may be told of after it
        return new Action(
                change.at(),
                false,
                node.name(),
                body.providerId(),
                body.systemUuid(),
                body.labels().get("node.kubernetes.io/instance-type"),
                Removal.excluded(node, disruption, change.at()),
                disruption,
                lifetime,
                skewed,
                requested(state, group, NodeLoad::cpuMillis, Resources::cpuMillis) + leaves.cpuMillis(),
                requested(state, group, NodeLoad::memoryBytes, Resources::memoryBytes) + leaves.memoryBytes(),
                tenants(state, node.name()),
                node.evidence(Map.of("change", -1, "lifetime", lifetime.toString())));
    }

    private static long requested(
            ClusterState state, String group, ToLongFunction<NodeLoad> ofNode, ToLongFunction<Resources> ofPod) {
        long bound = state.nodesOfGroup(group).stream()
                .mapToLong(node -> ofNode.applyAsLong(state.load(node.name())))
                .sum();
        long waiting = state.unboundPods().stream()
                .mapToLong(pod -> ofPod.applyAsLong(pod.shape().requests()))
                .sum();
        return bound + waiting;
    }

    private static List<String> tenants(ClusterState state, String node) {
        return Stream.concat(
                        state.podsOn(node).stream()
                                .filter(pod -> !pod.ownedByDaemonSet())
                                .map(GroupRecorder::workload),
                        TenantRecorder.of(state, node).stream())
                .distinct()
                .sorted()
                .limit(50)
                .toList();
    }

    static String workload(PodView pod) {
        return pod.workloadRef().kind() + "/" + pod.workloadRef().display();
    }

    private static void pod(Change change, ClusterState state, Ledger<GroupHistory> ledger) {
        PodView pod = change.podAfter();
        PodView before = change.podBefore();
        if (pod == null || pod.nodeName() == null || !change.transition() || !evicted(pod) || evicted(before)) {
            return;
        }
        String group = group(state.node(pod.nodeName()));
        if (group != null) {
            ledger.put(group, of(ledger, group).plus(new Eviction(change.at(), pod.nodeName(), workload(pod))));
        }
    }

    private static boolean evicted(@Nullable PodView pod) {
        return pod != null
                && pod.disruption() != null
                && "EvictionByEvictionAPI".equals(pod.disruption().reason());
    }

    /** The autoscaler's words on a removal, held against what the node really used. */
    private static void event(Change change, ClusterState state, Ledger<GroupHistory> ledger) {
        EventState event = change.body(EventState.class);
        if (event == null || !event.reason().equals("ScaleDown") || !change.transition()) {
            return;
        }
        Matcher words = UTILIZATION.matcher(event.message());
        if (!words.find() || utilization(words.group(2)) >= LITTLE_USED) {
            return;
        }
        Tracked<NodeState> node = state.node(words.group(1));
        String group = group(node);
        if (node != null && group != null && muchUsed(node, state.nodeUsage(node.name()))) {
            ledger.put(group, of(ledger, group).plusLowRequests(change.at()));
        }
    }

    private static double utilization(String words) {
        return NUMBER.matcher(words)
                .results()
                .mapToDouble(number -> Double.parseDouble(number.group()))
                .max()
                .orElse(1);
    }

    private static boolean muchUsed(Tracked<NodeState> node, @Nullable Tracked<NodeUsage> usage) {
        if (usage == null) {
            return false;
        }
        var offered = node.body().allocatable();
        return usage.body().cpuMillis() > MUCH_USED * offered.cpuMillis()
                || usage.body().memoryBytes() > MUCH_USED * offered.memoryBytes();
    }

    private static GroupHistory of(Ledger<GroupHistory> ledger, String group) {
        GroupHistory history = ledger.of(group);
        return history == null ? GroupHistory.empty() : history;
    }

    @Override
    public @Nullable GroupHistory pruned(String key, GroupHistory history, ClusterState state) {
        GroupHistory left = history.since(state.now().minus(kept));
        return left.isEmpty() ? null : left;
    }
}
