package io.plimsoll.watcher.api;

import java.time.Duration;
import java.time.Instant;

/** How far the API server's clock is from ours, by the {@code Date} of an answer. */
final class Skew {

    private Skew() {}

    /**
     * The server wrote its time, cut to whole seconds, somewhere between the question and the answer. What that leaves open
     * isn't skew, or every slow answer would be one.
     *
     * @return milliseconds, above 0 where the server is ahead: the least that explains the answer
     */
    static long millis(Instant server, Instant asked, Instant answered) {
        long least = Duration.between(answered, server).toMillis();
        long most = Duration.between(asked, server.plusSeconds(1)).toMillis();
        return Math.max(least, Math.min(0, most));
    }
}
