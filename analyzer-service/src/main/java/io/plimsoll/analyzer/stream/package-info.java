/**
 * The analysis on Kafka Streams: facts in; alerts, decisions and dead letters out.
 *
 * <p>The working set lies in memory, for speed; what a restart needs is written behind it, as a whole at each commit, so
 * that the store always says what the log said up to one offset. Facts that are delivered again after a crash are folded
 * quietly up to that offset and analysed from there: the same alerts come of it, under the same ids.
 */
@NullMarked
package io.plimsoll.analyzer.stream;

import org.jspecify.annotations.NullMarked;
