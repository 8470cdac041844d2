package io.plimsoll.benchmarks.analyzer;

import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.analyzer.stream.AnalysisTopics;
import io.plimsoll.analyzer.stream.AnalysisTopology;
import io.plimsoll.analyzer.stream.Keeping;
import io.plimsoll.wire.Topic;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/** The two topologies that are compared. */
final class Sides {

    static final String FACTS = Topic.FACTS.under(Topic.DEFAULT_PREFIX);

    private Sides() {}

    /** The limit: every record as it came into another topic. */
    static Topology passThrough(String target) {
        var reader = new ByteArrayDeserializer();
        var writer = new ByteArraySerializer();
        return new Topology()
                .addSource("facts", reader, reader, FACTS)
                .addSink("copies", target, writer, writer, "facts");
    }

    /** Ours: as the service builds it, every detector asked. */
    static Topology analysis(Witness witness) {
        return AnalysisTopology.build(
                AnalysisTopics.under(Topic.DEFAULT_PREFIX), AnalysisSettings.defaults(), Keeping.ON_DISK, witness);
    }
}
