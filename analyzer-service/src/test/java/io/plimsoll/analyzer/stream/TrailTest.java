package io.plimsoll.analyzer.stream;

import static io.plimsoll.analyzer.cases.Drafts.node;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.analyzer.cases.NodeDraft;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.wire.CloudEvents;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** The traces of facts go on in what comes of them. */
class TrailTest {

    private static final AnalysisTopics TOPICS = AnalysisTopics.under("plimsoll");
    private static final Instant CORDONED = Script.instant(2);

    private static List<Fact> massCordon() {
        NodeDraft[] nodes = IntStream.range(0, 12).mapToObj(i -> node("n" + i)).toArray(NodeDraft[]::new);
        NodeDraft[] cordoned =
                IntStream.range(0, 6).mapToObj(i -> node("n" + i).cordonedAt(2)).toArray(NodeDraft[]::new);
        return Script.of(nodes).at(2, cordoned).until(10).facts();
    }

    private static String trace(int number) {
        return "%032x".formatted(number + 1);
    }

    private static Set<String> traces(List<TestRecord<String, byte[]>> records) {
        Set<String> traces = new TreeSet<>();
        for (TestRecord<String, byte[]> record : records) {
            String parent = CloudEvents.text(record.headers(), "traceparent");
            traces.add(parent == null ? "none" : parent.split("-")[1]);
        }
        return traces;
    }

    /** What each topic's records bear: of alerts, then of decisions. */
    private static List<Set<String>> run(List<Fact> facts, boolean traced) throws IOException {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "trail");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
        var topology = AnalysisTopology.build(TOPICS, AnalysisSettings.defaults(), Keeping.NOT, Observer.NONE);
        try (var driver = new TopologyTestDriver(topology, properties, Instant.EPOCH)) {
            var input = driver.createInputTopic(TOPICS.facts(), new StringSerializer(), new ByteArraySerializer());
            for (int i = 0; i < facts.size(); i++) {
                Headers headers = new RecordHeaders();
                if (traced) {
                    headers.add("traceparent", ("00-" + trace(i) + "-00000000000000aa-01").getBytes(UTF_8));
                }
                Fact fact = facts.get(i);
                input.pipeInput(new TestRecord<>(
                        fact.key(), Json.mapper().writeValueAsBytes(fact), headers, fact.observedAt()));
            }
            List<Set<String>> borne = new ArrayList<>();
            for (String topic : List.of(TOPICS.alerts(), TOPICS.decisions())) {
                borne.add(traces(driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer())
                        .readRecordsToList()));
            }
            return borne;
        }
    }

    @Test
    void alertAndDecisionAreInTheTraceOfTheChangeWithWhichTheConditionBegan() throws IOException {
        List<Fact> facts = massCordon();
        Set<String> ofTheCordons = new TreeSet<>();
        for (int i = 0; i < facts.size(); i++) {
            if (facts.get(i).observedAt().equals(CORDONED)
                    && facts.get(i).kind().equals("Node")) {
                ofTheCordons.add(trace(i));
            }
        }

        List<Set<String>> borne = run(facts, true);

        assertThat(ofTheCordons).hasSize(6);
        assertThat(borne).allSatisfy(traces -> assertThat(traces).isNotEmpty().isSubsetOf(ofTheCordons));
    }

    @Test
    void whereFactsBearNoTraceNothingDoes() throws IOException {
        List<Set<String>> borne = run(massCordon(), false);

        assertThat(borne).allSatisfy(traces -> assertThat(traces).containsExactly("none"));
    }
}
