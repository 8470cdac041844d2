package io.plimsoll.simulator.store;

import org.jspecify.annotations.Nullable;

/**
 * How to delete.
 *
 * @param gracePeriodSeconds null for the object's own (pods: {@code spec.terminationGracePeriodSeconds}, else 30); 0
 *     removes at once unless finalizers hold the object
 * @param uid refuse with 409 unless the object has this uid; null for any
 * @param resourceVersion refuse with 409 unless the object is at this version; null for any
 */
public record DeleteOptions(
        @Nullable Long gracePeriodSeconds,
        @Nullable String uid,
        @Nullable String resourceVersion) {

    public static final DeleteOptions GRACEFUL = new DeleteOptions(null, null, null);

    /** What the kubelet asks for once the containers have ended. */
    public static final DeleteOptions IMMEDIATE = new DeleteOptions(0L, null, null);

    public DeleteOptions withUid(String required) {
        return new DeleteOptions(gracePeriodSeconds, required, resourceVersion);
    }

    public DeleteOptions withGracePeriod(long seconds) {
        return new DeleteOptions(seconds, uid, resourceVersion);
    }
}
