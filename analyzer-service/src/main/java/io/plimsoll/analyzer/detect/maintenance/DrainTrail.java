package io.plimsoll.analyzer.detect.maintenance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a node's emptying goes on, while it is cordoned.
 *
 * @param evictions pods that were seen evicted from it since
 * @param movable pods that a drain would still have to move
 * @param unchangedSince since when there are that many
 * @param intendedSince since when somebody means to empty it; null while nobody is known to
 */
public record DrainTrail(
        int evictions,
        int movable,
        Instant unchangedSince,
        @Nullable Instant intendedSince) {}
