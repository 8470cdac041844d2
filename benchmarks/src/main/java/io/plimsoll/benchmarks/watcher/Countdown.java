package io.plimsoll.benchmarks.watcher;

import java.util.concurrent.atomic.AtomicLong;

/** Runs something once after so many more of whatever is counted. */
final class Countdown {

    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
    private volatile Runnable atEnd = () -> {};

    void set(long count, Runnable done) {
        atEnd = done;
        left.set(count);
    }

    void count() {
        if (left.decrementAndGet() == 0) {
            atEnd.run();
        }
    }
}
