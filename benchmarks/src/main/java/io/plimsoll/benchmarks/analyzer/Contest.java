package io.plimsoll.benchmarks.analyzer;

import io.plimsoll.benchmarks.Report;
import io.plimsoll.benchmarks.Sample;
import io.plimsoll.benchmarks.log.FactLog;
import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.wire.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.streams.Topology;

/** Lets either side read the whole log, each time under a new name and with an empty directory. */
final class Contest implements AutoCloseable {

    private static final int PROBES = 200;
    private static final Duration DEADLINE = Duration.ofMinutes(15);

    private final EmbeddedBroker broker;
    private final long records;
    private final String guarantee;
    private final String label;
    private final Report report;
    private final Path state;
    private String newest = "";

    /** @param label what the names begin with: contests over one log must differ in it */
    Contest(EmbeddedBroker broker, long records, String guarantee, String label, Report report) throws IOException {
        this.broker = broker;
        this.records = records;
        this.guarantee = guarantee;
        this.label = label;
        this.report = report;
        this.state = Files.createTempDirectory("plimsoll-bench-");
    }

    /** Records a second of the limit. */
    double passThrough(int round) throws Exception {
        String target = label + "pass-through-" + round;
        try (Admin admin = broker.admin()) {
            var topic = new NewTopic(target, 1, (short) 1).configs(Map.of("retention.ms", "-1"));
            admin.createTopics(List.of(topic)).all().get();
            double rate = readAll(Sides.passThrough(target), label + "limit-" + round);
            admin.deleteTopics(List.of(target)).all().get();
            return rate;
        }
    }

    /** Records a second of ours, which must find what the log holds. */
    double analysis(int round) throws TimeoutException {
        var witness = new Witness();
        newest = label + "ours-" + round;
        double rate = readAll(Sides.analysis(witness), newest);
        if (round == 0) {
            report.say("changes of alerts: " + witness.alerts());
        }
        witness.require(FactLog.EPISODES);
        return rate;
    }

    /**
     * How long the last analysis takes to come back with its directory lost: from its start until it has taken a fact.
     *
     * @param at time of that fact, later than all the log
     */
    Duration restore(FactTopic facts, Instant at) throws IOException, TimeoutException {
        deleteRecursively(state.resolve(newest));
        facts.send(FactLog.tick(at));
        facts.flush();
        long begun = System.nanoTime();
        try (StreamsRun run = start(Sides.analysis(new Witness()), newest)) {
            run.await(1, DEADLINE);
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    /** Milliseconds from fact to effect, of the limit and of ours, one after the other on the same machine. */
    Latencies latency(FactLog log, FactTopic facts, int lastRound, Instant at) throws Exception {
        int probes = probes(log);
        var latency = new Latency(broker.bootstrapServers(), log, probes);
        String target = "pass-through-latency";
        try (Admin admin = broker.admin()) {
            admin.createTopics(List.of(new NewTopic(target, 1, (short) 1)))
                    .all()
                    .get();
        }
        facts.send(FactLog.tick(at));
        facts.flush();
        Sample limit;
        try (StreamsRun run = start(Sides.passThrough(target), label + "limit-" + lastRound)) {
            run.await(1, DEADLINE);
            limit = latency.measure(target, 1, at, app -> "/Pod/team-" + app % 50 + "/app-" + app + "-");
        }
        String history = Topic.ALERTS_HISTORY.under(Topic.DEFAULT_PREFIX);
        try (StreamsRun run = start(Sides.analysis(new Witness()), newest)) {
            run.await(1 + latency.facts(), DEADLINE);
            Sample ours = latency.measure(history, 1 + probes, at.plusSeconds(60), app -> "|app-" + app + "|");
            return new Latencies(limit, ours);
        }
    }

    /** Milliseconds from fact to alert, as those see it who read what is committed; after {@link #latency} of another contest. */
    Sample committedLatency(FactLog log, FactTopic facts, Instant at) throws Exception {
        int probes = probes(log);
        var latency = new Latency(broker.bootstrapServers(), log, probes);
        facts.send(FactLog.tick(at));
        facts.flush();
        String history = Topic.ALERTS_HISTORY.under(Topic.DEFAULT_PREFIX);
        try (StreamsRun run = start(Sides.analysis(new Witness()), newest)) {
            run.await(1, DEADLINE);
            return latency.measure(history, 1 + 2 * probes, at, app -> "|app-" + app + "|");
        }
    }

    /** Each measurement strikes other Deployments, and there may be three. */
    private static int probes(FactLog log) {
        return Math.min(PROBES, (log.shape().deployments() - 1) / 3);
    }

    /** Milliseconds of either side. */
    record Latencies(Sample limit, Sample ours) {}

    private double readAll(Topology topology, String application) throws TimeoutException {
        try (StreamsRun run = start(topology, application)) {
            return run.awaitAll(records, DEADLINE);
        }
    }

    private StreamsRun start(Topology topology, String application) {
        return StreamsRun.start(topology, broker.bootstrapServers(), application, state, guarantee);
    }

    @Override
    public void close() throws IOException {
        deleteRecursively(state);
    }

    private static void deleteRecursively(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
