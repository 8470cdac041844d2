package io.plimsoll.watcher.watch;

import io.plimsoll.model.fact.Tick;
import io.plimsoll.model.fact.Tick.Currency;
import io.plimsoll.model.fact.WatchGap;
import io.plimsoll.watcher.api.ApiServer;
import io.plimsoll.wire.time.ClusterClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The log's clock: a tick every few seconds of cluster time, and the gaps that have come about, the log's own among them. */
final class Ticker implements Runnable {

    /** Names the log in a gap of its own. */
    private static final String LOG = "facts";

    private final Feed feed;
    private final ClusterClock clock;
    private final ApiServer server;
    private final Duration interval;
    private final List<Pulse> pulses;
    private final Unsent unsent;
    private boolean logGapTold;

    /**
     * How the log takes what it is given.
     *
     * @param oldest age of the oldest record that it hasn't taken
     * @param gapAfter from which age on that is a gap
     */
    record Unsent(Supplier<Duration> oldest, Duration gapAfter) {}

    Ticker(Feed feed, ClusterClock clock, ApiServer server, Duration interval, List<Pulse> pulses, Unsent unsent) {
        this.feed = feed;
        this.clock = clock;
        this.server = server;
        this.interval = interval;
        this.pulses = pulses;
        this.unsent = unsent;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                tellGaps();
                tellGapOfTheLog();
                tick();
                Thread.sleep(clock.machineTime(interval));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellGaps() throws InterruptedException {
        for (Pulse pulse : pulses) {
            String reason = pulse.untoldGap();
            if (reason != null) {
                Instant since = clock.instant().minus(pulse.age());
                feed.control(pulse.resource(), new WatchGap(since, reason), feed.epoch());
            }
        }
    }

    /** Waits in the queue with all else, and tells its readers afterwards that for so long there was nothing to read. */
    private void tellGapOfTheLog() throws InterruptedException {
        Duration age = unsent.oldest().get();
        boolean gap = age.compareTo(unsent.gapAfter()) >= 0;
        if (gap && !logGapTold) {
            String reason = "the broker has taken no record for " + age.toSeconds() + " s";
            feed.control(LOG, new WatchGap(clock.instant().minus(age), reason), feed.epoch());
        }
        logGapTold = gap;
    }

    private void tick() throws InterruptedException {
        Map<String, Currency> currencies = new TreeMap<>();
        pulses.forEach(pulse -> currencies.put(pulse.resource(), pulse.currency()));
        Instant now = clock.instant();
        feed.control(
                "",
                new Tick(
                        now,
                        currencies,
                        server.skewMillis(),
                        unsent.oldest().get().toMillis()),
                feed.epoch());
    }
}
