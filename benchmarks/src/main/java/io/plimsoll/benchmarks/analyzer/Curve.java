package io.plimsoll.benchmarks.analyzer;

import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.analyzer.analysis.ClusterAnalysis;
import io.plimsoll.analyzer.state.Position;
import io.plimsoll.benchmarks.log.FactLog;
import io.plimsoll.benchmarks.log.LogShape;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.Tick;
import io.plimsoll.wire.Decoded;
import io.plimsoll.wire.read.FactReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a fact costs by the size of the cluster: reading and analysing it, without broker and Streams, in processor time of
 * the one thread that does it.
 *
 * <p>What is measured comes after the snapshot: usage, churn, the storm, the episodes. Ticks are measured by themselves:
 * they look at what is due, and come twelve times a minute however large the cluster is.
 */
final class Curve {

    private static final int BLOCK = 500;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final ClusterAnalysis analysis = new ClusterAnalysis(FactLog.CLUSTER, AnalysisSettings.defaults());
    private final FactReader reader = new FactReader();
    private final List<byte[]> block = new ArrayList<>();
    private boolean measuring;
    private long offset;
    private long facts;
    private long nanos;
    private long ticks;
    private long tickNanos;

    private Curve() {}

    /**
     * Microseconds of a fact and of a tick.
     *
     * @param facts how many there were
     */
    record Point(int nodes, int pods, long facts, double microsPerFact, double microsPerTick) {}

    static Point of(LogShape shape, Instant start) {
        var curve = new Curve();
        new FactLog(shape, start).writeTo(curve::take);
        curve.run();
        return new Point(
                shape.nodes(),
                shape.pods(),
                curve.facts,
                curve.nanos / 1e3 / curve.facts,
                curve.tickNanos / 1e3 / curve.ticks);
    }

    private void take(Fact fact) {
        byte[] json = FactTopic.json(fact);
        boolean tick = fact.body() instanceof Tick;
        if (!measuring || tick) {
            run();
            long begun = THREADS.getCurrentThreadCpuTime();
            accept(json);
            if (measuring) {
                ticks++;
                tickNanos += THREADS.getCurrentThreadCpuTime() - begun;
                analysis.takeChanged((_, _) -> {});
            }
            measuring |= tick; // the snapshot ends with the first
        } else {
            block.add(json);
            if (block.size() == BLOCK) {
                run();
            }
        }
    }

    private void run() {
        long begun = THREADS.getCurrentThreadCpuTime();
        block.forEach(this::accept);
        nanos += THREADS.getCurrentThreadCpuTime() - begun;
        facts += block.size();
        block.clear();
    }

    private void accept(byte[] json) {
        if (reader.read(json, null) instanceof Decoded.Good<Fact>(Fact fact)) {
            analysis.accept(fact, new Position(0, offset++));
        }
    }
}
