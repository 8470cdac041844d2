package io.plimsoll.benchmarks.analyzer;

import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.analyzer.analysis.ClusterAnalysis;
import io.plimsoll.analyzer.state.Position;
import io.plimsoll.benchmarks.log.FactLog;
import io.plimsoll.benchmarks.log.LogShape;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.wire.Decoded;
import io.plimsoll.wire.read.FactReader;
import java.lang.ref.Reference;
import java.time.Instant;

/** What the working set of one cluster takes, without broker and Streams around it. */
final class Heap {

    private static final int COLLECTIONS = 8;
    private static final LogShape FIRST = new LogShape(10, 100, 120, 20, 10, 100);

    private Heap() {}

    /** Bytes of heap that live because of the analysis, by pod; each fact is read from its bytes, as the service does. */
    static double bytesPerPod(LogShape shape, Instant start) {
        // What is loaded and cached once, whatever the size of the cluster, isn't the pods'.
        fill(new ClusterAnalysis(FactLog.CLUSTER, AnalysisSettings.defaults()), FIRST, start);
        long before = used();
        var analysis = new ClusterAnalysis(FactLog.CLUSTER, AnalysisSettings.defaults());
        try {
            fill(analysis, shape, start);
            return (used() - before) / (double) shape.pods();
        } finally {
            Reference.reachabilityFence(analysis);
        }
    }

    private static void fill(ClusterAnalysis analysis, LogShape shape, Instant start) {
        long[] offset = {0};
        var reader = new FactReader();
        new FactLog(shape, start).writeTo(fact -> analysis.accept(reread(reader, fact), new Position(0, offset[0]++)));
        // What is to be written is held until it is, every few seconds in a service.
        analysis.takeChanged((_, _) -> {});
    }

    /** As the service reads it. */
    private static Fact reread(FactReader reader, Fact fact) {
        return switch (reader.read(FactTopic.json(fact), null)) {
            case Decoded.Good<Fact>(Fact read) -> read;
            case Decoded.Tombstone<Fact> _ -> throw new IllegalStateException("a fact was written as nothing");
            case Decoded.Bad<Fact>(String code, String message) ->
                throw new IllegalStateException(code + ": " + message);
        };
    }

    /**
     * The least of several collections: the serial collector leaves dead objects where moving the living ones wouldn't
     * pay, except in one full collection of four.
     */
    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
