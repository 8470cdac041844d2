package io.plimsoll.sandbox.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.model.fact.Tick;
import io.plimsoll.sandbox.Fault;
import io.plimsoll.wire.CloudEvents;
import io.plimsoll.wire.ClusterPartitioner;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How long is waited for the log to fill, and what is said meanwhile and in the end. */
class WaterlineIT {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int PARTITIONS = 2;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
        broker.createTopics(PARTITIONS);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void whatIsNotCurrentYetIsToldAndWaitedFor() {
        AtomicReference<String> told = new AtomicReference<>("");
        try (Ticking _ = new Ticking("filling", told)) {

            Waterline.await(
                    broker.bootstrapServers(), Topic.DEFAULT_PREFIX, "filling", Duration.ofMinutes(2), told::set);
        }

        assertThat(told.get()).isEqualTo("pods SYNCING");
    }

    @Test
    void withoutAnyTickItSaysSoInTheEnd() {
        assertThatThrownBy(() -> Waterline.await(
                        broker.bootstrapServers(), Topic.DEFAULT_PREFIX, "silent", Duration.ofSeconds(2), _ -> {}))
                .isInstanceOf(Fault.class)
                .hasMessage("the cluster was not wholly in the log after 2 s: no tick of the watcher came");
    }

    @Test
    void whoWaitsMayGiveItUp() {
        Consumer<String> resigned = missing -> {
            throw new Fault("the watcher has ended");
        };

        assertThatThrownBy(() -> Waterline.await(
                        broker.bootstrapServers(), Topic.DEFAULT_PREFIX, "gone", Duration.ofMinutes(1), resigned))
                .hasMessage("the watcher has ended");
    }

    /** A watcher whose pods are being listed until somebody was told of it. */
    private static final class Ticking implements AutoCloseable {

        private final AtomicBoolean ended = new AtomicBoolean();

        private Ticking(String cluster, AtomicReference<String> told) {
            Thread.ofVirtual().start(() -> run(cluster, told));
        }

        private void run(String cluster, AtomicReference<String> told) {
            try (var producer = new KafkaProducer<>(
                    Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                while (!ended.get()) {
                    var standing = told.get().isEmpty() ? Tick.Standing.SYNCING : Tick.Standing.CURRENT;
                    producer.send(record(cluster, standing));
                    LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                }
            }
        }

        private static ProducerRecord<byte[], byte[]> record(String cluster, Tick.Standing standing) {
            Tick tick = new Tick(NOW, Map.of("pods", new Tick.Currency(standing, 0, null)), null, 0);
            Fact fact = new Fact(cluster, "Tick", null, "", null, null, NOW, Origin.WATCH, 1, false, List.of(), tick);
            var context = new CloudEvents.Context(
                    "t-1", CloudEvents.source("watcher", cluster), "io.plimsoll.fact.v1", NOW, fact.key());
            return new ProducerRecord<>(
                    Topic.FACTS.under(Topic.DEFAULT_PREFIX),
                    ClusterPartitioner.partition(cluster, PARTITIONS),
                    fact.key().getBytes(UTF_8),
                    Json.mapper().valueToTree(fact).toString().getBytes(UTF_8),
                    CloudEvents.headers(context));
        }

        @Override
        public void close() {
            ended.set(true);
        }
    }
}
