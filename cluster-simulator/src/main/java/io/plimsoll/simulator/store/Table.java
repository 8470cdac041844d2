package io.plimsoll.simulator.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The objects of one type with their indexes. Writes happen under the store's lock; {@link #find} needs none. */
final class Table {

    final ResourceType type;
    final EventLog log;

    private final Map<String, StoredObject> byKey = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<String, StoredObject> ordered = new ConcurrentSkipListMap<>();
    private final Map<String, SequencedMap<String, StoredObject>> byNode = new HashMap<>();
    private final Map<String, SequencedMap<String, StoredObject>> byOwner = new HashMap<>();

    Table(ResourceType type, int logCapacity) {
        this.type = type;
        this.log = new EventLog(logCapacity);
    }

    /** The space sorts before everything a name may hold, so a namespace's objects lie together. */
    static String key(String namespace, String name) {
        return namespace + " " + name;
    }

    private static String key(StoredObject object) {
        return key(object.namespace(), object.name());
    }

    @Nullable
    StoredObject find(String namespace, String name) {
        return byKey.get(key(namespace, name));
    }

    int size() {
        return byKey.size();
    }

    List<StoredObject> all() {
        return new ArrayList<>(ordered.values());
    }

    List<StoredObject> in(String namespace) {
        return new ArrayList<>(ordered.subMap(namespace + " ", namespace + "!").values());
    }

    List<StoredObject> onNode(String node) {
        return copy(byNode.get(node));
    }

    List<StoredObject> ownedBy(String uid) {
        return copy(byOwner.get(uid));
    }

    private static List<StoredObject> copy(@Nullable SequencedMap<String, StoredObject> bucket) {
        return bucket == null ? List.of() : List.copyOf(bucket.values());
    }

    void put(@Nullable StoredObject before, StoredObject after) {
        String key = key(after);
        byKey.put(key, after);
        ordered.put(key, after);
        index(byNode, nodes(before), nodes(after), key, after);
        index(byOwner, owners(before), owners(after), key, after);
    }

    void remove(StoredObject object) {
        String key = key(object);
        byKey.remove(key);
        ordered.remove(key);
        index(byNode, nodes(object), List.of(), key, object);
        index(byOwner, owners(object), List.of(), key, object);
    }

    private static void index(
            Map<String, SequencedMap<String, StoredObject>> index,
            Collection<String> before,
            Collection<String> after,
            String key,
            StoredObject object) {
        for (String value : before) {
            if (!after.contains(value)) {
                index.computeIfPresent(value, (v, bucket) -> {
                    bucket.remove(key);
                    return bucket.isEmpty() ? null : bucket;
                });
            }
        }
        for (String value : after) {
            index.computeIfAbsent(value, v -> new LinkedHashMap<>()).put(key, object);
        }
    }

    private static List<String> nodes(@Nullable StoredObject object) {
        if (object == null || !object.type().equals(ResourceTypes.POD)) {
            return List.of();
        }
        String node = object.text("spec", "nodeName");
        return node.isEmpty() ? List.of() : List.of(node);
    }

    private static List<String> owners(@Nullable StoredObject object) {
        if (object == null || !object.at("metadata").has("ownerReferences")) {
            return List.of();
        }
        return object.owners().stream().map(StoredObject.Owner::uid).toList();
    }
}
