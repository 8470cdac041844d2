package io.plimsoll.simulator.scheduler;

import io.plimsoll.simulator.objects.NodeView;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.objects.Resources;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** A node with what its pods reserve. Changes in place; for one thread. */
final class NodeSlot {

    private final Map<String, PodView> pods = new HashMap<>();
    private final Map<String, Integer> byController = new HashMap<>();

    private NodeView node;
    private Resources used = Resources.NONE;

    NodeSlot(NodeView node) {
        this.node = node;
    }

    NodeView node() {
        return node;
    }

    void update(NodeView newer) {
        node = newer;
    }

    void add(PodView pod) {
        remove(pod.uid());
        pods.put(pod.uid(), pod);
        used = used.plus(pod.requests());
        if (pod.controller() != null) {
            byController.merge(pod.controller().uid(), 1, Integer::sum);
        }
    }

    void remove(String uid) {
        PodView pod = pods.remove(uid);
        if (pod == null) {
            return;
        }
        used = used.minus(pod.requests());
        if (pod.controller() != null) {
            byController.computeIfPresent(pod.controller().uid(), (_, n) -> n == 1 ? null : n - 1);
        }
    }

    Resources used() {
        return used;
    }

    int podCount() {
        return pods.size();
    }

    Collection<PodView> pods() {
        return pods.values();
    }

    int podsOfController(String uid) {
        return byController.getOrDefault(uid, 0);
    }
}
