package io.plimsoll.analyzer.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.StreamsConfig;

/** Reads a partition once more from its beginning, beside Streams: what was taken before the working set was lost. */
final class LogFromStart {

    private static final Duration POLL = Duration.ofSeconds(5);
    private static final int SILENCES = 12;

    private LogFromStart() {}

    /**
     * Hands out every record before the offset, in order.
     *
     * @throws IllegalStateException when the broker gives nothing for a minute
     */
    static void read(
            Map<String, Object> streamsConfig,
            TopicPartition partition,
            long before,
            Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        Map<String, Object> config =
                new HashMap<>(new StreamsConfig(streamsConfig).getRestoreConsumerConfigs("plimsoll-rebuild"));
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            int silent = 0;
            while (consumer.position(partition) < before) {
                var records = consumer.poll(POLL);
                silent = records.isEmpty() ? silent + 1 : 0;
                if (silent > SILENCES) {
                    throw new IllegalStateException("the log of " + partition + " can't be read from its start: at "
                            + consumer.position(partition) + " of " + before + " nothing comes");
                }
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    if (record.offset() < before) {
                        taker.accept(record);
                    }
                }
            }
        }
    }
}
