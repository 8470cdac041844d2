package io.plimsoll.analyzer.state;

import io.plimsoll.model.fact.NodeState;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The nodes, found by name, group, zone and cordon; each answer in order of name. */
final class NodeIndex {

    private final NavigableMap<String, Tracked<NodeState>> nodes = new TreeMap<>();
    private final Map<String, SortedMap<String, Tracked<NodeState>>> byGroup = new HashMap<>();
    private final Map<String, SortedMap<String, Tracked<NodeState>>> byZone = new HashMap<>();
    private final SortedMap<String, Tracked<NodeState>> cordoned = new TreeMap<>();

    @Nullable
    Tracked<NodeState> get(String name) {
        return nodes.get(name);
    }

    Collection<Tracked<NodeState>> all() {
        return Collections.unmodifiableCollection(nodes.values());
    }

    Collection<Tracked<NodeState>> cordoned() {
        return Collections.unmodifiableCollection(cordoned.values());
    }

    Collection<Tracked<NodeState>> ofGroup(String group) {
        return values(byGroup, group);
    }

    Collection<Tracked<NodeState>> ofZone(String zone) {
        return values(byZone, zone);
    }

    Collection<String> groups() {
        return new TreeSet<>(byGroup.keySet());
    }

    Collection<String> zones() {
        return new TreeSet<>(byZone.keySet());
    }

    /** An earlier state of the node must have been removed before. */
    void add(Tracked<NodeState> node) {
        nodes.put(node.name(), node);
        if (node.body().unschedulable()) {
            cordoned.put(node.name(), node);
        }
        if (node.body().group() != null) {
            put(byGroup, node.body().group().name(), node);
        }
        if (node.body().zone() != null) {
            put(byZone, node.body().zone(), node);
        }
    }

    void remove(Tracked<NodeState> node) {
        nodes.remove(node.name());
        cordoned.remove(node.name());
        if (node.body().group() != null) {
            take(byGroup, node.body().group().name(), node);
        }
        if (node.body().zone() != null) {
            take(byZone, node.body().zone(), node);
        }
    }

    private static Collection<Tracked<NodeState>> values(
            Map<String, SortedMap<String, Tracked<NodeState>>> index, String key) {
        SortedMap<String, Tracked<NodeState>> found = index.get(key);
        return found == null ? List.of() : Collections.unmodifiableCollection(found.values());
    }

    private static void put(
            Map<String, SortedMap<String, Tracked<NodeState>>> index, String key, Tracked<NodeState> node) {
        index.computeIfAbsent(key, _ -> new TreeMap<>()).put(node.name(), node);
    }

    private static void take(
            Map<String, SortedMap<String, Tracked<NodeState>>> index, String key, Tracked<NodeState> node) {
        SortedMap<String, Tracked<NodeState>> found = index.get(key);
        if (found != null && found.remove(node.name()) != null && found.isEmpty()) {
            index.remove(key);
        }
    }
}
