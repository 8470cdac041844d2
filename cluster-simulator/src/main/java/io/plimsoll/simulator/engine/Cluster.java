package io.plimsoll.simulator.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.NodeView;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import io.plimsoll.simulator.store.WatchEvent;
import io.plimsoll.simulator.store.Write;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as the controllers see it: nodes and pods by name, node, controller and namespace, and the store for
 * everything else. The view belongs to the engine's thread.
 */
public final class Cluster {

    private final ObjectStore store;
    private final EventRecorder events;
    private final Map<String, NodeView> nodes = new LinkedHashMap<>();
    private final Map<String, PodView> pods = new HashMap<>();
    private final Map<String, Map<String, PodView>> byNode = new HashMap<>();
    private final Map<String, Map<String, PodView>> byController = new HashMap<>();
    private final Map<String, Map<String, PodView>> byNamespace = new HashMap<>();

    public Cluster(ObjectStore store, boolean routineEvents) {
        this.store = store;
        this.events = new EventRecorder(store, routineEvents);
    }

    public ObjectStore store() {
        return store;
    }

    public EventRecorder events() {
        return events;
    }

    public Instant now() {
        return store.clock().instant();
    }

    // --- reading ---

    public Collection<NodeView> nodes() {
        return Collections.unmodifiableCollection(nodes.values());
    }

    public @Nullable NodeView node(String name) {
        return nodes.get(name);
    }

    public Collection<PodView> pods() {
        return Collections.unmodifiableCollection(pods.values());
    }

    public @Nullable PodView pod(String key) {
        return pods.get(key);
    }

    public Collection<PodView> podsOnNode(String node) {
        return bucket(byNode, node);
    }

    public Collection<PodView> podsOfController(String uid) {
        return bucket(byController, uid);
    }

    public Collection<PodView> podsInNamespace(String namespace) {
        return bucket(byNamespace, namespace);
    }

    private static Collection<PodView> bucket(Map<String, Map<String, PodView>> index, String key) {
        Map<String, PodView> bucket = index.get(key);
        return bucket == null ? Collections.emptyList() : Collections.unmodifiableCollection(bucket.values());
    }

    /** The object under {@code namespace/name} (or the name alone), or null. */
    public @Nullable StoredObject find(ResourceType type, String key) {
        int slash = key.indexOf('/');
        return slash < 0
                ? store.find(type, "", key).orElse(null)
                : store.find(type, key.substring(0, slash), key.substring(slash + 1))
                        .orElse(null);
    }

    // --- writing ---

    /**
     * Edits the object if it is still there and still the same one.
     *
     * @return false if it is gone or was replaced under its name
     */
    public boolean edit(StoredObject object, Consumer<ObjectNode> edit) {
        return edit(object.type(), object.namespace(), object.name(), object.uid(), edit);
    }

    /**
     * Edits a pod's metadata, its status and the fields right under {@code spec}. What lies deeper in the spec is
     * shared with the former state (and with the pod's siblings), so that 50,000 pods fit into memory: don't touch it.
     */
    public boolean edit(PodView pod, Consumer<ObjectNode> edit) {
        try {
            store.rewrite(ResourceTypes.POD, pod.namespace(), pod.name(), Write.UNTRACKED, current -> {
                if (!current.uid().equals(pod.uid())) {
                    return current.copy(); // another of that name: left as it is
                }
                ObjectNode copy = shallow(current.json());
                edit.accept(copy);
                return copy;
            });
            return true;
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return false;
            }
            throw e;
        }
    }

    private static ObjectNode shallow(ObjectNode pod) {
        ObjectNode copy = Fields.object();
        pod.properties()
                .forEach(field -> copy.set(
                        field.getKey(),
                        field.getKey().equals("spec") && field.getValue() instanceof ObjectNode spec
                                ? Fields.object().setAll(spec)
                                : field.getValue().deepCopy()));
        return copy;
    }

    public boolean edit(NodeView node, Consumer<ObjectNode> edit) {
        return edit(ResourceTypes.NODE, "", node.name(), node.uid(), edit);
    }

    private boolean edit(ResourceType type, String namespace, String name, String uid, Consumer<ObjectNode> edit) {
        try {
            store.modify(type, namespace, name, tree -> {
                if (tree.path("metadata").path("uid").asText().equals(uid)) {
                    edit.accept(tree);
                }
            });
            return true;
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return false;
            }
            throw e;
        }
    }

    /** Deletes the object if it is still there and still the same one. */
    public void delete(StoredObject object, DeleteOptions options) {
        delete(object.type(), object.namespace(), object.name(), options.withUid(object.uid()));
    }

    public void delete(PodView pod, DeleteOptions options) {
        delete(ResourceTypes.POD, pod.namespace(), pod.name(), options.withUid(pod.uid()));
    }

    private void delete(ResourceType type, String namespace, String name, DeleteOptions options) {
        try {
            store.delete(type, namespace, name, options);
        } catch (ApiException e) {
            if (!e.isNotFound() && !e.isConflict()) { // a conflict here is another uid: ours is gone
                throw e;
            }
        }
    }

    // --- the view ---

    /** Takes a change into the view. */
    Change apply(WatchEvent event) {
        StoredObject object = event.object();
        boolean deleted = event.kind() == WatchEvent.Kind.DELETED;
        if (object.type().equals(ResourceTypes.POD)) {
            PodView pod = PodView.of(object.json());
            PodView before = pods.remove(object.path());
            if (before != null) {
                unindex(before);
            }
            if (!deleted) {
                pods.put(object.path(), pod);
                index(pod);
            }
            return new Change(event, pod, before, null, null);
        }
        if (object.type().equals(ResourceTypes.NODE)) {
            NodeView node = NodeView.of(object.json());
            NodeView before = deleted ? nodes.remove(node.name()) : nodes.put(node.name(), node);
            return new Change(event, null, null, node, before);
        }
        return new Change(event, null, null, null, null);
    }

    private void index(PodView pod) {
        if (pod.bound()) {
            byNode.computeIfAbsent(pod.nodeName(), _ -> new LinkedHashMap<>()).put(pod.uid(), pod);
        }
        if (pod.controller() != null) {
            byController
                    .computeIfAbsent(pod.controller().uid(), _ -> new LinkedHashMap<>())
                    .put(pod.uid(), pod);
        }
        byNamespace.computeIfAbsent(pod.namespace(), _ -> new LinkedHashMap<>()).put(pod.uid(), pod);
    }

    private void unindex(PodView pod) {
        remove(byNode, pod.nodeName(), pod.uid());
        remove(byNamespace, pod.namespace(), pod.uid());
        if (pod.controller() != null) {
            remove(byController, pod.controller().uid(), pod.uid());
        }
    }

    private static void remove(Map<String, Map<String, PodView>> index, String key, String uid) {
        index.computeIfPresent(key, (_, bucket) -> {
            bucket.remove(uid);
            return bucket.isEmpty() ? null : bucket;
        });
    }
}
