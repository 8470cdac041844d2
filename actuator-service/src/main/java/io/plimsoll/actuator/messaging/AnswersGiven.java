package io.plimsoll.actuator.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.wire.Decoded;
import io.plimsoll.wire.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Which answers stand on the topic: read once at the start of a term, so that none is lost and none is given twice. */
public final class AnswersGiven {

    private AnswersGiven() {}

    /**
     * When each request's last answer was made, by request.
     *
     * @param asked whether the request is asked for: the topic holds more than anybody remembers
     */
    public static Map<String, Instant> read(KafkaSettings settings, Predicate<String> asked) {
        Map<String, Object> properties = settings.consumer();
        properties.put("enable.auto.commit", false);
        Map<String, Instant> given = new HashMap<>();
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(settings.name(Topic.MAINTENANCE_STATUS)).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
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
}
