package io.plimsoll.actuator.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.actuator.campaign.BrokenTurn;
import io.plimsoll.actuator.campaign.Ledger;
import io.plimsoll.actuator.campaign.Remembered;
import io.plimsoll.actuator.messaging.KafkaSettings;
import io.plimsoll.actuator.messaging.Outbox;
import io.plimsoll.wire.ClusterPartitioner;
import io.plimsoll.wire.Decoded;
import io.plimsoll.wire.RecordTypes;
import io.plimsoll.wire.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads and writes the journal of one cluster. */
public final class Journal {

    private static final System.Logger LOG = System.getLogger(Journal.class.getName());

    private final KafkaSettings kafka;
    private final Outbox outbox;
    private final String cluster;
    private long latestEpoch = Long.MIN_VALUE;

    public Journal(KafkaSettings kafka, Outbox outbox, String cluster) {
        this.kafka = kafka;
        this.outbox = outbox;
        this.cluster = cluster;
    }

    /** Of what was read last; below 0 before anything was. */
    public long latestEpoch() {
        return latestEpoch;
    }

    /** Everything remembered, as of the topic's end when asked. */
    public Ledger read() {
        String topic = kafka.name(Topic.MAINTENANCE_JOURNAL);
        Ledger ledger = new Ledger();
        Map<String, Object> properties = kafka.consumer();
        properties.put("enable.auto.commit", false);
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(
                    topic,
                    ClusterPartitioner.partition(
                            cluster, consumer.partitionsFor(topic).size()));
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            long latest = Long.MIN_VALUE;
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    latest = Math.max(latest, restore(ledger, record, latest));
                }
            }
            latestEpoch = latest;
        }
        ledger.changes();
        return ledger;
    }

    private long restore(Ledger ledger, ConsumerRecord<byte[], byte[]> record, long latest) {
        String key = record.key() == null ? "" : new String(record.key(), UTF_8);
        if (!key.startsWith(cluster + "/")) {
            return latest;
        }
        String own = key.substring(cluster.length() + 1);
        return switch (Decoded.of(record.value(), null, RecordTypes.JOURNAL, JournalEntry.class)) {
            case Decoded.Tombstone<JournalEntry> _ -> {
                ledger.restore(own, null);
                yield latest;
            }
            case Decoded.Bad<JournalEntry>(var code, var message) -> {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "journal record can't be read, passed over: key=" + key + " offset=" + record.offset()
                                + " code=" + code + " message=" + message);
                yield latest;
            }
            case Decoded.Good<JournalEntry>(var entry) -> {
                if (entry.epoch() >= latest) {
                    ledger.restore(own, entry.value());
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
     */
    public void write(Map<String, @Nullable Remembered> values, long epoch, Instant now)
            throws InterruptedException, ExecutionException {
        Map<String, Future<RecordMetadata>> sent = new LinkedHashMap<>();
        values.forEach((key, value) -> sent.put(
                key,
                outbox.journal(
                        cluster + "/" + key,
                        value == null ? null : new JournalEntry(epoch, now, value),
                        cluster,
                        now)));
        for (var each : sent.entrySet()) {
            try {
                each.getValue().get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RecordTooLargeException tooLarge) {
                    throw new BrokenTurn(Ledger.requestOf(each.getKey()), tooLarge);
                }
                throw e;
            }
        }
    }
}
