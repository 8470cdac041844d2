package io.plimsoll.simulator.workloads;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.engine.Change;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.engine.Reconciler;
import io.plimsoll.simulator.engine.WorkQueue;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Deletes what deleted owners leave behind (background), waits for it (the {@code foregroundDeletion} finalizer) or
 * lets it go (the {@code orphan} finalizer).
 */
public final class GarbageCollector implements Reconciler {

    private static final String FOREGROUND = "foregroundDeletion";
    private static final String ORPHAN = "orphan";

    /** Types that something else owns. */
    private static final List<ResourceType> DEPENDENTS = List.of(
            ResourceTypes.REPLICA_SET,
            ResourceTypes.JOB,
            ResourceTypes.POD,
            ResourceTypes.CONTROLLER_REVISION,
            ResourceTypes.LEASE);

    private final Cluster cluster;

    /** Owners that are being deleted, by uid: looked at again when a dependent goes. */
    private final Map<String, StoredObject> waiting = new HashMap<>();

    public GarbageCollector(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void observe(Change change, WorkQueue queue) {
        StoredObject object = change.object();
        if (change.deleted()) {
            waiting.remove(object.uid());
            queue.add(object.uid());
            if (!waiting.isEmpty()) {
                object.owners().forEach(owner -> queue.add(owner.uid()));
            }
        } else if (object.deleting() && (has(object, FOREGROUND) || has(object, ORPHAN))) {
            waiting.put(object.uid(), object);
            queue.add(object.uid());
        }
    }

    @Override
    public void reconcile(String uid, Instant now, WorkQueue queue) {
        StoredObject owner = waiting.get(uid);
        boolean orphan = owner != null && has(owner, ORPHAN);
        boolean left = false;
        for (ResourceType type : DEPENDENTS) {
            for (StoredObject dependent : cluster.store().ownedBy(type, uid)) {
                if (orphan) {
                    release(dependent, uid);
                } else {
                    left = true;
                    collect(dependent, uid, owner != null);
                }
            }
        }
        if (owner != null && (orphan || !left)) {
            waiting.remove(uid);
            cluster.edit(owner, tree -> removeFinalizer(tree, orphan ? ORPHAN : FOREGROUND));
        }
    }

    /** A dependent with another owner that is still there is only released. */
    private void collect(StoredObject dependent, String uid, boolean foreground) {
        boolean otherOwner =
                dependent.owners().stream().anyMatch(owner -> !owner.uid().equals(uid));
        if (otherOwner && !foreground) {
            release(dependent, uid);
        } else if (!dependent.deleting()) {
            cluster.delete(dependent, DeleteOptions.GRACEFUL);
        }
    }

    private void release(StoredObject dependent, String uid) {
        cluster.edit(dependent, tree -> {
            if (Fields.at(tree, "metadata", "ownerReferences") instanceof ArrayNode owners) {
                for (int i = owners.size() - 1; i >= 0; i--) {
                    if (Fields.text(owners.get(i), "uid").equals(uid)) {
                        owners.remove(i);
                    }
                }
            }
        });
    }

    private static boolean has(StoredObject object, String finalizer) {
        return Fields.items(object.json(), "metadata", "finalizers").stream()
                .anyMatch(item -> item.asText().equals(finalizer));
    }

    private static void removeFinalizer(ObjectNode tree, String finalizer) {
        if (Fields.at(tree, "metadata", "finalizers") instanceof ArrayNode finalizers) {
            for (int i = finalizers.size() - 1; i >= 0; i--) {
                if (finalizers.get(i).asText().equals(finalizer)) {
                    finalizers.remove(i);
                }
            }
        }
    }
}
