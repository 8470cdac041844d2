package io.plimsoll.watcher.sink;

import io.plimsoll.wire.ClusterPartitioner;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How records are sent.
 *
 * @param kafka client settings by Kafka's own names, {@code bootstrap.servers} among them
 * @param queueRecords most records that wait
 * @param queueBytes most bytes that wait
 * @param awayAfter how long without any answer until the broker counts as away
 */
public record SinkSettings(
        Map<String, Object> kafka,
        String cluster,
        String topic,
        int queueRecords,
        long queueBytes,
        Duration awayAfter) {

    /** Records handed to the producer and not yet acknowledged: enough for full batches, few enough to stay fresh. */
    static final int IN_FLIGHT = 4_000;

    public SinkSettings {
        kafka = Map.copyOf(kafka);
    }

    public static SinkSettings of(Map<String, Object> kafka, String cluster, String topic) {
        return new SinkSettings(kafka, cluster, topic, 20_000, 32L << 20, Duration.ofSeconds(5));
    }

    /** Where the broker is, for people. */
    public String broker() {
        return String.valueOf(kafka.get("bootstrap.servers"));
    }

    public SinkSettings ofCluster(String name) {
        return new SinkSettings(kafka, name, topic, queueRecords, queueBytes, awayAfter);
    }

    public SinkSettings awayAfter(Duration wanted) {
        return new SinkSettings(kafka, cluster, topic, queueRecords, queueBytes, wanted);
    }

    /** Retries never end: what can't be sent now is sent later, in order. */
    Map<String, Object> producer() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, ClusterPartitioner.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 16L << 20);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 1_000);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        return settings;
    }
}
