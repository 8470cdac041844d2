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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

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
        advance(at.minusNanos(1));
        now = at.isAfter(now) ? at : now;
        return clusters.computeIfAbsent(name, cluster -> new WatchedCluster(cluster, at));
    }

    private void advance(Instant until) {
        if (until.isAfter(now)) {
            now = until;
        }
        clusters.values().forEach(cluster -> cluster.ticksUntil(now).forEach(this::write));
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
