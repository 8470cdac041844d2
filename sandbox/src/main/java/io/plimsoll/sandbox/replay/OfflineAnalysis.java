package io.plimsoll.sandbox.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.analyzer.stream.AnalysisTopology;
import io.plimsoll.analyzer.stream.Observer;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The analyzer's topology in this process, fed record by record, without a broker. */
final class OfflineAnalysis implements AutoCloseable {

    /** What is told of, of one fact in this order. */
    static final List<Topic> OUTPUTS =
            List.of(Topic.ALERTS, Topic.DECISIONS, Topic.RECOMMENDATIONS, Topic.DEAD_LETTERS);

    private final Consumer<ObjectNode> out;
    private final Path state;
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, byte[]> facts;
    private final Map<String, TestOutputTopic<String, byte[]>> outputs = new LinkedHashMap<>();

    /**
     * @param out is given each record that the analysis publishes, as {@code at, topic, key, value}
     * @param observer is told how each alert stands
     */
    OfflineAnalysis(Consumer<ObjectNode> out, Observer observer) {
        this.out = out;
        try {
            this.state = Files.createTempDirectory("plimsoll-replay-");
        } catch (IOException e) {
            throw new UncheckedIOException("no directory for the state could be made: " + e.getMessage(), e);
        }
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "plimsoll-replay");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        this.driver =
                new TopologyTestDriver(AnalysisTopology.build(Topic.DEFAULT_PREFIX, observer), settings, Instant.EPOCH);
        this.facts = driver.createInputTopic(
                Topic.FACTS.under(Topic.DEFAULT_PREFIX), new StringSerializer(), new ByteArraySerializer());
        for (Topic output : OUTPUTS) {
            String name = output.under(Topic.DEFAULT_PREFIX);
            outputs.put(name, driver.createOutputTopic(name, new StringDeserializer(), new ByteArrayDeserializer()));
        }
    }

    void accept(LogEntry entry) {
        Headers headers = new RecordHeaders();
        entry.headers().forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
        facts.pipeInput(new TestRecord<>(entry.key(), entry.value(), headers, entry.at()));
        outputs.forEach((name, topic) -> drain(topic, name));
    }

    private void drain(TestOutputTopic<String, byte[]> topic, String name) {
        while (!topic.isEmpty()) {
            TestRecord<String, byte[]> record = topic.readRecord();
            out.accept(line(record.getRecordTime().toString(), name, record.key(), record.value()));
        }
    }

    /** One record as it is told of. */
    static ObjectNode line(String at, String topic, String key, byte @Nullable [] value) {
        ObjectNode line = Json.mapper().createObjectNode();
        line.put("at", at);
        line.put("topic", topic);
        line.put("key", key);
        try {
            line.set("value", value == null ? null : Json.mapper().readTree(value));
        } catch (IOException e) {
            throw new UncheckedIOException("the analysis wrote what is no JSON", e);
        }
        return line;
    }

    @Override
    public void close() {
        driver.close();
        try (Stream<Path> files = Files.walk(state)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException("the state could not be removed: " + state, e);
        }
    }
}
