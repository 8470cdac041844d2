/**
 * The actuator's memory: a compacted topic, written and acknowledged before any act, read to its end at the start of a term.
 *
 * <p>One term at a time can write, since the broker fences the one before it (docs/adr/0006-one-writer.md). Each record carries
 * the epoch of its term all the same: a lower one behind a higher one, as former versions could leave behind, is passed over.
 * Keys begin with the cluster, so one cluster's memory lies in one partition, in order.
 */
@NullMarked
package io.plimsoll.actuator.journal;

import org.jspecify.annotations.NullMarked;
