package io.plimsoll.watcher;

import static io.plimsoll.watcher.rig.Lines.synced;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.faults.Match;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.watcher.rig.LogView;
import io.plimsoll.watcher.rig.Rig;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it is shipped: the packaged jar in a process of its own. */
class PackagedServiceIT {

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

    @TempDir
    private Path directory;

    @Test
    void syncsAClusterOfOrdinarySizeWithinSecondsAndTellsItsHealthAndMetrics() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Rig rig = Rig.on(broker)) {
            for (int i = 0; i < 1_523; i++) {
                rig.store().create(ResourceTypes.NODE, Rig.node("n" + i));
            }
            for (int i = 0; i < 5_000; i++) {
                rig.store().create(ResourceTypes.POD, Rig.pod("p" + i));
            }
            LogView log = rig.log();
            int port = freePort();
            long start = System.nanoTime();
            Process service = start(
                    "-Dkafka.bootstrap.servers=" + broker.bootstrapServers(),
                    "-Dquarkus.kubernetes-client.api-server-url="
                            + rig.simulator().url(),
                    "-Dplimsoll.cluster=eu1",
                    "-Dplimsoll.topics.prefix=" + rig.topic().replace(".facts", ""),
                    "-Dplimsoll.clock.speed=10",
                    "-Dplimsoll.clock.origin=2030-01-01T00:00:00Z",
                    "-Dquarkus.http.port=" + port);
            try {
                log.await("pods synced", synced("pods"));
                log.await("nodes synced", synced("nodes"));
                System.out.println(
                        "synced after " + (System.nanoTime() - start) / 1_000_000 + " ms from the process's start");
                Rig.await("ready", () -> get(port, "/q/health/ready").contains("\"status\": \"UP\""));
                assertThat(get(port, "/q/health/live")).contains("UP");
                assertThat(get(port, "/q/health/started")).contains("UP");
                assertThat(log.lines().stream()
                                .map(line -> line.key())
                                .filter(key -> key.startsWith("eu1/Pod/"))
                                .distinct())
                        .hasSize(5000);
                // More records than pods where a list had to be begun again.
                assertThat(counted(
                                get(port, "/q/metrics"),
                                "plimsoll_watch_facts_total{kind=\"Pod\",origin=\"SNAPSHOT\"}"))
                        .isGreaterThanOrEqualTo(5000);
                assertThat(get(port, "/q/metrics"))
                        .contains("plimsoll_watch_staleness_seconds{resource=\"pods\"}")
                        .contains("plimsoll_watch_degraded{resource=\"pods\"} 0.0")
                        .contains("plimsoll_watch_degraded{resource=\"nodepools\"} 1.0")
                        .contains("plimsoll_watch_dropped_total 0.0")
                        .contains("plimsoll_watch_queue_depth")
                        .contains("plimsoll_watch_oldest_unsent_seconds");

                rig.simulator().faults().compactAndExpire();

                Rig.await("the relist of the pods is counted by its reason", () -> get(port, "/q/metrics")
                        .lines()
                        .anyMatch(line -> line.startsWith("plimsoll_watch_relists_total{reason=\"")
                                && !line.contains("reason=\"\"")
                                && line.contains("resource=\"pods\"")));
            } finally {
                service.destroy();
                assertThat(service.waitFor(10, java.util.concurrent.TimeUnit.SECONDS))
                        .isTrue();
            }
            assertThat(output()).doesNotContain("ERROR").doesNotContain("Exception");
        }
    }

    @Test
    void readinessNamesWhatIsAwayOrMissingAndWhatMendsIt() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Rig rig = Rig.on(broker)) {
            String refusal = rig.simulator()
                    .faults()
                    .add(Match.resource("pods"), Effect.forbidden("pods is forbidden: no rule"));
            int port = freePort();
            Process service = start(
                    "-Dkafka.bootstrap.servers=" + broker.bootstrapServers(),
                    "-Dquarkus.kubernetes-client.api-server-url="
                            + rig.simulator().url(),
                    "-Dplimsoll.cluster=eu1",
                    "-Dplimsoll.topics.prefix=later",
                    "-Dquarkus.http.port=" + port);
            try {
                Rig.await("the topic is named", () -> {
                    String health = get(port, "/q/health/ready");
                    return health.contains("\"status\": \"DOWN\"")
                            && health.contains("topic later.facts is missing")
                            && health.contains("./plimsoll topics --create");
                });
                assertThat(get(port, "/q/health/live")).contains("UP");

                broker.createTopics("later", 1);
                Rig.await("the verbs are named", () -> {
                    String health = get(port, "/q/health/ready");
                    return !health.contains("is missing")
                            && health.contains("pods is forbidden: no rule")
                            && health.contains("resources: [\\\"pods\\\"], verbs: [\\\"list\\\", \\\"watch\\\"]");
                });
                rig.simulator().faults().remove(refusal);

                Rig.await("ready", () -> get(port, "/q/health/ready").contains("\"status\": \"UP\""));
            } finally {
                service.destroyForcibly().waitFor();
            }
        }
    }

    private static double counted(String metrics, String series) {
        return metrics.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .sum();
    }

    @Test
    void badConfigurationIsOneLineAndANonZeroExit() throws Exception {
        assertThat(refusal("-Dplimsoll.watcher.tick-intervall=PT5S"))
                .isEqualTo(
                        "watcher-service can't start: plimsoll.watcher.tick-intervall is \"PT5S\", expected no such key;"
                                + " did you mean plimsoll.watcher.tick-interval? The keys are listed in docs/configuration.md");
    }

    @Test
    void misspeltVariableIsOneToo() throws Exception {
        Map<String, String> environment = Map.of(
                "PLIMSOLL_WATCHER_TICK_INTERVALL", "PT5S",
                "PLIMSOLL_WATCHER_USAGE_INTERVAL", "PT60S",
                "PLIMSOLL_ACTUATOR_MODE", "enforce",
                "PLIMSOLL_CLUSTER", "eu1");

        Process service = start(environment);

        assertThat(ended(service))
                .isEqualTo(
                        "watcher-service can't start: PLIMSOLL_WATCHER_TICK_INTERVALL is \"PT5S\", expected no such key;"
                                + " did you mean PLIMSOLL_WATCHER_TICK_INTERVAL? The keys are listed in docs/configuration.md");
    }

    @Test
    void everyFaultIsALineOfItsOwn() throws Exception {
        assertThat(refusal(
                                "-Dplimsoll.watcher.tick-intervall=PT5S",
                                "-Dplimsoll.watcher.lease.duration=PT60S",
                                "-Dplimsoll.watcher.watch.page-size=0")
                        .lines())
                .hasSize(3)
                .anyMatch(line -> line.contains("tick-intervall is \"PT5S\""))
                .contains(
                        "watcher-service can't start: plimsoll.watcher.lease.duration is PT1M, expected 3 s to 15 s",
                        "watcher-service can't start: plimsoll.watcher.watch.page-size is 0, expected 1 to 100000");
    }

    @Test
    void valueOfTheWrongFormIsNamedWithItsKeyAndWhatWasExpected() throws Exception {
        assertThat(refusal("-Dplimsoll.clock.speed=fast", "-Dplimsoll.watcher.usage-interval=often")
                        .lines())
                .containsExactlyInAnyOrder(
                        "watcher-service can't start: plimsoll.clock.speed is \"fast\", expected a number",
                        "watcher-service can't start: plimsoll.watcher.usage-interval is \"often\", expected a duration like"
                                + " PT30S");
    }

    private String refusal(String... properties) throws Exception {
        return ended(start(properties));
    }

    private String ended(Process service) throws Exception {
        assertThat(service.waitFor(120, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        assertThat(service.exitValue()).isEqualTo(2);
        return output().strip();
    }

    private Process start(String... properties) throws IOException {
        return start(Map.of(), properties);
    }

    private Process start(Map<String, String> environment, String... properties) throws IOException {
        assertThat(JAR).as("built by the package phase").exists();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx192m"));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(properties));
        command.addAll(List.of("-jar", JAR.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("output"));
    }

    private static String get(int port, String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return client.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
