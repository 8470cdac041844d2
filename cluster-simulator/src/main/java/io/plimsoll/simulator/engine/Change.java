package io.plimsoll.simulator.engine;

import io.plimsoll.simulator.objects.NodeView;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.StoredObject;
import io.plimsoll.simulator.store.WatchEvent;
import org.jspecify.annotations.Nullable;

/**
 * A change of the store, with views where it concerns a pod or a node.
 *
 * @param pod the pod after the change, or as it was last if it is deleted
 * @param podBefore the pod before the change; null if it is new
 */
public record Change(
        WatchEvent event,
        @Nullable PodView pod,
        @Nullable PodView podBefore,
        @Nullable NodeView node,
        @Nullable NodeView nodeBefore) {

    public boolean of(ResourceType type) {
        return event.type().equals(type);
    }

    public StoredObject object() {
        return event.object();
    }

    public String key() {
        return event.object().path();
    }

    public boolean deleted() {
        return event.kind() == WatchEvent.Kind.DELETED;
    }

    public boolean added() {
        return event.kind() == WatchEvent.Kind.ADDED;
    }
}
