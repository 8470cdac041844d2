package io.plimsoll.watcher.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.watcher.project.LogRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** A topic that appears while records wait for it: its broker lists it before it leads it. */
class FreshTopicIT {

    private static final int ROUNDS = 10;
    /** Many, so that the broker takes a while to open them. */
    private static final int PARTITIONS = 40;

    private static final int RECORDS = 3_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void everyRecordIsWrittenInOrderThoughTheFirstMayBeRefused() throws Exception {
        List<String> keys = IntStream.range(0, RECORDS)
                .mapToObj(each -> "eu1/Pod/shop/" + each)
                .toList();
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Admin admin = broker.admin()) {
            for (int round = 0; round < ROUNDS; round++) {
                String topic = "fresh-" + round;
                SinkSettings settings =
                        SinkSettings.of(Map.of("bootstrap.servers", broker.bootstrapServers()), "eu1", topic);
                try (FactSink sink = new FactSink(settings, _ -> {})) {
                    for (String key : keys) {
                        sink.put(new LogRecord(key, "Pod", null));
                    }
                    admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                            .all()
                            .get();
                    sink.start();

                    assertThat(written(broker, topic)).as(topic).isEqualTo(keys);
                }
            }
        }
    }

    private static List<String> written(EmbeddedBroker broker, String topic) {
        List<String> found = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = IntStream.range(0, PARTITIONS)
                    .mapToObj(each -> new TopicPartition(topic, each))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (found.size() < RECORDS && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> found.add(record.key()));
            }
        }
        return found;
    }
}
