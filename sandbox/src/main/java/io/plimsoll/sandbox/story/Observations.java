package io.plimsoll.sandbox.story;

import io.plimsoll.sandbox.listen.Heard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything heard so far, and when each expectation was first met. */
final class Observations {

    private final List<Expectation> expectations;
    private final Supplier<Duration> elapsed;
    private final Map<String, Duration> met = new LinkedHashMap<>();
    private final List<Heard> heard = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private @Nullable Duration firstAlert;
    private @Nullable Duration firstAct;

    Observations(List<Expectation> expectations, Supplier<Duration> elapsed) {
        this.expectations = expectations;
        this.elapsed = elapsed;
    }

    void hear(Heard item) {
        lock.lock();
        try {
            heard.add(item);
            if (firstAlert == null && item instanceof Heard.HeardAlert) {
                firstAlert = elapsed.get();
            }
            if (firstAct == null && item instanceof Heard.HeardAct) {
                firstAct = elapsed.get();
            }
            for (Expectation expectation : expectations) {
                if (!met.containsKey(expectation.name()) && expectation.met().test(item)) {
                    met.put(expectation.name(), elapsed.get());
                }
            }
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something that answers the predicate has been heard; false when the patience ran out. */
    boolean await(Predicate<Heard> wanted, Duration patience) {
        return awaitThat(() -> heard.stream().anyMatch(wanted), patience);
    }

    /** Waits until every expectation is met; false when the patience ran out. */
    boolean awaitAll(Duration patience) {
        return awaitThat(() -> met.size() == expectations.size(), patience);
    }

    private boolean awaitThat(Supplier<Boolean> holds, Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!holds.get()) {
                if (left <= 0) {
                    return false;
                }
                left = news.awaitNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(200)))
                        + left
                        - Math.min(left, TimeUnit.MILLISECONDS.toNanos(200));
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    Map<String, Duration> met() {
        lock.lock();
        try {
            return new LinkedHashMap<>(met);
        } finally {
            lock.unlock();
        }
    }

    List<Heard> everything() {
        lock.lock();
        try {
            return List.copyOf(heard);
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Duration firstAlert() {
        return firstAlert;
    }

    @Nullable
    Duration firstAct() {
        return firstAct;
    }
}
