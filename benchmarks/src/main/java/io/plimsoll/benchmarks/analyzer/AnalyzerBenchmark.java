package io.plimsoll.benchmarks.analyzer;

import io.plimsoll.benchmarks.Benchmark;
import io.plimsoll.benchmarks.Report;
import io.plimsoll.benchmarks.Sample;
import io.plimsoll.benchmarks.log.FactLog;
import io.plimsoll.benchmarks.log.LogShape;
import io.plimsoll.broker.EmbeddedBroker;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How near the speed of the log the analysis comes.
 *
 * <p>The log is written once. Then pass-through and analysis read it in turn, each round from its beginning under a new
 * name; the first three rounds of each only warm up. The ratio is taken within a round. Broker and both sides share this
 * process.
 */
public final class AnalyzerBenchmark implements Benchmark {

    private static final String EXACTLY_ONCE = "exactly_once_v2";
    /** Rounds until the compiler has nothing more to do that is worth mentioning. */
    private static final int WARM_UPS = 3;

    private static final List<Integer> SIZES = List.of(500, 5_000, 15_000);

    private final LogShape shape;
    private final int rounds;
    private final String guarantee;

    public AnalyzerBenchmark(LogShape shape, int rounds, String guarantee) {
        this.shape = shape;
        this.rounds = rounds;
        this.guarantee = guarantee;
    }

    @Override
    public void run(Report report) throws Exception {
        Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(shape.seconds());
        report.say(String.format(
                Locale.ROOT,
                "analyzer: %,d nodes, %,d pods, %d s of log, %s, one thread, broker in the same process, %d processors",
                shape.nodes(),
                shape.pods(),
                shape.seconds(),
                guarantee,
                Runtime.getRuntime().availableProcessors()));
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                FactTopic facts = new FactTopic(broker.bootstrapServers(), 5)) {
            broker.createTopics(1);
            var log = new FactLog(shape, start);
            log.writeTo(facts::send);
            facts.flush();
            report.say(
                    String.format(Locale.ROOT, "%,d facts of %,d bytes in the mean", facts.sent(), facts.meanBytes()));
            try (Contest contest = new Contest(broker, facts.sent(), guarantee, "", report)) {
                throughput(contest, report);
                Instant end = start.plusSeconds(shape.seconds());
                Duration restored = contest.restore(facts, end.plusSeconds(1));
                report.value("restoreSeconds", Sample.of(restored.toMillis() / 1e3));
                latency(contest.latency(log, facts, WARM_UPS + rounds - 1, end.plusSeconds(2)), report);
            }
            if (!guarantee.equals(EXACTLY_ONCE)) {
                exactlyOnce(broker, log, facts, report);
            }
        }
        // Not before: what the compiler learns from bare analyses isn't what a service's thread teaches it.
        curve(start, report);
        report.value("heapBytesPerPod", Sample.of(Heap.bytesPerPod(shape, start)));
    }

    /** The same changes at clusters of three sizes, ten pods a node: what a fact costs may not grow with them. */
    private static void curve(Instant start, Report report) {
        Curve.of(new LogShape(SIZES.getFirst(), 10 * SIZES.getFirst(), 120, 20, 10, 1_000), start); // warms up
        for (int nodes : SIZES) {
            Curve.Point point = Curve.of(new LogShape(nodes, 10 * nodes, 120, 20, 10, 1_000), start);
            report.say(String.format(
                    Locale.ROOT,
                    "%,6d nodes, %,7d pods: %.2f µs a fact (mean of %,d), %,.0f µs a tick",
                    point.nodes(),
                    point.pods(),
                    point.microsPerFact(),
                    point.facts(),
                    point.microsPerTick()));
            report.compare("µs a fact at " + nodes + " nodes", Sample.of(point.microsPerFact()));
        }
    }

    /** What it costs to be told once: a round of both sides over the same log, and the latency of committed alerts. */
    private void exactlyOnce(EmbeddedBroker broker, FactLog log, FactTopic facts, Report report) throws Exception {
        Instant at = facts.newest().plusSeconds(60);
        try (Contest contest = new Contest(broker, facts.sent(), EXACTLY_ONCE, "once-", report)) {
            double passed = contest.passThrough(1);
            double analysed = contest.analysis(1);
            Sample latency = contest.committedLatency(log, facts, at);
            report.say(String.format(
                    Locale.ROOT,
                    "%s: pass-through %,.0f/s, analysis %,.0f/s, fact to committed alert p50 %.0f ms, p99 %.0f ms",
                    EXACTLY_ONCE,
                    passed,
                    analysed,
                    latency.percentile(50),
                    latency.percentile(99)));
            report.compare("exactly once: pass-through records/s", Sample.of(passed));
            report.compare("exactly once: records/s", Sample.of(analysed));
            report.compare("exactly once: fact to alert, ms", latency);
        }
    }

    private void throughput(Contest contest, Report report) throws Exception {
        List<Double> limit = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        List<Double> ratio = new ArrayList<>();
        for (int round = 0; round < WARM_UPS + rounds; round++) {
            double passed = contest.passThrough(round);
            double analysed = contest.analysis(round);
            String label = round < WARM_UPS ? "warm-up" : "round " + (round - WARM_UPS + 1);
            report.say(
                    String.format(Locale.ROOT, "%s: pass-through %,.0f/s, analysis %,.0f/s", label, passed, analysed));
            if (round >= WARM_UPS) {
                limit.add(passed);
                ours.add(analysed);
                ratio.add(analysed / passed);
            }
        }
        report.compare("pass-through records/s", new Sample(limit));
        report.value("recordsPerSecond", new Sample(ours));
        report.value("throughputRatio", new Sample(ratio));
    }

    /** What ours takes longer than the limit, percentile by percentile. */
    private static void latency(Contest.Latencies latencies, Report report) {
        Sample limit = latencies.limit();
        Sample ours = latencies.ours();
        report.compare("pass-through latency, ms", limit);
        report.compare("fact to alert, ms", ours);
        report.value("addedLatencyP50Millis", Sample.of(ours.percentile(50) - limit.percentile(50)));
        report.value("addedLatencyP99Millis", Sample.of(ours.percentile(99) - limit.percentile(99)));
    }
}
