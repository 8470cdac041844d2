package io.plimsoll.sandbox.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.wire.ClusterPartitioner;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Topic;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Facts of the topic, from its beginning, as JSON lines of key, headers and value. */
public final class Recorder {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, Object> client;
    private final String prefix;
    private final @Nullable String cluster;

    /**
     * @param client how the broker is reached, by Kafka's own keys
     * @param cluster whose facts; null for all
     */
    public Recorder(Map<String, Object> client, String prefix, @Nullable String cluster) {
        this.client = new HashMap<>(client);
        this.client.put("default.api.timeout.ms", "10000");
        this.client.put("request.timeout.ms", "5000");
        this.prefix = prefix;
        this.cluster = cluster;
    }

    /** Writes what is there, then what comes while {@code follow} says so; returns how many records. */
    public long record(Writer out, BooleanSupplier follow) throws IOException {
        try (var consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long written = 0;
            while (follow.getAsBoolean()
                    || partitions.stream()
                            .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    written += write(record, out);
                }
                out.flush();
            }
            return written;
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        String topic = Topic.FACTS.under(prefix);
        int count = consumer.partitionsFor(topic).size();
        if (cluster != null) {
            return List.of(new TopicPartition(topic, ClusterPartitioner.partition(cluster, count)));
        }
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    private int write(ConsumerRecord<byte[], byte[]> record, Writer out) throws IOException {
        String key = record.key() == null ? "" : new String(record.key(), UTF_8);
        if (cluster != null && !key.startsWith(cluster + "/")) {
            return 0;
        }
        ObjectNode line = Json.mapper().createObjectNode();
        line.put("key", key);
        ObjectNode headers = line.putObject("headers");
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), UTF_8));
        }
        line.set("value", record.value() == null ? null : Json.mapper().readTree(record.value()));
        out.write(Json.mapper().writeValueAsString(line));
        out.write('\n');
        return 1;
    }
}
