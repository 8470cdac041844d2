package io.plimsoll.benchmarks.watcher;

import io.plimsoll.benchmarks.log.TopicEnd;
import io.plimsoll.simulator.store.StoredObject;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Changes at a steady pace, and how long each took until it could be read from the topic.
 *
 * <p>Time runs from when a change was due, not from when it was made: a stall of whatever part counts in full.
 */
final class Pace {

    private static final long PERIOD_NANOS = 1_000_000_000L / Envelope.CHANGES_PER_SECOND;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String bootstrap;
    private final String topic;
    private final Supplier<StoredObject> change;
    private final Map<String, Long> due = new ConcurrentHashMap<>();
    private final Map<String, Long> read = new ConcurrentHashMap<>();

    Pace(String bootstrap, String prefix, Supplier<StoredObject> change) {
        this.bootstrap = bootstrap;
        this.topic = Topic.FACTS.under(prefix);
        this.change = change;
    }

    /** Milliseconds of each change. */
    List<Double> run(int changes) throws InterruptedException {
        try (var consumer = TopicEnd.follow(bootstrap, topic, new StringDeserializer())) {
            Thread changer = Thread.ofPlatform().start(() -> change(changes));
            long until = System.nanoTime() + changes * PERIOD_NANOS + PATIENCE.toNanos();
            while ((changer.isAlive() || !read.keySet().containsAll(due.keySet())) && System.nanoTime() < until) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    note(record);
                }
            }
            changer.join();
        }
        List<Double> millis = new ArrayList<>();
        due.forEach((version, time) -> {
            Long seen = read.get(version);
            if (seen != null) {
                millis.add((seen - time) / 1e6);
            }
        });
        if (millis.size() < changes) {
            throw new IllegalStateException("of " + changes + " changes only " + millis.size() + " came to be read");
        }
        return millis;
    }

    private void change(int changes) {
        long begun = System.nanoTime();
        for (int i = 0; i < changes; i++) {
            long time = begun + i * PERIOD_NANOS;
            LockSupport.parkNanos(time - System.nanoTime());
            due.put(Long.toString(change.get().resourceVersion()), time);
        }
    }

    private void note(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null || !record.key().startsWith(World.CLUSTER + "/Pod/")) {
            return;
        }
        long now = System.nanoTime();
        try {
            String version = Json.mapper()
                    .readTree(record.value())
                    .path("resourceVersion")
                    .asText();
            read.putIfAbsent(version, now);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
