/**
 * Whether a container's memory grows, and when it will be full: floors of buckets, robust trend, shape.
 *
 * <p>A bucket keeps its minimum, which a garbage collector's sawtooth leaves alone. The trend is Theil and Sen's, its
 * significance Mann and Kendall's, and the medians of the thirds tell growth from a step and from a warm-up. Nothing
 * here keeps samples: a container costs some 300 bytes, and a hundred for each earlier run, however long it lives.
 */
@NullMarked
package io.plimsoll.analyzer.detect.growth;

import org.jspecify.annotations.NullMarked;
