package io.plimsoll.watcher.service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.model.fact.Tick.Currency;
import io.plimsoll.watcher.api.WatchedResource;
import io.plimsoll.watcher.project.LogRecord;
import io.plimsoll.watcher.term.Watcher;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** {@code plimsoll_watch_*}: what was written, how far behind it is, how current each resource is. */
@ApplicationScoped
public class WatchMeters {

    private static final int LONGEST_REASON = 40;

    private final MeterRegistry registry;
    private final Map<String, Counter> facts = new ConcurrentHashMap<>();

    WatchMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void written(LogRecord record) {
        String origin =
                record.fact() == null ? "TOMBSTONE" : record.fact().origin().name();
        facts.computeIfAbsent(record.kind() + "/" + origin, _ -> Counter.builder("plimsoll.watch.facts")
                        .description("records the broker has taken")
                        .tags("kind", record.kind(), "origin", origin)
                        .register(registry))
                .increment();
    }

    /** Reasons hold versions and addresses, mostly behind a colon; only what they begin with is a label. */
    void relisted(String resource, String reason) {
        String begins = reason.replaceAll("(:|[0-9]{4,}).*", "");
        registry.counter(
                        "plimsoll.watch.relists",
                        "resource",
                        resource,
                        "reason",
                        begins.substring(0, Math.min(LONGEST_REASON, begins.length())))
                .increment();
    }

    void observe(Watcher watcher) {
        Gauge.builder("plimsoll.watch.queue.depth", watcher, w -> w.state().queueDepth())
                .description("records that wait for the broker")
                .register(registry);
        Gauge.builder(
                        "plimsoll.watch.oldest.unsent.seconds",
                        watcher,
                        w -> w.state().oldestUnsent().toMillis() / 1000.0)
                .description("age of the oldest record the broker hasn't taken")
                .register(registry);
        FunctionCounter.builder("plimsoll.watch.dropped", watcher, Watcher::dropped)
                .description("records given up unsent when a term ended; the next list writes their objects anew")
                .register(registry);
        Stream.concat(WatchedResource.OWNERS.stream(), WatchedResource.OTHERS.stream())
                .map(WatchedResource::name)
                .forEach(resource -> standing(watcher, resource));
        standing(watcher, "usage");
    }

    /** Its staleness grows as that of a lost one does, but it is another matter: waiting won't bring it back. */
    private static double degraded(Watcher watcher, String resource) {
        Currency currency = watcher.state().resources().get(resource);
        return currency == null
                ? 0
                : switch (currency.standing()) {
                    case ABSENT, FORBIDDEN -> 1;
                    case SYNCING, CURRENT, GAP -> 0;
                };
    }

    private void standing(Watcher watcher, String resource) {
        Gauge.builder("plimsoll.watch.staleness.seconds", watcher, w -> seconds(w, resource))
                .description("machine time since the resource's stream showed a sign of life")
                .tag("resource", resource)
                .register(registry);
        Gauge.builder("plimsoll.watch.degraded", watcher, w -> degraded(w, resource))
                .description("1 where the server doesn't serve the resource, or doesn't let it be read")
                .tag("resource", resource)
                .register(registry);
    }

    private static double seconds(Watcher watcher, String resource) {
        Currency currency = watcher.state().resources().get(resource);
        return currency == null ? Double.NaN : currency.ageMillis() / 1000.0;
    }
}
