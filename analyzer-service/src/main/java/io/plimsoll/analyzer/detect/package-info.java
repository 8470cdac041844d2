/**
 * Detectors: one question each, asked of the state of a cluster.
 *
 * <p>A detector is a record whose components are its thresholds. It says which subjects a change may concern, and, asked
 * about one subject, what it finds there now. It remembers nothing: what must be remembered of the past is a
 * {@link io.plimsoll.analyzer.state.Recorder}'s, how long a condition has held is the life-cycle's. Adding one touches
 * its file, its test, {@link io.plimsoll.analyzer.detect.Detectors} and its page in {@code docs/findings}.
 */
@NullMarked
package io.plimsoll.analyzer.detect;

import org.jspecify.annotations.NullMarked;
