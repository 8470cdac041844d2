package io.plimsoll.benchmarks.log;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** The end of a topic of one partition, for measurements of what comes to it. */
public final class TopicEnd {

    private TopicEnd() {}

    /** A consumer that sees all that is written and committed from now on, and nothing before; the caller closes it. */
    public static <K> KafkaConsumer<K, byte[]> follow(String bootstrap, String topic, Deserializer<K> keys) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        100),
                keys,
                new ByteArrayDeserializer());
        var partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        consumer.position(partition); // seeking is lazy: what comes from here on is to be seen
        return consumer;
    }
}
