package io.plimsoll.actuator.guard;

import java.time.Duration;
import java.time.Instant;

/** A drain that ended well: how long it took, for guessing the next one's length. */
public record PastDrain(String node, Instant startedAt, Instant finishedAt) {

    public Duration took() {
        return Duration.between(startedAt, finishedAt);
    }
}
