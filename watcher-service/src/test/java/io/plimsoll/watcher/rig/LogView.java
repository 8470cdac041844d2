package io.plimsoll.watcher.rig;

import io.plimsoll.model.fact.Fact;
import io.plimsoll.wire.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the fact topic as anybody would, and keeps all of it. */
public final class LogView implements AutoCloseable {

    /** One record; fact is null for a tombstone. */
    public record Line(long offset, int partition, String key, Fact fact) {}

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<Line> lines = new ArrayList<>();

    public LogView(String bootstrapServers, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Everything read so far, after reading what there is. */
    public List<Line> lines() {
        poll(Duration.ofMillis(50));
        return List.copyOf(lines);
    }

    /** Reads until some record fits, and gives it; fails after a minute. */
    public Line await(String what, Predicate<Line> fits) {
        return await(what, fits, Duration.ofSeconds(60));
    }

    public Line await(String what, Predicate<Line> fits, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        int looked = 0;
        while (true) {
            for (; looked < lines.size(); looked++) {
                if (fits.test(lines.get(looked))) {
                    return lines.get(looked);
                }
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not in the log within " + patience + ": " + what + "; it has " + lines.size()
                        + " records, the last of them "
                        + lines.subList(Math.max(0, lines.size() - 5), lines.size()));
            }
            poll(Duration.ofMillis(100));
        }
    }

    /** The newest record of each key; keys that end in a tombstone are not in it. */
    public Map<String, Fact> compacted() {
        Map<String, Fact> newest = new LinkedHashMap<>();
        for (Line line : lines()) {
            if (line.fact() == null) {
                newest.remove(line.key());
            } else {
                newest.put(line.key(), line.fact());
            }
        }
        return newest;
    }

    private void poll(Duration time) {
        boolean more = true;
        while (more) {
            int before = lines.size();
            for (ConsumerRecord<String, byte[]> record : consumer.poll(time)) {
                lines.add(new Line(record.offset(), record.partition(), record.key(), fact(record.value())));
            }
            more = lines.size() > before;
        }
    }

    private static Fact fact(byte[] value) {
        try {
            return value == null ? null : Json.mapper().readValue(value, Fact.class);
        } catch (java.io.IOException e) {
            throw new AssertionError("a record of the log can't be read", e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
