package io.plimsoll.analyzer.stream;

import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.wire.ClusterPartitioner;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Facts in; alerts, decisions, recommendations and dead letters out.
 *
 * <p>Wiring only, and all of it: one source, one processor with its store, a sink a topic. Values are read and written as
 * bytes, so that what can't be read is a value too.
 */
public final class AnalysisTopology {

    public static final String STORE = "clusters";

    static final String ALERTS = "alerts";
    static final String HISTORY = "alert-history";
    static final String DECISIONS = "decisions";
    static final String RECOMMENDATIONS = "recommendations";
    static final String DEAD_LETTERS = "dead-letters";

    private static final String FACTS = "facts";
    private static final String ANALYSIS = "analysis";

    private AnalysisTopology() {}

    public static Topology build(AnalysisTopics topics, AnalysisSettings settings, Keeping keeping, Observer observer) {
        var bytes = new ByteArrayDeserializer();
        Topology topology = new Topology()
                .addSource(FACTS, bytes, bytes, topics.facts())
                .addProcessor(ANALYSIS, () -> new AnalysisProcessor(settings, keeping, observer), FACTS)
                .addStateStore(new WriteBehindStore.Builder(STORE, keeping), ANALYSIS);
        sink(topology, ALERTS, topics.alerts());
        sink(topology, HISTORY, topics.history());
        sink(topology, RECOMMENDATIONS, topics.recommendations());
        sink(topology, DEAD_LETTERS, topics.deadLetters());
        topology.addSink(
                DECISIONS,
                topics.decisions(),
                new StringSerializer(),
                new ByteArraySerializer(),
                byCluster(),
                ANALYSIS);
        return topology;
    }

    /** The topology with every default, for reading a recording once: nothing is kept for a restart. */
    public static Topology build(String prefix) {
        return build(prefix, Observer.NONE);
    }

    /** The same, watched. */
    public static Topology build(String prefix, Observer observer) {
        return build(AnalysisTopics.under(prefix), AnalysisSettings.defaults(), Keeping.NOT, observer);
    }

    private static void sink(Topology topology, String name, String topic) {
        topology.addSink(name, topic, new StringSerializer(), new ByteArraySerializer(), ANALYSIS);
    }

    /** All decisions of a cluster in one partition, in order. */
    private static StreamPartitioner<String, byte[]> byCluster() {
        return (_, key, _, partitions) -> {
            int end = key.indexOf('/');
            String cluster = end < 0 ? key : key.substring(0, end);
            return Optional.of(Set.of(ClusterPartitioner.partition(cluster, partitions)));
        };
    }
}
