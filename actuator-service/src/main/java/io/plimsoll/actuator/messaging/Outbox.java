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
import java.time.Instant;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Everything the actuator writes to Kafka, with CloudEvents headers. */
public final class Outbox implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Outbox.class.getName());
    private static final String SERVICE = "actuator";

    private final KafkaSettings settings;
    /** Above this a value is compressed: a broker takes 1 MB, headers and all, where nobody has told it otherwise. */
    private static final int LARGE = 900_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Origins origins = new Origins();
    private @Nullable KafkaProducer<byte[], byte[]> producerOfLarge;

    public Outbox(KafkaSettings settings) {
        this.settings = settings;
        this.producer = new KafkaProducer<>(settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
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
        return send(Topic.MAINTENANCE_STATUS, null, status.request(), status, traced("answer", cause, context));
    }

    public Future<RecordMetadata> audit(AuditRecord record) {
        var context = new CloudEvents.Context(
                record.id(),
                CloudEvents.source(SERVICE, record.cluster()),
                AuditRecord.TYPE,
                record.at(),
                record.key());
        Context cause = record.origin() == null ? Context.root() : origins.of(record.origin());
        return send(Topic.AUDIT, null, record.key(), record, traced(record.act(), cause, context));
    }

    public Future<RecordMetadata> deadLetter(DeadLetter letter) {
        var context = new CloudEvents.Context(
                letter.id(),
                CloudEvents.source(SERVICE, settings.cluster()),
                DeadLetter.TYPE,
                letter.at(),
                letter.topic());
        return send(
                Topic.DEAD_LETTERS, null, letter.key() == null ? letter.id() : letter.key(), letter, headers(context));
    }

    /** A record of the journal; null forgets the key. */
    public Future<RecordMetadata> journal(String key, @Nullable JournalEntry entry, String cluster, Instant now) {
        String topic = settings.name(Topic.MAINTENANCE_JOURNAL);
        int partition = ClusterPartitioner.partition(
                cluster, producer.partitionsFor(topic).size());
        var context = new CloudEvents.Context(
                DeterministicId.of("j-", key, now),
                CloudEvents.source(SERVICE, cluster),
                RecordTypes.JOURNAL,
                now,
                key);
        return send(Topic.MAINTENANCE_JOURNAL, partition, key, entry, headers(context));
    }

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

    private Future<RecordMetadata> send(
            Topic topic, @Nullable Integer partition, String key, @Nullable Object value, Headers headers) {
        var record = new ProducerRecord<byte[], byte[]>(
                settings.name(topic), partition, key.getBytes(UTF_8), value == null ? null : bytes(value), headers);
        Callback told = (_, failure) -> {
            if (failure != null) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "record was not written: topic=" + record.topic() + " key=" + key + " cause="
                                + failure.getMessage());
            }
        };
        byte[] bytes = record.value();
        return bytes == null || bytes.length <= LARGE ? producer.send(record, told) : sendLarge(record, told);
    }

    /** In its place among the others: what was sent before it is written first, and it before what comes after. */
    private synchronized Future<RecordMetadata> sendLarge(ProducerRecord<byte[], byte[]> record, Callback told) {
        KafkaProducer<byte[], byte[]> large = producerOfLarge;
        if (large == null) {
            large = new KafkaProducer<>(
                    settings.producerOfLarge(), new ByteArraySerializer(), new ByteArraySerializer());
            producerOfLarge = large;
        }
        producer.flush();
        Future<RecordMetadata> sent = large.send(record, told);
        large.flush();
        return sent;
    }

    private static byte[] bytes(Object value) {
        try {
            return Json.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a " + value.getClass().getSimpleName() + " can always be written", e);
        }
    }

    @Override
    public synchronized void close() {
        producer.close(java.time.Duration.ofSeconds(2));
        if (producerOfLarge != null) {
            producerOfLarge.close(java.time.Duration.ofSeconds(2));
        }
    }
}
