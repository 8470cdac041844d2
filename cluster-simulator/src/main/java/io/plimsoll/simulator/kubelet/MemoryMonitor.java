package io.plimsoll.simulator.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.engine.Change;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.engine.Reconciler;
import io.plimsoll.simulator.engine.WorkQueue;
import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.NodeView;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.objects.Quantities;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The kubelet's sense of memory, node by node: OOM kills at a container's limit, MemoryPressure below the hard
 * threshold, and one eviction per pass while available memory stays below it.
 *
 * <p>Available is capacity less the working sets. A node where nothing changes with time is looked at only when its
 * pods change.
 */
final class MemoryMonitor implements Reconciler {

    private static final String COMPONENT = "kubelet";

    private final Cluster cluster;
    private final KubeletSettings settings;
    private final NodeLiveness liveness;
    private final UsageTable usage;
    private final Kubelet kubelet;
    private final Map<String, PressureState> pressure = new HashMap<>();
    private final Set<String> prompted = new LinkedHashSet<>();

    MemoryMonitor(Cluster cluster, KubeletSettings settings, NodeLiveness liveness, UsageTable usage, Kubelet kubelet) {
        this.cluster = cluster;
        this.settings = settings;
        this.liveness = liveness;
        this.usage = usage;
        this.kubelet = kubelet;
    }

    @Override
    public void observe(Change change, WorkQueue queue) {
        if (change.node() != null) {
            String name = change.node().name();
            if (change.deleted()) {
                usage.removeNode(name);
                pressure.remove(name);
            } else if (change.nodeBefore() == null) {
                usage.putNode(name, settings.systemMemory());
                restore(change.node());
                queue.add(name);
            }
        } else if (change.pod() != null && change.pod().bound()) {
            PodView before = change.podBefore();
            boolean same = !change.deleted()
                    && before != null
                    && before.phase().equals(change.pod().phase())
                    && before.ready() == change.pod().ready();
            boolean holdsMemory = change.deleted() || !change.pod().phase().equals("Pending");
            if (holdsMemory && !same) {
                queue.add(change.pod().nodeName());
            }
        }
    }

    /** A node that was loaded under pressure stays so for the transition period. */
    private void restore(NodeView node) {
        if (Conditions.status(node.raw(), "MemoryPressure").equals("True")) {
            pressure.put(node.name(), new PressureState(true, cluster.now()));
        }
    }

    @Override
    public void prompt(WorkQueue queue) {
        if (!prompted.isEmpty()) {
            prompted.forEach(queue::add);
            prompted.clear();
        }
    }

    /** Look at the node again, though nothing of it changed in the API. */
    void lookAgain(String node) {
        prompted.add(node);
    }

    @Override
    public void reconcile(String key, Instant now, WorkQueue queue) {
        NodeView node = cluster.node(key);
        if (node == null || !liveness.alive(key)) {
            return;
        }
        killAtLimits(node, now);
        UsageTable.Use use = usage.node(key, now);
        long capacity = node.capacity().memory();
        if (use == null || capacity == 0) {
            return;
        }
        long available = capacity - use.memory();
        PressureState before = pressure.getOrDefault(key, PressureState.NONE);
        PressureState after =
                before.observe(available, PressureState.HARD_THRESHOLD, settings.pressureTransition(), now);
        pressure.put(key, after);
        if (before.pressure() != after.pressure()) {
            announce(node, after.pressure(), now);
        }
        if (available < PressureState.HARD_THRESHOLD) {
            reclaim(node, available, now);
        }
        if (after.pressure() || changes(key)) {
            queue.addAt(key, now.plus(settings.housekeeping()));
        }
    }

    private boolean changes(String node) {
        return cluster.podsOnNode(node).stream()
                .flatMap(pod -> usage.courses(pod.key()).stream())
                .anyMatch(course -> course.memory().changes());
    }

    private void killAtLimits(NodeView node, Instant now) {
        for (PodView pod : List.copyOf(cluster.podsOnNode(node.name()))) {
            List<UsageTable.Course> courses = usage.courses(pod.key());
            for (int i = 0; i < courses.size(); i++) {
                long limit = limit(pod, courses.get(i).container());
                if (limit > 0 && courses.get(i).memoryAt(now) >= limit) {
                    kubelet.exit(pod, i, PodStatuses.Exit.OOM_KILLED, now);
                    break;
                }
            }
        }
    }

    private static long limit(PodView pod, String container) {
        for (JsonNode spec : Fields.at(pod.raw(), "spec", "containers")) {
            if (Fields.text(spec, "name").equals(container)) {
                String limit = Fields.text(spec, "resources", "limits", "memory");
                return limit.isEmpty() ? 0 : Quantities.units(limit);
            }
        }
        return 0;
    }

    private void announce(NodeView node, boolean pressed, Instant now) {
        String reason = pressed ? "KubeletHasInsufficientMemory" : "KubeletHasSufficientMemory";
        String message =
                pressed ? "kubelet has insufficient memory available" : "kubelet has sufficient memory available";
        cluster.edit(node, tree -> Conditions.set(tree, "MemoryPressure", pressed, reason, message, now));
        String event = pressed ? "NodeHasInsufficientMemory" : "NodeHasSufficientMemory";
        cluster.events()
                .normal(node.raw(), COMPONENT, event, "Node %s status is now: %s".formatted(node.name(), event));
    }

    private void reclaim(NodeView node, long available, Instant now) {
        cluster.events().warning(node.raw(), COMPONENT, "EvictionThresholdMet", "Attempting to reclaim memory");
        Map<String, PodView> running = cluster.podsOnNode(node.name()).stream()
                .filter(pod -> pod.active() && pod.phase().equals("Running"))
                .collect(Collectors.toMap(PodView::key, pod -> pod));
        List<EvictionCandidate> order = EvictionCandidate.rank(
                running.values().stream().map(pod -> candidate(pod, now)).toList());
        if (order.isEmpty()) {
            return;
        }
        EvictionCandidate first = order.getFirst();
        PodView victim = running.get(first.pod());
        if (victim == null) {
            return;
        }
        if (available < 0) { // no memory left at all: the kernel was faster than the kubelet
            systemOom(node, victim, now);
        } else {
            kubelet.evict(victim, message(victim, available, now), now);
        }
    }

    private EvictionCandidate candidate(PodView pod, Instant now) {
        return new EvictionCandidate(
                pod.key(), usage.podMemory(pod.key(), now), pod.requests().memory(), pod.priority(), pod.critical());
    }

    private void systemOom(NodeView node, PodView victim, Instant now) {
        cluster.events()
                .warning(
                        node.raw(),
                        COMPONENT,
                        "SystemOOM",
                        "System OOM encountered, victim process: %s, pid: %d"
                                .formatted(
                                        Kubelet.containerName(victim, 0),
                                        1000 + Math.floorMod(victim.uid().hashCode(), 30_000)));
        kubelet.exit(victim, 0, PodStatuses.Exit.OOM_KILLED, now);
    }

    /** The kubelet's own sentence, container by container. */
    private String message(PodView pod, long available, Instant now) {
        StringBuilder text =
                new StringBuilder("The node was low on resource: memory. Threshold quantity: %s, available: %s. "
                        .formatted(
                                Quantities.memory(PressureState.HARD_THRESHOLD),
                                Quantities.memory(available / 1024 * 1024)));
        for (UsageTable.Use use : usage.pod(pod.key(), now)) {
            long request = request(pod, use.container());
            if (use.memory() > request) {
                text.append("Container %s was using %s, request is %s, has larger consumption of memory. "
                        .formatted(
                                use.container(),
                                Quantities.memory(use.memory() / 1024 * 1024),
                                request == 0 ? "0" : Quantities.memory(request)));
            }
        }
        return text.toString();
    }

    private static long request(PodView pod, String container) {
        for (JsonNode spec : Fields.at(pod.raw(), "spec", "containers")) {
            if (Fields.text(spec, "name").equals(container)) {
                String request = Fields.text(spec, "resources", "requests", "memory");
                return request.isEmpty() ? 0 : Quantities.units(request);
            }
        }
        return 0;
    }
}
