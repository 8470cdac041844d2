/**
 * The simulated cluster's memory: every object as an immutable JSON tree, one resourceVersion for all of them, and a
 * bounded log of changes for watches.
 *
 * <p>Start at {@link io.plimsoll.simulator.store.ObjectStore}. It enforces what every Kubernetes object has in common
 * (uid, resourceVersion, generation, optimistic locking, finalizers, graceful deletion) and nothing that depends on a
 * kind's meaning: validation, defaulting and the separation of {@code spec} from {@code status} are the API server's.
 */
@NullMarked
package io.plimsoll.simulator.store;

import org.jspecify.annotations.NullMarked;
