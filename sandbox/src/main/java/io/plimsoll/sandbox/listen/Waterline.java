package io.plimsoll.sandbox.listen;

import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.Tick;
import io.plimsoll.sandbox.Fault;
import io.plimsoll.wire.CloudEvents;
import io.plimsoll.wire.ClusterPartitioner;
import io.plimsoll.wire.Decoded;
import io.plimsoll.wire.RecordTypes;
import io.plimsoll.wire.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Waits until the log holds the whole of a cluster: until a tick says that every resource that is served is current. */
public final class Waterline {

    private static final Duration POLL = Duration.ofMillis(100);
    /** Words to who waits, at most, until patience ends. */
    private static final int WORDS = 30;

    private Waterline() {}

    /**
     * @param waiting hears now and then what isn't current yet; may throw to have it given up
     * @throws Fault when it doesn't come to that in time; names what wasn't current
     */
    public static void await(
            String bootstrapServers, String prefix, String cluster, Duration patience, Consumer<String> waiting) {
        long deadline = System.nanoTime() + patience.toNanos();
        long wordEvery = patience.dividedBy(WORDS).toNanos();
        long nextWord = System.nanoTime() + wordEvery;
        String missing = "no tick of the watcher came";
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers, "fetch.max.wait.ms", "50"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            String topic = Topic.FACTS.under(prefix);
            int partitions = consumer.partitionsFor(topic).size();
            TopicPartition partition = new TopicPartition(topic, ClusterPartitioner.partition(cluster, partitions));
            consumer.assign(List.of(partition));
            consumer.seekToEnd(List.of(partition));
            while (System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (tick(record) instanceof Tick tick) {
                        missing = notCurrent(tick);
                        if (missing.isEmpty()) {
                            return;
                        }
                    }
                }
                if (System.nanoTime() - nextWord > 0) {
                    nextWord += wordEvery;
                    waiting.accept(missing);
                }
            }
        }
        throw new Fault("the cluster was not wholly in the log after " + patience.toSeconds() + " s: " + missing);
    }

    private static Object tick(ConsumerRecord<byte[], byte[]> record) {
        String type = CloudEvents.text(record.headers(), CloudEvents.TYPE_HEADER);
        return switch (Decoded.of(record.value(), type, RecordTypes.FACT, Fact.class)) {
            case Decoded.Good<Fact>(var fact) -> fact.body();
            case Decoded.Tombstone<Fact> nothing -> nothing;
            case Decoded.Bad<Fact> bad -> bad;
        };
    }

    private static String notCurrent(Tick tick) {
        return tick.resources().entrySet().stream()
                .filter(entry -> entry.getValue().standing() == Tick.Standing.SYNCING
                        || entry.getValue().standing() == Tick.Standing.GAP)
                .map(entry -> entry.getKey() + " " + entry.getValue().standing())
                .collect(Collectors.joining(", "));
    }
}
