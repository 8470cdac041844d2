package io.plimsoll.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.wire.Topic;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class EmbeddedBrokerIT {

    @Test
    void recordsOutliveARestartOnTheSamePort() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(2);
            TopicPartition partition = new TopicPartition(Topic.FACTS.under(Topic.DEFAULT_PREFIX), 0);
            try (var producer = new KafkaProducer<>(
                    Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                byte[] bytes = "kept".getBytes(UTF_8);
                producer.send(new ProducerRecord<>(partition.topic(), 0, bytes, bytes))
                        .get();
            }

            broker.restart();

            try (var consumer = new KafkaConsumer<>(
                    Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())) {
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                assertThat(consumer.poll(Duration.ofSeconds(20)).count()).isEqualTo(1);
            }
        }
    }

    @Test
    void aTakenPortIsNamed() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            assertThatThrownBy(() -> EmbeddedBroker.start(broker.port(), Map.of()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("port " + broker.port() + " is taken");
        }
    }
}
