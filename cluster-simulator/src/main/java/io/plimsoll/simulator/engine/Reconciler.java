package io.plimsoll.simulator.engine;

import java.time.Instant;

/**
 * One controller: says which keys a change concerns, and brings one key at a time in order.
 *
 * <p>Called by the engine's thread only. The view a reconciler reads already holds every change it was told of.
 */
public interface Reconciler {

    void observe(Change change, WorkQueue queue);

    /** Asked before every key: adds what came up by other ways than a change of the store. Must be cheap. */
    default void prompt(WorkQueue queue) {}

    /** Must be repeatable: it is called again for the same key whenever in doubt. */
    void reconcile(String key, Instant now, WorkQueue queue);
}
