/**
 * Who watches when: a replica waits for the topic, then for the lease, and while it holds the lease it serves a term.
 *
 * <p>A term begins with what the log remembers, takes epochs above all before it, and ends whole: nothing of it is kept for
 * the next, so that a replica that comes back sees the cluster as any other would.
 */
@NullMarked
package io.plimsoll.watcher.term;

import org.jspecify.annotations.NullMarked;
