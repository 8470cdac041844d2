package io.plimsoll.actuator.messaging;

import io.opentelemetry.context.Context;
import io.plimsoll.model.DeterministicId;
import io.plimsoll.model.maintenance.AuditRecord;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.wire.CloudEvents;
import io.plimsoll.wire.DeadLetter;
import io.plimsoll.wire.Topic;
import io.plimsoll.wire.trace.Traces;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the actuator writes to Kafka whether it leads or not, with CloudEvents headers: an account of what was done is true even
 * if another has taken over since, and mustn't be lost. Journal and answers have producers of their own, which serve one term.
 */
public final class Outbox implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Outbox.class.getName());
    private static final String SERVICE = "actuator";

    private final KafkaSettings settings;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Origins origins = new Origins();

    public Outbox(KafkaSettings settings) {
        this.settings = settings;
        this.producer = new KafkaProducer<>(settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A request or decision was read: acts and answers that name its id are in its trace. */
    public void came(String id, Headers headers) {
        origins.came(id, headers);
    }

    /** Of an answer; that of the same answer bears the same id. */
    ProducerRecord<byte[], byte[]> record(MaintenanceStatus status) {
        String id = DeterministicId.of(
                "s-", status.cluster(), status.request(), status.state(), status.progress(), status.updatedAt());
        var context = new CloudEvents.Context(
                id,
                CloudEvents.source(SERVICE, status.cluster()),
                MaintenanceStatus.TYPE,
                status.updatedAt(),
                status.request());
        Context cause = origins.of(status.request());
        return Records.of(
                settings, Topic.MAINTENANCE_STATUS, status.request(), status, traced("answer", cause, context));
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

    /**
     * Returns once it is there.
     *
     * @throws IllegalStateException if that can't be had now, so that its record has to be read again
     */
    public void deadLetter(DeadLetter letter) {
        var context = new CloudEvents.Context(
                letter.id(),
                CloudEvents.source(SERVICE, settings.cluster()),
                DeadLetter.TYPE,
                letter.at(),
                letter.topic());
        String key = letter.key() == null ? letter.id() : letter.key();
        Future<RecordMetadata> sent = send(Topic.DEAD_LETTERS, key, letter, headers(context));
        try {
            sent.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                throw new IllegalStateException(
                        "its dead letter can't be written to " + settings.name(Topic.DEAD_LETTERS) + ": "
                                + e.getCause().getMessage(),
                        e.getCause());
            }
        }
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
        ProducerRecord<byte[], byte[]> record = Records.of(settings, topic, key, value, headers);
        return producer.send(record, (_, failure) -> {
            if (failure != null) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "record was not written: topic=" + record.topic() + " key=" + key + " cause="
                                + failure.getMessage());
            }
        });
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
