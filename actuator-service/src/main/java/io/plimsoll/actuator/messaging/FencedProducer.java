package io.plimsoll.actuator.messaging;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A producer that writes for one term of one cluster, and for no other: as it is opened the broker refuses whatever the one
 * before it still has to write, and gives up what that one had not committed.
 *
 * <p>Only who leads may open one. For one thread.
 */
public final class FencedProducer implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaSettings settings;
    private final String id;

    private FencedProducer(KafkaSettings settings, String id, KafkaProducer<byte[], byte[]> producer) {
        this.settings = settings;
        this.id = id;
        this.producer = producer;
    }

    /** Nothing more can be written in this term. */
    public static final class Over extends RuntimeException {

        private static final long serialVersionUID = 1;

        Over(String why, Throwable cause) {
            super(why, cause);
        }
    }

    /**
     * Opens it; returns once nothing of the former one is under way any more.
     *
     * @param what is written with it; with the prefix and the cluster its {@code transactional.id}
     * @param longest after which the broker gives a transaction up
     * @throws Over where the broker doesn't let it; one line
     */
    public static FencedProducer open(KafkaSettings settings, String what, Duration longest) {
        String id = settings.prefix() + "-actuator-" + settings.cluster() + "-" + what;
        Map<String, Object> properties = settings.producer();
        properties.put("transactional.id", id);
        properties.put("transaction.timeout.ms", (int) longest.toMillis());
        var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
            return new FencedProducer(settings, id, producer);
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw new Over(unopened(id, e), e);
        }
    }

    private static String unopened(String id, KafkaException failure) {
        return switch (failure) {
            case TransactionalIdAuthorizationException _ ->
                "the broker doesn't let this user write with transactional.id " + id
                        + ": grant it Write and Describe on TransactionalId, as in deploy/strimzi/users.yaml";
            case TimeoutException _ ->
                "the broker has opened no transaction for transactional.id " + id
                        + " in time: is it there, and does its transaction.state.log.replication.factor ask for no more"
                        + " brokers than there are?";
            default -> "no transaction can be opened for transactional.id " + id + ": " + failure.getMessage();
        };
    }

    public void begin() {
        producer.beginTransaction();
    }

    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        return producer.send(record);
    }

    public void commit() {
        producer.commitTransaction();
    }

    void abort() {
        producer.abortTransaction();
    }

    public int partitions(String topic) {
        return producer.partitionsFor(topic).size();
    }

    /** What a failure of one of these means, in one line. */
    public Over over(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Over over) {
                return over;
            }
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return new Over(
                        "another instance writes for cluster " + settings.cluster()
                                + " now, or the broker has given up a transaction that lasted too long: transactional.id "
                                + id + " is no longer ours. If it comes again and again: is there a second installation"
                                + " for this cluster under topic prefix " + settings.prefix() + "?",
                        failure);
            }
        }
        Throwable root = failure.getCause() == null ? failure : failure.getCause();
        return new Over("the broker doesn't take what transactional.id " + id + " writes: " + root, failure);
    }

    /** What isn't committed is given up. */
    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
