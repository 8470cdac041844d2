package io.plimsoll.actuator.journal;

import io.plimsoll.actuator.messaging.FencedProducer;
import io.plimsoll.actuator.messaging.KafkaSettings;
import io.plimsoll.actuator.messaging.Records;
import io.plimsoll.model.DeterministicId;
import io.plimsoll.wire.CloudEvents;
import io.plimsoll.wire.ClusterPartitioner;
import io.plimsoll.wire.RecordTypes;
import io.plimsoll.wire.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Writes one term's journal. A transaction is always open, and the partition is already in it, so that no write waits for
 * more than its own acknowledgement; several writes are committed together when nobody waits.
 *
 * <p>For one thread.
 */
public final class JournalWriter implements AutoCloseable {

    /** Key of the sign that brings the partition into a transaction; always a tombstone. */
    static final String OPENED = "opened";

    private static final Duration WRITTEN_FOR = Duration.ofSeconds(1);
    private static final Duration OPEN_FOR_IF_BUSY = Duration.ofSeconds(20);
    private static final Duration OPEN_FOR_IF_EMPTY = Duration.ofSeconds(60);

    /** Far above those, so that a broker that is away for a while costs no term. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(5);

    private final FencedProducer producer;
    private final String topic;
    private final String cluster;
    private final int partition;
    private long openSince;
    private long writtenSince;
    private boolean written;

    private JournalWriter(FencedProducer producer, KafkaSettings settings) {
        this.producer = producer;
        this.topic = settings.name(Topic.MAINTENANCE_JOURNAL);
        this.cluster = settings.cluster();
        this.partition = ClusterPartitioner.partition(cluster, producer.partitions(topic));
    }

    /**
     * Begins; from now on nobody else's writes are taken.
     *
     * @throws FencedProducer.Over where the broker doesn't let it
     */
    public static JournalWriter begin(KafkaSettings settings) {
        FencedProducer producer = FencedProducer.open(settings, "journal", LONGEST_TRANSACTION);
        try {
            var writer = new JournalWriter(producer, settings);
            writer.open();
            return writer;
        } catch (KafkaException e) {
            producer.close();
            throw producer.over(e);
        }
    }

    private void open() {
        producer.begin();
        written = false;
        openSince = System.nanoTime();
        put(OPENED, null, Instant.EPOCH);
    }

    /** A record of the journal; null forgets the key. */
    Future<RecordMetadata> send(String key, @Nullable JournalEntry entry, Instant now) {
        if (!written) {
            written = true;
            writtenSince = System.nanoTime();
        }
        return put(key, entry, now);
    }

    private Future<RecordMetadata> put(String key, @Nullable JournalEntry entry, Instant now) {
        String whole = cluster + "/" + key;
        var context = new CloudEvents.Context(
                DeterministicId.of("j-", whole, now),
                CloudEvents.source("actuator", cluster),
                RecordTypes.JOURNAL,
                now,
                whole);
        return producer.send(
                Records.of(topic, partition, whole, entry, new RecordHeaders(CloudEvents.headers(context))));
    }

    /** Commits if it is time. */
    void rest(boolean idle) throws InterruptedException {
        long now = System.nanoTime();
        boolean due = written
                ? (idle && now - writtenSince > WRITTEN_FOR.toNanos()) || now - openSince > OPEN_FOR_IF_BUSY.toNanos()
                : idle && now - openSince > OPEN_FOR_IF_EMPTY.toNanos();
        if (due) {
            commit();
        }
    }

    void commit() throws InterruptedException {
        try {
            producer.commit();
            open();
        } catch (InterruptException e) {
            throw new InterruptedException("the term is over");
        } catch (KafkaException e) {
            throw producer.over(e);
        }
    }

    FencedProducer.Over over(Throwable failure) {
        return producer.over(failure);
    }

    /** Commits what was written, if the term is still ours. */
    @Override
    public void close() {
        try {
            if (written) {
                producer.commit();
            }
        } catch (KafkaException e) {
            // the next term writes it anew
        }
        producer.close();
    }
}
