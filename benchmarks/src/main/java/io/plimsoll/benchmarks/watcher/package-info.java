/**
 * The watcher beside a bare informer, and beside a bare list that is only written down.
 *
 * <p>Three kinds of processes: this one asks and reckons; one holds API server and broker; one at a time is the side that
 * is measured, with the same JVM settings whichever it is. So CPU and heap of a side are its own.
 */
@NullMarked
package io.plimsoll.benchmarks.watcher;

import org.jspecify.annotations.NullMarked;
