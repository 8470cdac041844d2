package io.plimsoll.analyzer.detect.watch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many events of an hour were merged by their recorder, and how many there were.
 *
 * @param last the event that was counted last, and when
 */
public record EventShare(
        Instant hour,
        long events,
        long aggregated,
        @Nullable String last,
        @Nullable Instant lastAt) {

    EventShare and(String event, Instant at, boolean merged) {
        return new EventShare(hour, events + 1, aggregated + (merged ? 1 : 0), event, at);
    }
}
