/**
 * How Plimsoll's records travel: topic names, keys, partitions, JSON, CloudEvents headers and dead letters.
 *
 * <p>One cluster's facts lie in one partition, in order, so that whoever reads it sees the cluster's history whole.
 */
@NullMarked
package io.plimsoll.wire;

import org.jspecify.annotations.NullMarked;
