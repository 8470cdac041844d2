/**
 * Reads an API server: lists page by page and watches event by event, both as streams.
 *
 * <p>Why not informers: an informer keeps every object as a typed model (12 to 39 kB a pod), hides what the server
 * answered, and decides by itself when to list again. Here the bytes of a response become one small tree at a time, which
 * is projected and dropped, so that memory doesn't grow with the cluster's objects but with a few words for each; and every
 * answer (410, 403, {@code Retry-After}, a stream that ends or falls silent) is seen by the loop that must act on it.
 * fabric8 still gives connection, TLS, credentials and their renewal.
 */
@NullMarked
package io.plimsoll.watcher.api;

import org.jspecify.annotations.NullMarked;
