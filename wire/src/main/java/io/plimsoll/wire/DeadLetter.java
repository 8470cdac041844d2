package io.plimsoll.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.model.DeterministicId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that couldn't be read, where it lay and why ({@code io.plimsoll.dead-letter.v1}).
 *
 * @param id the same whoever finds it
 * @param service who couldn't read it
 * @param code as in {@link Decoded.Bad}
 * @param valueBase64 the first 16 KiB of the value
 * @param valueBytes the value's whole size
 */
public record DeadLetter(
        String id,
        String service,
        String topic,
        int partition,
        long offset,
        @Nullable String key,
        String code,
        String message,
        @Nullable String valueBase64,
        int valueBytes,
        Instant at) {

    public static final String TYPE = "io.plimsoll.dead-letter.v1";

    private static final int KEPT = 16 * 1024;

    public static DeadLetter of(
            String service, ConsumerRecord<byte[], byte[]> record, String code, String message, Instant at) {
        byte[] value = record.value();
        return new DeadLetter(
                DeterministicId.of("x-", record.topic(), record.partition(), record.offset()),
                service,
                record.topic(),
                record.partition(),
                record.offset(),
                record.key() == null ? null : new String(record.key(), UTF_8),
                code,
                message,
                value == null
                        ? null
                        : Base64.getEncoder().encodeToString(Arrays.copyOf(value, Math.min(KEPT, value.length))),
                value == null ? 0 : value.length,
                at);
    }
}
