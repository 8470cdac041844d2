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

/** The log's clock: a tick every few seconds of cluster time, and the gaps that have come about. */
final class Ticker implements Runnable {

    private final Feed feed;
    private final ClusterClock clock;
    private final ApiServer server;
    private final Duration interval;
    private final List<Pulse> pulses;
    private final Supplier<Duration> oldestUnsent;

    Ticker(
            Feed feed,
            ClusterClock clock,
            ApiServer server,
            Duration interval,
            List<Pulse> pulses,
            Supplier<Duration> oldestUnsent) {
        this.feed = feed;
        this.clock = clock;
        this.server = server;
        this.interval = interval;
        this.pulses = pulses;
        this.oldestUnsent = oldestUnsent;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                tellGaps();
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

    private void tick() throws InterruptedException {
        Map<String, Currency> currencies = new TreeMap<>();
        pulses.forEach(pulse -> currencies.put(pulse.resource(), pulse.currency()));
        Instant now = clock.instant();
        feed.control(
                "",
                new Tick(
                        now, currencies, server.skewMillis(), oldestUnsent.get().toMillis()),
                feed.epoch());
    }
}
