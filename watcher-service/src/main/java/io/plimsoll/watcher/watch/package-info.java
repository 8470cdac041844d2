/**
 * Keeps the log abreast of the API server: one loop per resource, each on a virtual thread of its own.
 *
 * <p>A loop lists, tells what vanished since, says {@code Synced}, and follows the watch from the list's resourceVersion.
 * A watch that ends is opened again where it ended, which loses nothing; only an answer that the version is too old, or
 * a server that keeps closing at once, leads to a new list.
 *
 * <p>Every watch asks the server to close it after a few seconds. So silence has an upper bound: a stream that outlives it
 * without a word is dead, whether or not anybody said so, and is cut ({@code ResourceLoop.cutIfSilent}). Probes on
 * other connections couldn't tell, and bookmarks come about once a minute only, but also shortly before each such end,
 * which keeps the version of a quiet resource from growing too old.
 */
@NullMarked
package io.plimsoll.watcher.watch;

import org.jspecify.annotations.NullMarked;
