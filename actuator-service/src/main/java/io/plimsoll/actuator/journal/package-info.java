/**
 * The actuator's memory: a compacted topic, written and acknowledged before any act, read to its end at the start of a term.
 *
 * <p>Each record carries the epoch of the term that wrote it; what an earlier term writes after a later one has begun is
 * passed over. Keys begin with the cluster, so one cluster's memory lies in one partition, in order.
 */
@NullMarked
package io.plimsoll.actuator.journal;

import org.jspecify.annotations.NullMarked;
