package io.plimsoll.benchmarks.startup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.benchmarks.Benchmark;
import io.plimsoll.benchmarks.Report;
import io.plimsoll.benchmarks.Sample;
import io.plimsoll.benchmarks.process.MeasuredProcess;
import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.simulator.ClusterSimulator;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Start to ready and idle memory of each service, as the runnable jar and from the AOT cache in turn.
 *
 * <p>Each start has topics and a small cluster of its own, so that none waits for another's lease, group or state. Which
 * of the two comes first changes with the round. The first round only warms the files up.
 */
public final class StartupBenchmark implements Benchmark {

    private static final int NODES = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(10);
    /** After ready: whatever the start has left to do is done, and nothing happens in the cluster. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final Path root;
    private final int rounds;

    public StartupBenchmark(Path root, int rounds) {
        this.root = root;
        this.rounds = rounds;
    }

    private enum Side {
        JAR("fast-jar"),
        CACHE("AOT cache");

        private final String title;

        Side(String title) {
            this.title = title;
        }
    }

    private record Measured(Side side, double readyMillis, double residentMebibytes) {}

    @Override
    public void run(Report report) throws Exception {
        Path directory = Files.createTempDirectory("plimsoll-startup-");
        report.say("startup: training each service's cache under its image's options, in " + directory);
        try {
            Map<Shipped, Path> copies = new EnumMap<>(Shipped.class);
            for (Shipped service : Shipped.values()) {
                copies.put(service, service.trainedCopy(root, directory));
            }
            try (EmbeddedBroker broker = EmbeddedBroker.start()) {
                Site site = new Site(broker, directory);
                for (Map.Entry<Shipped, Path> each : copies.entrySet()) {
                    measure(site, each.getKey(), each.getValue(), report);
                }
            }
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void measure(Site site, Shipped service, Path copy, Report report) throws Exception {
        List<Measured> all = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            List<Side> order = round % 2 == 0 ? List.of(Side.JAR, Side.CACHE) : List.of(Side.CACHE, Side.JAR);
            for (Side side : order) {
                Measured measured = site.start(service, copy, side);
                report.say(String.format(
                        Locale.ROOT,
                        "%s, %s, %s: ready after %,.0f ms, %.0f MiB resident when idle",
                        service.title(),
                        side.title,
                        round == 0 ? "warm-up" : "round " + round,
                        measured.readyMillis(),
                        measured.residentMebibytes()));
                if (round > 0) {
                    all.add(measured);
                }
            }
        }
        for (Side side : Side.values()) {
            String name = service.title() + (side == Side.JAR ? "FastJar" : "AotCache");
            report.value(name + "ReadyMillis", sample(all, side, Measured::readyMillis));
            report.value(name + "IdleMebibytes", sample(all, side, Measured::residentMebibytes));
        }
    }

    private interface Figure {
        double of(Measured measured);
    }

    private static Sample sample(List<Measured> all, Side side, Figure figure) {
        return new Sample(all.stream()
                .filter(measured -> measured.side() == side)
                .map(figure::of)
                .toList());
    }

    /** The broker, and for each start topics and a cluster that nobody used before. */
    private static final class Site {

        private final EmbeddedBroker broker;
        private final Path directory;
        private int starts;

        Site(EmbeddedBroker broker, Path directory) {
            this.broker = broker;
            this.directory = directory;
        }

        Measured start(Shipped service, Path copy, Side side)
                throws IOException, InterruptedException, TimeoutException {
            String prefix = "start" + starts++;
            broker.createTopics(prefix, 1);
            int port = MeasuredProcess.freePort();
            try (ClusterSimulator cluster = ClusterSimulator.start(ClusterSimulator.Settings.defaults())) {
                fill(cluster);
                List<String> keys = keys(service, cluster.url(), prefix, port);
                List<String> options =
                        switch (side) {
                            case JAR -> service.asJar(copy, keys);
                            case CACHE -> service.fromCache(copy, keys);
                        };
                try (MeasuredProcess process = MeasuredProcess.start(options, port)) {
                    Duration ready = process.awaitReady(PATIENCE, PAUSE);
                    Thread.sleep(IDLE);
                    return new Measured(side, ready.toNanos() / 1e6, process.mebibytes("VmRSS"));
                }
            }
        }

        /** Each service refuses keys that aren't its own. */
        private List<String> keys(Shipped service, String url, String prefix, int port) {
            List<String> keys = new ArrayList<>(List.of(
                    "-Dquarkus.http.host=127.0.0.1",
                    "-Dquarkus.http.port=" + port,
                    "-Dkafka.bootstrap.servers=" + broker.bootstrapServers(),
                    "-Dplimsoll.topics.prefix=" + prefix));
            switch (service) {
                case WATCHER, ACTUATOR -> {
                    keys.add("-Dquarkus.kubernetes-client.api-server-url=" + url);
                    keys.add("-Dplimsoll.cluster=" + prefix);
                }
                case ANALYZER ->
                    keys.add("-Dplimsoll.analyzer.state-directory=" + directory.resolve("state-" + prefix));
            }
            return keys;
        }

        private static void fill(ClusterSimulator cluster) throws IOException {
            for (int i = 0; i < NODES; i++) {
                cluster.store()
                        .create(ResourceTypes.NODE, (ObjectNode) Json.mapper().readTree("""
                        {"metadata": {"name": "node-%d"},
                         "status": {"allocatable": {"cpu": "16", "memory": "64Gi", "pods": "110"},
                                    "conditions": [{"type": "Ready", "status": "True"}]}}""".formatted(i)));
            }
        }
    }
}
