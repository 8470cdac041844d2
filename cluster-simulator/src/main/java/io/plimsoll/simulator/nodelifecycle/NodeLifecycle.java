package io.plimsoll.simulator.nodelifecycle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.engine.Change;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.engine.Reconciler;
import io.plimsoll.simulator.engine.WorkQueue;
import io.plimsoll.simulator.kubelet.NodeLiveness;
import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.NodeView;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.objects.Taint;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Declares silent nodes unknown after the grace period, marks their pods unready, and keeps the taints. */
public final class NodeLifecycle implements Reconciler {

    private static final String COMPONENT = "node-controller";

    private final Cluster cluster;
    private final NodeLiveness liveness;
    private final Duration grace;
    private final Set<String> prompted = new LinkedHashSet<>();

    public NodeLifecycle(Cluster cluster, NodeLiveness liveness, Duration grace) {
        this.cluster = cluster;
        this.liveness = liveness;
        this.grace = grace;
    }

    /** The node fell silent or came back. */
    public void lookAgain(String node) {
        prompted.add(node);
    }

    @Override
    public void prompt(WorkQueue queue) {
        if (!prompted.isEmpty()) {
            prompted.forEach(queue::add);
            prompted.clear();
        }
    }

    @Override
    public void observe(Change change, WorkQueue queue) {
        NodeView node = change.node();
        if (node != null && !change.deleted()) {
            NodeView before = change.nodeBefore();
            if (before == null) {
                cluster.events()
                        .routine(
                                node.raw(),
                                COMPONENT,
                                "RegisteredNode",
                                "Node %s event: Registered Node %s in Controller".formatted(node.name(), node.name()));
            } else if (before.ready() != node.ready()) {
                announce(node);
            }
            queue.add(node.name());
        }
    }

    private void announce(NodeView node) {
        String status = node.ready() ? "NodeReady" : "NodeNotReady";
        cluster.events()
                .normal(node.raw(), COMPONENT, status, "Node %s status is now: %s".formatted(node.name(), status));
    }

    @Override
    public void reconcile(String key, Instant now, WorkQueue queue) {
        NodeView node = cluster.node(key);
        if (node == null) {
            return;
        }
        Instant silent = liveness.silentSince(key);
        boolean unknown = Conditions.status(node.raw(), "Ready").equals("Unknown");
        if (silent != null && !unknown) {
            if (silent.plus(grace).isAfter(now)) {
                queue.addAt(key, silent.plus(grace));
            } else {
                declareUnknown(node, now);
                return; // its taints follow from the change just made
            }
        }
        List<Taint> wanted = NodeTaints.wanted(node, now);
        if (!wanted.equals(node.taints())) {
            cluster.edit(node, tree -> write(tree, wanted));
        }
    }

    private void declareUnknown(NodeView node, Instant now) {
        cluster.edit(node, tree -> {
            for (String condition : List.of("MemoryPressure", "DiskPressure", "PIDPressure", "Ready")) {
                if (Conditions.find(tree, condition) != null || condition.equals("Ready")) {
                    Conditions.set(
                            tree,
                            condition,
                            "Unknown",
                            "NodeStatusUnknown",
                            "Kubelet stopped posting node status.",
                            now);
                }
            }
        });
        for (PodView pod : List.copyOf(cluster.podsOnNode(node.name()))) {
            if (pod.ready()) {
                cluster.edit(pod, tree -> Conditions.set(tree, "Ready", false, "", "", now));
                cluster.events().warning(pod.raw(), COMPONENT, "NodeNotReady", "Node is not ready");
            }
        }
    }

    private static void write(ObjectNode tree, List<Taint> taints) {
        ObjectNode spec = Fields.ensure(tree, "spec");
        if (taints.isEmpty()) {
            spec.remove("taints");
            return;
        }
        ArrayNode array = spec.putArray("taints");
        for (Taint taint : taints) {
            ObjectNode item = array.addObject().put("key", taint.key()).put("effect", taint.effect());
            if (!taint.value().isEmpty()) {
                item.put("value", taint.value());
            }
            if (taint.timeAdded() != null) {
                item.put("timeAdded", Fields.time(taint.timeAdded()));
            }
        }
    }
}
