package io.plimsoll.analyzer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.analyzer.analysis.ClusterAnalysis;
import io.plimsoll.analyzer.analysis.Outcome;
import io.plimsoll.analyzer.cases.AutoscalerCasesTest;
import io.plimsoll.analyzer.cases.Cases;
import io.plimsoll.analyzer.cases.MemoryCasesTest;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.analyzer.detect.nodes.NodeCasesTest;
import io.plimsoll.analyzer.detect.quorum.StatefulSetCasesTest;
import io.plimsoll.analyzer.detect.spread.ImbalanceCasesTest;
import io.plimsoll.analyzer.detect.watch.WatchCasesTest;
import io.plimsoll.analyzer.state.Position;
import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cases of the rules once more, with {@code exactly_once_v2} over a real broker: each case as a cluster of its own, all
 * at once, with the client thrown away in the middle. What can be read committed is what the analysis alone says, each once.
 */
class ExactlyOnceIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int PARTITIONS = 3;
    private static final AnalysisTopics TOPICS = AnalysisTopics.under("plimsoll");
    private static final List<Class<?>> SUITE = List.of(
            NodeCasesTest.class,
            StatefulSetCasesTest.class,
            ImbalanceCasesTest.class,
            WatchCasesTest.class,
            MemoryCasesTest.class,
            AutoscalerCasesTest.class);
    /** Scripts of days are left to the tests that run them alone. */
    private static final int LONGEST = 2_500;

    @TempDir
    Path directory;

    @Test
    void everyCaseIsToldOnceThoughTheClientIsLostInTheMiddle() throws Exception {
        List<List<Fact>> cases = cases();
        assertThat(cases).hasSizeGreaterThan(40);
        Map<String, List<JsonNode>> expected = new TreeMap<>();
        for (int i = 0; i < cases.size(); i++) {
            List<JsonNode> told = told(cluster(i), cases.get(i));
            if (!told.isEmpty()) {
                expected.put(cluster(i), told);
            }
        }
        assertThat(expected).hasSizeGreaterThan(30);
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(PARTITIONS);
            long half = send(broker, cases, 0);
            KafkaStreams lost = start(broker, "first");
            await("some of it is told", () -> !committed(broker).isEmpty());
            lost.close(Duration.ZERO); // gone in the middle of a transaction, or thereabouts
            long all = half + send(broker, cases, 1);
            KafkaStreams streams = start(broker, "second");
            try {
                await("all is taken", () -> taken(broker) >= all);

                Map<String, List<JsonNode>> told = committed(broker);

                assertThat(told.keySet()).isEqualTo(expected.keySet());
                expected.forEach((cluster, lines) ->
                        assertThat(told.get(cluster)).as(cluster).containsExactlyInAnyOrderElementsOf(lines));
            } finally {
                streams.close(Duration.ofSeconds(20));
                lost.close(Duration.ofSeconds(20));
            }
        }
    }

    /** The facts of every case that is written as a script, gathered while the cases run as they are. */
    private static List<List<Fact>> cases() throws ReflectiveOperationException {
        return Cases.gathered(SUITE).stream()
                .filter(facts -> facts.size() <= LONGEST)
                .toList();
    }

    private static String cluster(int number) {
        return "case-" + number;
    }

    /** What the analysis alone says of a case, without positions: they differ between logs. */
    private static List<JsonNode> told(String cluster, List<Fact> facts) {
        var analysis = new ClusterAnalysis(cluster, AnalysisSettings.defaults());
        List<JsonNode> told = new ArrayList<>();
        for (int i = 0; i < facts.size(); i++) {
            for (Outcome outcome : analysis.accept(Script.in(cluster, facts.get(i)), new Position(0, i))) {
                if (outcome instanceof Outcome.AlertChanged(var alert, var _)) {
                    told.add(unplaced(Json.mapper().valueToTree(alert)));
                }
            }
        }
        return told;
    }

    private static JsonNode unplaced(JsonNode alert) {
        JsonNode copy;
        try {
            copy = Json.mapper().readTree(Json.mapper().writeValueAsBytes(alert));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        copy.path("evidence").forEach(evidence -> ((ObjectNode) evidence).remove(List.of("offset", "partition")));
        return copy;
    }

    /** The first or the second half of every case, the cases in turn; returns how many. */
    private static long send(EmbeddedBroker broker, List<List<Fact>> cases, int half) throws IOException {
        long sent = 0;
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 20);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < cases.size(); i++) {
                List<Fact> facts = cases.get(i);
                int middle = facts.size() / 2;
                for (Fact fact : half == 0 ? facts.subList(0, middle) : facts.subList(middle, facts.size())) {
                    Fact own = Script.in(cluster(i), fact);
                    producer.send(new ProducerRecord<>(
                            TOPICS.facts(),
                            i % PARTITIONS,
                            own.key(),
                            Json.mapper().writeValueAsBytes(own)));
                    sent++;
                }
            }
        }
        return sent;
    }

    private KafkaStreams start(EmbeddedBroker broker, String name) {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "plimsoll-analyzer");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve(name).toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        properties.put(StreamsConfig.consumerPrefix("session.timeout.ms"), 6_000);
        properties.put(StreamsConfig.consumerPrefix("heartbeat.interval.ms"), 2_000);
        var streams = new KafkaStreams(
                AnalysisTopology.build(TOPICS, AnalysisSettings.defaults(), Keeping.ON_DISK, Observer.NONE),
                properties);
        streams.start();
        return streams;
    }

    /** How many facts the group has committed. */
    private static long taken(EmbeddedBroker broker) {
        try (var admin = broker.admin()) {
            return admin
                    .listConsumerGroupOffsets("plimsoll-analyzer")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .values()
                    .stream()
                    .mapToLong(offset -> offset.offset())
                    .sum();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The history as a reader of committed records sees it, by cluster. */
    private static Map<String, List<JsonNode>> committed(EmbeddedBroker broker) {
        Map<String, List<JsonNode>> told = new TreeMap<>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPICS.history()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<JsonNode> alerts = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    alerts.add(unplaced(Json.mapper().readTree(record.value())));
                }
            }
            // The history is keyed by fingerprint: a cluster's alerts lie in several partitions, in no order between
            // them.
            alerts.forEach(alert -> told.computeIfAbsent(alert.path("cluster").asText(), _ -> new ArrayList<>())
                    .add(alert));
            return told;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(String what, Condition condition) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.holds()) {
            assertThat(Instant.now()).as(what).isBefore(deadline);
            Thread.sleep(300);
        }
    }
}
