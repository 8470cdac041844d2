/**
 * Kubernetes objects into facts, as pure functions: what is kept of each kind, what counts as a change, what a deletion
 * says, how an oversized object is shortened.
 *
 * <p>Objects come as JSON trees, not as typed models, because whatever an API server sends must come through: a field of
 * the wrong type is reported in {@code Fact.problems} and the rest of the object holds. Nothing here throws on bad input.
 * {@link io.plimsoll.watcher.project.Ledger} remembers, in a few words per object, what the log says already; the service
 * feeds it from watches, a replay feeds it from a file.
 */
@NullMarked
package io.plimsoll.watcher.project;

import org.jspecify.annotations.NullMarked;
