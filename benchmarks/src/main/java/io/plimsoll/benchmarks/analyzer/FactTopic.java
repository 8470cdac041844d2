package io.plimsoll.benchmarks.analyzer;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.wire.CloudEvents;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.RecordTypes;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Where the facts are written, as the watcher does. */
final class FactTopic implements AutoCloseable {

    private final KafkaProducer<String, byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private Instant newest = Instant.EPOCH;
    private long sent;
    private long bytes;

    FactTopic(String bootstrap, int lingerMillis) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4",
                        ProducerConfig.LINGER_MS_CONFIG,
                        lingerMillis,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        131_072),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    void send(Fact fact) {
        byte[] value = json(fact);
        var record = new ProducerRecord<>(Sides.FACTS, 0, fact.observedAt().toEpochMilli(), fact.key(), value);
        String source = CloudEvents.source("watcher", fact.cluster());
        var event = new CloudEvents.Context("f-" + sent, source, RecordTypes.FACT, fact.observedAt(), fact.key());
        CloudEvents.headers(event).forEach(record.headers()::add);
        producer.send(record, (_, problem) -> {
            if (problem != null) {
                failure.compareAndSet(null, problem);
            }
        });
        newest = fact.observedAt().isAfter(newest) ? fact.observedAt() : newest;
        sent++;
        bytes += value.length;
    }

    /** Until the broker has them all. */
    void flush() {
        producer.flush();
        Exception problem = failure.get();
        if (problem != null) {
            throw new IllegalStateException("a fact couldn't be written: " + problem.getMessage(), problem);
        }
    }

    /** The latest time of a fact that was sent. */
    Instant newest() {
        return newest;
    }

    long sent() {
        return sent;
    }

    long meanBytes() {
        return sent == 0 ? 0 : bytes / sent;
    }

    static byte[] json(Fact fact) {
        try {
            return Json.mapper().writeValueAsBytes(fact);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
