package io.plimsoll.sandbox.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.sandbox.replay.ReplayLine.End;
import io.plimsoll.sandbox.replay.ReplayLine.Gap;
import io.plimsoll.sandbox.replay.ReplayLine.Recorded;
import io.plimsoll.sandbox.replay.ReplayLine.Seen;
import io.plimsoll.watcher.project.LogRecord;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.RecordTypes;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lines of a file, in order, into the log that the analysis reads; time stands still between them but for ticks. */
final class WatchReplay {

    private static final Map<String, String> FACT_HEADERS = Map.of("ce_type", RecordTypes.FACT);

    private final Map<String, WatchedCluster> clusters = new LinkedHashMap<>();
    private final Consumer<LogEntry> log;
    private Instant now = Instant.EPOCH;

    WatchReplay(Consumer<LogEntry> log) {
        this.log = log;
    }

    void accept(ReplayLine line) {
        switch (line) {
            case Recorded recorded -> recorded(recorded);
            case Seen seen -> {
                WatchedCluster cluster = at(seen.at(), seen.cluster());
                cluster.seen(seen).forEach(record -> write(record, seen.at()));
            }
            case Gap gap -> at(gap.at(), gap.cluster()).gap(gap).forEach(this::write);
            case End(var at) -> advance(at);
        }
    }

    /** The ticks up to the last instant seen. */
    void finish() {
        advance(now);
    }

    private void recorded(Recorded recorded) {
        if (recorded.at() != null && recorded.at().isAfter(now)) {
            now = recorded.at();
        }
        log.accept(new LogEntry(now, recorded.key(), recorded.headers(), recorded.value()));
    }

    private WatchedCluster at(Instant at, String name) {
        if (at.isAfter(now)) { // what happens at one instant is told whole before its tick
            advance(at.minusNanos(1));
            now = at;
        }
        return clusters.computeIfAbsent(name, cluster -> new WatchedCluster(cluster, at));
    }

    private void advance(Instant until) {
        if (until.isAfter(now)) {
            now = until;
        }
        clusters.values().forEach(cluster -> cluster.settled(now).forEach(this::write));
        for (WatchedCluster first = nextToTick(); first != null; first = nextToTick()) {
            first.tick().forEach(this::write);
        }
    }

    /** Of the clusters with a tick due the one whose is earliest, so that the log has one order of time. */
    private @Nullable WatchedCluster nextToTick() {
        return clusters.values().stream()
                .filter(cluster -> !cluster.nextTick().isAfter(now))
                .min(Comparator.comparing(WatchedCluster::nextTick))
                .orElse(null);
    }

    private void write(Fact fact) {
        log.accept(new LogEntry(fact.observedAt(), fact.key(), FACT_HEADERS, bytes(fact)));
    }

    private void write(LogRecord record, Instant at) {
        Fact fact = record.fact();
        log.accept(new LogEntry(at, record.key(), FACT_HEADERS, fact == null ? null : bytes(fact)));
    }

    private static byte[] bytes(Fact fact) {
        try {
            return Json.mapper().writeValueAsBytes(fact);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("fact " + fact.key() + " can't be written as JSON", e);
        }
    }
}
