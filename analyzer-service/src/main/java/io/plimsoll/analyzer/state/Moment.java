package io.plimsoll.analyzer.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Instants as nanoseconds since 1970, in place of an object each: a third of what that takes. From 1678 to 2262 they come
 * back as they were; what lies beyond, as the first or last of these, which no clock of a cluster shows.
 */
final class Moment {

    /** Stands for null. */
    static final long NONE = Long.MIN_VALUE;

    private static final long SECOND = 1_000_000_000;
    private static final long LAST_SECOND = Long.MAX_VALUE / SECOND - 1;

    private Moment() {}

    static long of(@Nullable Instant instant) {
        if (instant == null) {
            return NONE;
        }
        long second = Math.clamp(instant.getEpochSecond(), -LAST_SECOND, LAST_SECOND);
        return second * SECOND + instant.getNano();
    }

    static @Nullable Instant orNull(long moment) {
        return moment == NONE ? null : instant(moment);
    }

    static Instant instant(long moment) {
        return Instant.ofEpochSecond(Math.floorDiv(moment, SECOND), Math.floorMod(moment, SECOND));
    }
}
