package io.plimsoll.actuator.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Topic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Makes Kafka's records of ours. */
public final class Records {

    private Records() {}

    /**
     * Of a value as JSON.
     *
     * @param partition null leaves it to the key
     * @param value null makes a tombstone
     */
    public static ProducerRecord<byte[], byte[]> of(
            String topic, @Nullable Integer partition, String key, @Nullable Object value, Headers headers) {
        return new ProducerRecord<>(
                topic, partition, key.getBytes(UTF_8), value == null ? null : bytes(value), headers);
    }

    static ProducerRecord<byte[], byte[]> of(
            KafkaSettings settings, Topic topic, String key, Object value, Headers headers) {
        return of(settings.name(topic), null, key, value, headers);
    }

    private static byte[] bytes(Object value) {
        try {
            return Json.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a " + value.getClass().getSimpleName() + " can always be written", e);
        }
    }
}
