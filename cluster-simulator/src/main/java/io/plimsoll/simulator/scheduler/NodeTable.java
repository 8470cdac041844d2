package io.plimsoll.simulator.scheduler;

import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.NodeView;
import io.plimsoll.simulator.objects.PodView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All nodes with what is reserved on them, kept up to date by single changes. For one thread. */
final class NodeTable {

    private final Map<String, NodeSlot> slots = new HashMap<>();
    private final List<NodeSlot> order = new ArrayList<>();
    private final Map<String, PodView> placed = new HashMap<>();
    private final Map<String, PodView> keepingApart = new LinkedHashMap<>();

    void putNode(NodeView node) {
        NodeSlot known = slots.get(node.name());
        if (known != null) {
            known.update(node);
            return;
        }
        var slot = new NodeSlot(node);
        slots.put(node.name(), slot);
        order.add(slot);
        placed.values().stream()
                .filter(pod -> pod.nodeName().equals(node.name()))
                .forEach(slot::add);
    }

    void removeNode(String name) {
        NodeSlot gone = slots.remove(name);
        if (gone != null) {
            order.remove(gone);
        }
    }

    /** A pod that is bound and not finished reserves; any other doesn't. */
    void putPod(PodView pod) {
        removePod(pod.uid());
        if (!pod.bound() || pod.finished()) {
            return;
        }
        placed.put(pod.uid(), pod);
        if (!Fields.at(pod.raw(), "spec", "affinity", "podAntiAffinity").isEmpty()) {
            keepingApart.put(pod.uid(), pod);
        }
        NodeSlot slot = slots.get(pod.nodeName());
        if (slot != null) {
            slot.add(pod);
        }
    }

    void removePod(String uid) {
        PodView known = placed.remove(uid);
        keepingApart.remove(uid);
        NodeSlot slot = known == null ? null : slots.get(known.nodeName());
        if (slot != null) {
            slot.remove(uid);
        }
    }

    @Nullable
    NodeSlot slot(String node) {
        return slots.get(node);
    }

    List<NodeSlot> slots() {
        return order;
    }

    Collection<PodView> podsKeepingApart() {
        return keepingApart.values();
    }
}
