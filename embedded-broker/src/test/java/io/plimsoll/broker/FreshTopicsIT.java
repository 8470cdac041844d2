package io.plimsoll.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.wire.Topic;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class FreshTopicsIT {

    private static final int PARTITIONS = 12;

    @Test
    void topicsCanBeWrittenToWithoutARefusalOnceTheyAreCreated() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            for (int round = 0; round < 8; round++) {
                String prefix = "round" + round;

                broker.createTopics(prefix, PARTITIONS);

                try (var producer = new KafkaProducer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers",
                                broker.bootstrapServers(),
                                "retries",
                                0,
                                "enable.idempotence",
                                false),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
                    for (Topic topic : Topic.values()) {
                        var record = new ProducerRecord<>(
                                topic.under(prefix), PARTITIONS - 1, new byte[] {1}, new byte[] {2});
                        assertThat(producer.send(record).get().offset()).isZero();
                    }
                }
            }
        }
    }
}
