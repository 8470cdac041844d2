package io.plimsoll.simulator.store;

import org.jspecify.annotations.Nullable;

/**
 * One change of one object.
 *
 * @param object the state after the change; of a deletion the last state, with the deletion's own resourceVersion
 * @param previous the state before; null for {@link Kind#ADDED}
 */
public record WatchEvent(
        Kind kind, StoredObject object, @Nullable StoredObject previous) {

    /** Named as on the wire. */
    public enum Kind {
        ADDED,
        MODIFIED,
        DELETED
    }

    public long resourceVersion() {
        return object.resourceVersion();
    }

    public ResourceType type() {
        return object.type();
    }
}
