package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service that can't start, or can't work yet: what it says. */
class StartIT {

    private static final Path JAR =
            Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();
    private static final String SAYS = "actuator-service can't start: ";

    @TempDir
    private Path directory;

    @Test
    void everyFaultOfTheConfigurationIsALineOfItsOwn() throws Exception {
        List<String> lines = refusal(
                Map.of(),
                "-Dplimsoll.actuator.mod=enforce",
                "-Dplimsoll.actuator.windows[0].timezone=UTC",
                "-Dplimsoll.watcher.tick-interval=PT5S",
                "-Dplimsoll.actuator.guards.max-out-percent=101",
                "-Dplimsoll.actuator.guards.max-per-zone=0",
                "-Dplimsoll.actuator.soak=-PT1S",
                "-Dplimsoll.actuator.lease.trust=PT20S",
                "-Dplimsoll.actuator.guards.freshness=PT0S",
                "-Dplimsoll.clock.speed=0",
                "-Dplimsoll.cluster=eu/1",
                "-Dplimsoll.requests.signatures=required",
                "-Dplimsoll.actuator.windows[0].name=nights");

        assertThat(lines)
                .containsExactlyInAnyOrder(
                        SAYS + "plimsoll.actuator.mod is \"enforce\", expected no such key; did you mean"
                                + " plimsoll.actuator.mode? The keys are listed in docs/configuration.md",
                        SAYS
                                + "plimsoll.actuator.windows[0].timezone is \"UTC\", expected no such key; the keys are listed"
                                + " in docs/configuration.md",
                        SAYS
                                + "plimsoll.watcher.tick-interval is \"PT5S\", expected no such key; the keys are listed in"
                                + " docs/configuration.md",
                        SAYS + "plimsoll.actuator.guards.max-out-percent is 101, expected 0 to 100",
                        SAYS + "plimsoll.actuator.guards.max-per-zone is 0, expected 1 to 2147483647",
                        SAYS + "plimsoll.actuator.soak is PT-1S, expected 0 s to 86400 s",
                        SAYS + "plimsoll.actuator.lease.trust is PT20S, expected above 0 and below"
                                + " plimsoll.actuator.lease.duration, which is PT15S",
                        SAYS + "plimsoll.actuator.guards.freshness is PT0S, expected 1 s to 300 s",
                        SAYS + "plimsoll.clock.speed is 0.0, expected above 0",
                        SAYS
                                + "plimsoll.clock.origin is missing, expected an instant where plimsoll.clock.speed isn't 1",
                        SAYS + "plimsoll.cluster is \"eu/1\", expected a name without '/' and '|'",
                        SAYS
                                + "plimsoll.requests.keys is missing, expected a file where plimsoll.requests.signatures is"
                                + " \"required\"; see docs/signed-requests.md");
    }

    @Test
    void valuesOfTheWrongFormAreNamedAsWell() throws Exception {
        List<String> lines = refusal(
                Map.of(),
                "-Dplimsoll.actuator.mode=perhaps",
                "-Dplimsoll.actuator.soak=long",
                "-Dplimsoll.actuator.evictions-per-second=many",
                "-Dplimsoll.actuator.mod=enforce");

        assertThat(lines)
                .containsExactlyInAnyOrder(
                        SAYS + "plimsoll.actuator.mode is \"perhaps\", expected one of dry-run,enforce",
                        SAYS + "plimsoll.actuator.soak is \"long\", expected a duration like PT30S",
                        SAYS + "plimsoll.actuator.evictions-per-second is \"many\", expected a whole number",
                        SAYS + "plimsoll.actuator.mod is \"enforce\", expected no such key; did you mean"
                                + " plimsoll.actuator.mode? The keys are listed in docs/configuration.md");
    }

    /** As a pod is told: these faults alone, no matter how its other keys are written, and whatever is meant for the others. */
    @Test
    void environmentIsReadByTheSameRules() throws Exception {
        List<String> lines = refusal(Map.of(
                "PLIMSOLL_ACTUATOR_EVICTIONS_PER_SECOND", "0",
                "PLIMSOLL_ACTUATOR_API_PATIENCE", "PT20S",
                "PLIMSOLL_ACTUATOR_GUARDS_MAX_OUT_PERCENT", "20",
                "PLIMSOLL_ANALYZER_RULES_C1_PERCENTS", "20",
                "PLIMSOLL_REQUESTS_SIGNATURE", "required",
                "PLIMSOLL_LOG_JSON", "true"));

        assertThat(lines)
                .containsExactlyInAnyOrder(
                        SAYS + "plimsoll.actuator.evictions-per-second is 0, expected 1 to 1000",
                        SAYS + "PLIMSOLL_REQUESTS_SIGNATURE is \"required\", expected no such key; did you mean"
                                + " PLIMSOLL_REQUESTS_SIGNATURES? The keys are listed in docs/configuration.md");
    }

    @Test
    void readinessNamesTheMissingTopicsAndTheCommandThatMakesThem() throws Exception {
        try (Yard yard = new Yard(1)) {
            yard.prefix("later" + System.nanoTime());
            List<String> command = new ArrayList<>(yard.command(JAR));
            Process service = start(command, Map.of());
            try {
                Yard.await(
                        "the topic is named",
                        () -> health(yard.httpPort())
                                .contains("maintenance.requests is missing: ./plimsoll topics --create"),
                        () -> health(yard.httpPort()));
                assertThat(health(yard.httpPort())).contains("\"status\": \"DOWN\"");
            } finally {
                service.destroyForcibly().waitFor();
            }
        }
    }

    private List<String> refusal(Map<String, String> environment, String... properties) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(properties));
        command.addAll(List.of("-jar", JAR.toString()));
        Process service = start(command, environment);
        assertThat(service.waitFor(120, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(service.exitValue()).as(output()).isEqualTo(2);
        return output().lines().toList();
    }

    private Process start(List<String> command, Map<String, String> environment) throws IOException {
        assertThat(JAR).as("package the module first").exists();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("output"));
    }

    private static String health(int port) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }
}
