package io.plimsoll.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** A record type as JSON bytes; null stays null, so that tombstones pass. */
public final class JsonSerde<T> implements Serde<T> {

    private final ObjectReader reader;
    private final ObjectWriter writer;

    private JsonSerde(Class<T> type) {
        this.reader = Json.mapper().readerFor(type);
        this.writer = Json.mapper().writerFor(type);
    }

    public static <T> JsonSerde<T> of(Class<T> type) {
        return new JsonSerde<>(type);
    }

    /** Fails with {@link SerializationException} where a value can't be written. */
    @Override
    public Serializer<T> serializer() {
        return (_, value) -> value == null ? null : write(value);
    }

    /** Fails with {@link SerializationException} on bad input; {@link Decoded#of} gives it as a value instead. */
    @Override
    public Deserializer<T> deserializer() {
        return (_, bytes) -> bytes == null ? null : read(bytes);
    }

    private byte[] write(T value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new SerializationException("can't be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    private @Nullable T read(byte[] bytes) {
        try {
            return reader.readValue(bytes);
        } catch (IOException e) {
            throw new SerializationException("not the expected JSON: " + e.getMessage(), e);
        }
    }
}
