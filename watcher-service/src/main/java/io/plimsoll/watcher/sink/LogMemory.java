package io.plimsoll.watcher.sink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectReader;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.Deleted;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.watcher.project.Ledger;
import io.plimsoll.watcher.project.LogRecord;
import io.plimsoll.wire.ClusterPartitioner;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * What the log itself remembers: the watcher's only memory across restarts.
 *
 * <p>The cluster's partition is read to the end it had when reading began. Only names, uids and counts are taken in.
 */
public final class LogMemory {

    private static final Set<String> CONTROL = Set.of("Tick", "Synced", "WatchGap", "Relisted");
    private static final ObjectReader READER = Json.mapper().readerFor(Seed.class);

    private LogMemory() {}

    /** The few fields of a fact that are remembered. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Seed(
            String kind,
            @Nullable String namespace,
            @Nullable String name,
            @Nullable String uid,
            @Nullable String resourceVersion,
            Instant observedAt,
            long epoch,
            Said body) {

        public Seed {
            requireNonNull(kind, "kind");
            requireNonNull(observedAt, "observedAt");
            requireNonNull(body, "body");
        }
    }

    /** Of the body: what it is, and an event's count. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Said(String type, int count) {

        public Said {
            requireNonNull(type, "type");
        }
    }

    /**
     * What was found beside the objects, which the ledger has.
     *
     * @param epoch the highest; 0 in an empty log
     * @param unfinished tombstones that are missing: their writer died when it had said of an object that it is gone
     */
    public record Found(long epoch, List<LogRecord> unfinished) {}

    /** Fills a ledger from the log. */
    public static Found read(SinkSettings settings, int partitions, Ledger ledger) {
        TopicPartition partition =
                new TopicPartition(settings.topic(), ClusterPartitioner.partition(settings.cluster(), partitions));
        String prefix = settings.cluster() + "/";
        long epoch = 0;
        Map<String, Seed> unfinished = new LinkedHashMap<>();
        try (Consumer<String, byte[]> consumer = new KafkaConsumer<>(consumer(settings))) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    if (record.key() != null && record.key().startsWith(prefix)) {
                        epoch = Math.max(epoch, take(record, ledger, unfinished));
                    }
                }
            }
        }
        return new Found(
                epoch,
                unfinished.values().stream()
                        .map(seed -> LogRecord.tombstone(deleted(settings.cluster(), seed)))
                        .toList());
    }

    private static long take(ConsumerRecord<String, byte[]> record, Ledger ledger, Map<String, Seed> unfinished) {
        unfinished.remove(record.key());
        if (record.value() == null) {
            String[] parts = record.key().split("/", 4);
            if (parts.length == 4) {
                ledger.forget(new ObjectRef(parts[1], parts[2], parts[3], null));
            }
            return 0;
        }
        try {
            Seed seed = READER.readValue(record.value());
            if (seed == null) {
                return 0; // the word null, in JSON
            }
            ObjectRef object =
                    new ObjectRef(seed.kind(), seed.namespace(), seed.name() == null ? "" : seed.name(), seed.uid());
            if (seed.body().type().equals("Deleted")) {
                ledger.forget(object);
                unfinished.put(record.key(), seed);
            } else if (!CONTROL.contains(seed.kind())) {
                ledger.remember(object, seed.resourceVersion(), seed.body().count(), seed.observedAt());
            }
            return seed.epoch();
        } catch (IOException e) {
            return 0; // somebody else's record: the next list says what is
        }
    }

    private static Fact deleted(String cluster, Seed seed) {
        return new Fact(
                cluster,
                seed.kind(),
                seed.namespace(),
                seed.name() == null ? "" : seed.name(),
                seed.uid(),
                seed.resourceVersion(),
                seed.observedAt(),
                Origin.RELIST_DIFF,
                seed.epoch(),
                false,
                List.of(),
                new Deleted(seed.observedAt()));
    }

    private static Map<String, Object> consumer(SinkSettings settings) {
        Map<String, Object> consumer = new HashMap<>(settings.kafka());
        consumer.remove("group.id");
        consumer.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        consumer.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        consumer.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        return consumer;
    }
}
