package io.plimsoll.simulator.store;

/**
 * What a deletion came to.
 *
 * @param object its last state, or the state with the deletionTimestamp
 * @param removed false while a grace period or a finalizer still holds it
 */
public record Deletion(StoredObject object, boolean removed) {}
