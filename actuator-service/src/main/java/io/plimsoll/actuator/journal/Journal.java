package io.plimsoll.actuator.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.actuator.fault.BrokenTurn;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.ledger.Remembered;
import io.plimsoll.actuator.messaging.FencedProducer;
import io.plimsoll.actuator.messaging.KafkaSettings;
import io.plimsoll.wire.ClusterPartitioner;
import io.plimsoll.wire.Decoded;
import io.plimsoll.wire.RecordTypes;
import io.plimsoll.wire.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the journal of one cluster.
 *
 * <p>What the broker has acknowledged is acted upon, committed or not: it is read whether it was committed or not, and since
 * only one term can write at a time, all that is found has been written by those whose turn it was. What an earlier term didn't
 * come to commit is written anew by the next, since compaction would throw it away.
 */
public final class Journal {

    private static final System.Logger LOG = System.getLogger(Journal.class.getName());

    private final KafkaSettings kafka;
    private final JournalWriter writer;
    private final String cluster;
    private final Map<String, Kept> kept = new HashMap<>();
    private long latestEpoch = Long.MIN_VALUE;

    /** What stands for a key, and where it lies. */
    private record Kept(long offset, @Nullable Remembered value) {}

    public Journal(KafkaSettings kafka, JournalWriter writer, String cluster) {
        this.kafka = kafka;
        this.writer = writer;
        this.cluster = cluster;
    }

    /** Of what was read last; below 0 before anything was. */
    public long latestEpoch() {
        return latestEpoch;
    }

    /** Everything remembered, as of the topic's end when asked; to be followed by {@link #writeAnew}. */
    public Ledger read() {
        Ledger ledger = new Ledger();
        latestEpoch = Long.MIN_VALUE;
        kept.clear();
        through("read_uncommitted", record -> latestEpoch = Math.max(latestEpoch, restore(ledger, record)));
        ledger.changes();
        return ledger;
    }

    /** Writes down and commits what of that which was read isn't committed. */
    public void writeAnew(long epoch, Instant now) throws InterruptedException {
        Map<String, Long> committed = new HashMap<>();
        through("read_committed", record -> committed.put(own(record), record.offset()));
        Map<String, @Nullable Remembered> lost = new LinkedHashMap<>();
        kept.forEach((key, found) -> {
            if (!Long.valueOf(found.offset()).equals(committed.get(key))) {
                lost.put(key, found.value());
            }
        });
        kept.clear();
        if (!lost.isEmpty()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "journal records that were not committed are written anew: " + lost.size());
            write(lost, epoch, now);
            writer.commit();
        }
    }

    private void through(String isolation, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        String topic = kafka.name(Topic.MAINTENANCE_JOURNAL);
        Map<String, Object> properties = kafka.consumer();
        properties.put("enable.auto.commit", false);
        properties.put("isolation.level", isolation);
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(
                    topic,
                    ClusterPartitioner.partition(
                            cluster, consumer.partitionsFor(topic).size()));
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (own(record) != null) {
                        each.accept(record);
                    }
                }
            }
        }
    }

    /** The record's key within the cluster; null where it is another cluster's, or nothing but a sign. */
    private @Nullable String own(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), UTF_8);
        String own = key.startsWith(cluster + "/") ? key.substring(cluster.length() + 1) : null;
        return JournalWriter.OPENED.equals(own) ? null : own;
    }

    private long restore(Ledger ledger, ConsumerRecord<byte[], byte[]> record) {
        String own = Objects.requireNonNull(own(record));
        return switch (Decoded.of(record.value(), null, RecordTypes.JOURNAL, JournalEntry.class)) {
            case Decoded.Tombstone<JournalEntry> _ -> {
                ledger.restore(own, null);
                kept.put(own, new Kept(record.offset(), null));
                yield latestEpoch;
            }
            case Decoded.Bad<JournalEntry>(var code, var message) -> {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "journal record can't be read, passed over: key=" + cluster + "/" + own + " offset="
                                + record.offset() + " code=" + code + " message=" + message);
                yield latestEpoch;
            }
            case Decoded.Good<JournalEntry>(var entry) -> {
                if (entry.epoch() >= latestEpoch) {
                    ledger.restore(own, entry.value());
                    kept.put(own, new Kept(record.offset(), entry.value()));
                }
                yield entry.epoch();
            }
        };
    }

    /**
     * Writes and waits until every replica that counts has it.
     *
     * @param values null forgets the key
     * @throws BrokenTurn if one of them is larger than the topic takes: it would be the next time, too
     * @throws FencedProducer.Over if nothing can be written in this term any more
     */
    public void write(Map<String, @Nullable Remembered> values, long epoch, Instant now) throws InterruptedException {
        Map<String, Future<RecordMetadata>> sent = new LinkedHashMap<>();
        try {
            values.forEach((key, value) ->
                    sent.put(key, writer.send(key, value == null ? null : new JournalEntry(epoch, now, value), now)));
            for (var each : sent.entrySet()) {
                each.getValue().get();
            }
        } catch (InterruptException e) {
            throw new InterruptedException("the term is over");
        } catch (ExecutionException | KafkaException e) {
            throw broken(sent, e);
        }
    }

    private RuntimeException broken(Map<String, Future<RecordMetadata>> sent, Exception failure) {
        for (var each : sent.entrySet()) {
            if (each.getValue().state() == Future.State.FAILED
                    && each.getValue().exceptionNow() instanceof RecordTooLargeException tooLarge) {
                return new BrokenTurn(Ledger.requestOf(each.getKey()), tooLarge);
            }
        }
        return writer.over(failure);
    }

    /** Commits what has been written, once it is time and nobody waits. */
    public void rest(boolean idle) throws InterruptedException {
        writer.rest(idle);
    }
}
