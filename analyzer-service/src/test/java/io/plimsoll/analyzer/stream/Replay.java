package io.plimsoll.analyzer.stream;

import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.analyzer.cases.Told;
import io.plimsoll.analyzer.cases.Transition;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** A log through the topology, in memory. */
public final class Replay {

    private static final AnalysisTopics TOPICS = AnalysisTopics.under("plimsoll");
    private static final String APPLICATION = "replay";

    /** What came of it, and what was written to the changelog meanwhile. */
    public record Run(Told told, List<KeyValue<String, byte[]>> changelog) {}

    private Replay() {}

    public static Run through(List<Fact> facts, AnalysisSettings settings) {
        return run(facts, settings, Map.of());
    }

    /**
     * Reads up to a fact, dies in the middle of the last write, and is started over what the changelog holds: everything
     * is delivered again.
     */
    public static Told killedAt(List<Fact> facts, AnalysisSettings settings, int count) {
        Run first = run(facts.subList(0, count), settings, Map.of());
        Map<String, byte[]> left = new LinkedHashMap<>();
        int torn = first.changelog().size() - Math.min(2, first.changelog().size());
        first.changelog().subList(0, torn).forEach(entry -> {
            if (entry.value == null) {
                left.remove(entry.key);
            } else {
                left.put(entry.key, entry.value);
            }
        });
        Run second = run(facts, settings, left);
        return normal(
                both(first.told().transitions(), second.told().transitions()),
                both(first.told().decisions(), second.told().decisions()));
    }

    private static <T> List<T> both(List<T> first, List<T> second) {
        var all = new LinkedHashSet<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    /** As anyone reads it back from JSON, so that numbers are of the same type wherever they come from. */
    public static Told normal(List<Transition> transitions, List<Decision> decisions) {
        return new Told(
                transitions.stream().map(t -> new Transition(copy(t.alert()))).toList(), decisions);
    }

    private static Alert copy(Alert alert) {
        try {
            return Json.mapper().readValue(Json.mapper().writeValueAsBytes(alert), Alert.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Run run(List<Fact> facts, AnalysisSettings settings, Map<String, byte[]> stored) {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                System.getProperty("java.io.tmpdir") + "/plimsoll-replay-"
                        + ProcessHandle.current().pid());
        var topology = AnalysisTopology.build(TOPICS, settings, Keeping.IN_MEMORY, new Strict());
        try (var driver = new TopologyTestDriver(topology, properties, Instant.EPOCH)) {
            var store = (WriteBehindStore) driver.getStateStore(AnalysisTopology.STORE);
            stored.forEach(store.entries()::put);
            var input = driver.createInputTopic(TOPICS.facts(), new StringSerializer(), new ByteArraySerializer());
            var alerts =
                    driver.createOutputTopic(TOPICS.history(), new StringDeserializer(), new ByteArrayDeserializer());
            var decisions =
                    driver.createOutputTopic(TOPICS.decisions(), new StringDeserializer(), new ByteArrayDeserializer());
            for (Fact fact : facts) {
                input.pipeInput(new TestRecord<>(fact.key(), json(fact), fact.observedAt()));
            }
            var changelog = driver.createOutputTopic(
                    APPLICATION + "-" + AnalysisTopology.STORE + "-changelog",
                    new StringDeserializer(),
                    new ByteArrayDeserializer());
            List<KeyValue<String, byte[]>> written = new ArrayList<>(changelog.readKeyValuesToList());
            written = written.subList(Math.min(written.size(), stored.size()), written.size());
            return new Run(
                    new Told(
                            alerts.readValuesToList().stream()
                                    .map(value -> new Transition(read(value, Alert.class)))
                                    .toList(),
                            decisions.readValuesToList().stream()
                                    .map(value -> read(value, Decision.class))
                                    .toList()),
                    written);
        }
    }

    /** Whatever breaks, breaks the test. */
    private static final class Strict implements Observer {

        @Override
        public void deadLettered(io.plimsoll.wire.DeadLetter letter) {
            throw new AssertionError(letter.code() + ": " + letter.message());
        }

        @Override
        public void detectorFailed(
                io.plimsoll.model.alert.AlertCode code, io.plimsoll.model.ObjectRef subject, RuntimeException failure) {
            throw new AssertionError(code + " failed on " + subject.display(), failure);
        }
    }

    private static byte[] json(Fact fact) {
        try {
            return Json.mapper().writeValueAsBytes(fact);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T read(byte[] value, Class<T> type) {
        try {
            return Json.mapper().readValue(value, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
