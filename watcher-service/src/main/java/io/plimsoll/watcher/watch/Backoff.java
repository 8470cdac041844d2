package io.plimsoll.watcher.watch;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits that double, each drawn from its upper half so that watchers don't come back all at once. */
final class Backoff {

    private final Duration first;
    private final Duration longest;
    private int failures;

    Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    void reset() {
        failures = 0;
    }

    Duration next() {
        long full = Math.min(longest.toMillis(), first.toMillis() << Math.min(failures++, 20));
        return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }
}
