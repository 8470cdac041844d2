package io.plimsoll.actuator.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.opentelemetry.context.Context;
import io.plimsoll.actuator.journal.JournalEntry;
import io.plimsoll.model.DeterministicId;
import io.plimsoll.model.maintenance.AuditRecord;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.wire.CloudEvents;
import io.plimsoll.wire.ClusterPartitioner;
import io.plimsoll.wire.DeadLetter;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.RecordTypes;
import io.plimsoll.wire.Topic;
import io.plimsoll.wire.trace.Traces;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Everything the actuator writes to Kafka, with CloudEvents headers. The journal has a producer of its own: acts wait for
 * it, and it waits for no answer or account that happens to be on its way.
 */
public final class Outbox implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Outbox.class.getName());
    private static final String SERVICE = "actuator";

    private final KafkaSettings settings;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaProducer<byte[], byte[]> journal;
    private final Origins origins = new Origins();

    public Outbox(KafkaSettings settings) {
        this.settings = settings;
        this.producer = new KafkaProducer<>(settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
        this.journal = new KafkaProducer<>(settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A request or decision was read: acts and answers that name its id are in its trace. */
    public void came(String id, Headers headers) {
        origins.came(id, headers);
    }

    /** An answer; the same answer given again bears the same id. */
    public Future<RecordMetadata> answer(MaintenanceStatus status) {
        String id = DeterministicId.of(
                "s-", status.cluster(), status.request(), status.state(), status.progress(), status.updatedAt());
        var context = new CloudEvents.Context(
                id,
                CloudEvents.source(SERVICE, status.cluster()),
                MaintenanceStatus.TYPE,
                status.updatedAt(),
                status.request());
        Context cause = origins.of(status.request());
        return send(Topic.MAINTENANCE_STATUS, status.request(), status, traced("answer", cause, context));
    }

    public Future<RecordMetadata> audit(AuditRecord record) {
        var context = new CloudEvents.Context(
                record.id(),
                CloudEvents.source(SERVICE, record.cluster()),
                AuditRecord.TYPE,
                record.at(),
                record.key());
        Context cause = record.origin() == null ? Context.root() : origins.of(record.origin());
        return send(Topic.AUDIT, record.key(), record, traced(record.act(), cause, context));
    }

    public Future<RecordMetadata> deadLetter(DeadLetter letter) {
        var context = new CloudEvents.Context(
                letter.id(),
                CloudEvents.source(SERVICE, settings.cluster()),
                DeadLetter.TYPE,
                letter.at(),
                letter.topic());
        String key = letter.key() == null ? letter.id() : letter.key();
        return send(Topic.DEAD_LETTERS, key, letter, headers(context));
    }

    /** A record of the journal; null forgets the key. */
    public Future<RecordMetadata> journal(String key, @Nullable JournalEntry entry, String cluster, Instant now) {
        String topic = settings.name(Topic.MAINTENANCE_JOURNAL);
        int partition = ClusterPartitioner.partition(
                cluster, journal.partitionsFor(topic).size());
        var context = new CloudEvents.Context(
                DeterministicId.of("j-", key, now),
                CloudEvents.source(SERVICE, cluster),
                RecordTypes.JOURNAL,
                now,
                key);
        return send(journal, record(Topic.MAINTENANCE_JOURNAL, partition, key, entry, headers(context)));
    }

    /** Returns once everything but the journal is acknowledged. */
    public void flush() {
        producer.flush();
    }

    private static Headers headers(CloudEvents.Context context) {
        return new RecordHeaders(CloudEvents.headers(context));
    }

    /** The same as the next step of a trace, where there is one. */
    private static Headers traced(String step, Context cause, CloudEvents.Context context) {
        Headers headers = headers(context);
        if (Traces.traced(cause)) {
            Traces.step(step, cause, context.subject(), headers);
        }
        return headers;
    }

    private Future<RecordMetadata> send(Topic topic, String key, Object value, Headers headers) {
        return send(producer, record(topic, null, key, value, headers));
    }

    private ProducerRecord<byte[], byte[]> record(
            Topic topic, @Nullable Integer partition, String key, @Nullable Object value, Headers headers) {
        return new ProducerRecord<>(
                settings.name(topic), partition, key.getBytes(UTF_8), value == null ? null : bytes(value), headers);
    }

    private static Future<RecordMetadata> send(
            KafkaProducer<byte[], byte[]> through, ProducerRecord<byte[], byte[]> record) {
        return through.send(record, (_, failure) -> {
            if (failure != null) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "record was not written: topic=" + record.topic() + " key=" + new String(record.key(), UTF_8)
                                + " cause=" + failure.getMessage());
            }
        });
    }

    private static byte[] bytes(Object value) {
        try {
            return Json.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a " + value.getClass().getSimpleName() + " can always be written", e);
        }
    }

    @Override
    public void close() {
        journal.close(Duration.ofSeconds(2));
        producer.close(Duration.ofSeconds(2));
    }
}
