/**
 * The way into the log: one bounded queue, one thread, one idempotent producer, so that the order of the queue is the
 * order of the log.
 *
 * <p>A full queue blocks whoever fills it; nothing is dropped. While the broker is away, a newer state of an object takes
 * the place of an older one that still waits, at the newer one's place in the order, because readers want the newest
 * state and not a stale backlog. Records that tell of a transition worth keeping (nodes, budgets, events), deletions and
 * control records are never replaced.
 */
@NullMarked
package io.plimsoll.watcher.sink;

import org.jspecify.annotations.NullMarked;
