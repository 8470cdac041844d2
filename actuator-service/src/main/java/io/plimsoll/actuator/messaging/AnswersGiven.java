package io.plimsoll.actuator.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.wire.Decoded;
import io.plimsoll.wire.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Which answers stand on the topic: read once at the start of a term, so that none is lost and none is given twice. What was not
 * committed was never said.
 */
public final class AnswersGiven {

    /** More than the broker takes to give up what another cluster's actuator left uncommitted. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private AnswersGiven() {}

    /**
     * When each request's last answer was made, by request.
     *
     * @param asked whether the request is asked for: the topic holds more than anybody remembers
     */
    public static Map<String, Instant> read(KafkaSettings settings, Predicate<String> asked) {
        Map<String, Instant> given = new HashMap<>();
        Map<TopicPartition, Long> ends;
        try (var consumer = consumer(settings, "read_uncommitted")) {
            ends = consumer.endOffsets(consumer.partitionsFor(settings.name(Topic.MAINTENANCE_STATUS)).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList());
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var consumer = consumer(settings, "read_committed")) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("the answers on " + settings.name(Topic.MAINTENANCE_STATUS)
                            + " can't be read to their end: somebody has held a transaction open there for more than "
                            + PATIENCE.toSeconds() + " s");
                }
                var records = consumer.poll(Duration.ofMillis(200));
                deadline = records.isEmpty() ? deadline : System.nanoTime() + PATIENCE.toNanos();
                records.forEach(record -> {
                    String request = record.key() == null ? "" : new String(record.key(), UTF_8);
                    if (asked.test(request)
                            && Decoded.of(record.value(), null, MaintenanceStatus.TYPE, MaintenanceStatus.class)
                                    instanceof Decoded.Good<MaintenanceStatus>(var status)) {
                        given.put(request, status.updatedAt());
                    }
                });
            }
        }
        return given;
    }

    private static KafkaConsumer<byte[], byte[]> consumer(KafkaSettings settings, String isolation) {
        Map<String, Object> properties = settings.consumer();
        properties.put("enable.auto.commit", false);
        properties.put("isolation.level", isolation);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
