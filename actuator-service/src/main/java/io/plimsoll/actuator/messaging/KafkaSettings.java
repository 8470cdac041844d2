package io.plimsoll.actuator.messaging;

import io.plimsoll.wire.Topic;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the broker is and what topics are called.
 *
 * @param common settings of Kafka's own names for every client: bootstrap servers, security
 */
public record KafkaSettings(Map<String, String> common, String prefix, String cluster) {

    public KafkaSettings {
        common = Map.copyOf(common);
    }

    public static KafkaSettings of(String bootstrapServers, String cluster) {
        return new KafkaSettings(Map.of("bootstrap.servers", bootstrapServers), Topic.DEFAULT_PREFIX, cluster);
    }

    public String name(Topic topic) {
        return topic.under(prefix);
    }

    public Map<String, Object> consumer() {
        Map<String, Object> properties = new HashMap<>(common);
        properties.put("allow.auto.create.topics", false);
        properties.put("auto.offset.reset", "earliest");
        properties.put("metadata.max.age.ms", 5_000);
        properties.put("reconnect.backoff.max.ms", 1_000);
        return properties;
    }

    /**
     * Every record is acknowledged by all in-sync replicas, and never reordered or doubled by a retry. Compressed, since a
     * broker takes 1 MB at most where nobody has told it otherwise, and the answer to a large plan is more.
     */
    public Map<String, Object> producer() {
        Map<String, Object> properties = new HashMap<>(common);
        properties.put("acks", "all");
        properties.put("enable.idempotence", true);
        properties.put("max.in.flight.requests.per.connection", 1); // order on a fresh topic, too: KAFKA-14359
        properties.put("linger.ms", 0);
        properties.put("compression.type", "gzip");
        properties.put("compression.gzip.level", 1);
        properties.put("max.request.size", 16 << 20);
        properties.put("reconnect.backoff.max.ms", 1_000);
        properties.put("max.block.ms", 10_000);
        properties.put("metadata.max.age.ms", 30_000);
        return properties;
    }
}
