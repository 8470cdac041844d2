package io.plimsoll.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.sandbox.world.Ports;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The published compose file, from nothing: images are built, all becomes healthy, and the incident ends right. */
@Tag("container")
@Tag("compose")
class ComposeIT {

    private static final Path ROOT = Path.of(System.getProperty("plimsoll.root"));
    private static final List<String> HEALTHY = List.of("kafka", "cluster", "watcher", "analyzer", "actuator");
    /** Of a loaded machine of few cores that builds four images first. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private List<String> compose;
    private Map<String, String> environment;

    @BeforeEach
    void compose() {
        compose = Stream.of(List.of("docker", "compose"), List.of("docker-compose"))
                .filter(command -> run(with(command, "version")).ended())
                .findFirst()
                .orElse(List.of());
        assumeTrue(!compose.isEmpty(), "docker-compose is not installed");
        environment = Map.of(
                "COMPOSE_PROJECT_NAME", "plimsoll-it",
                "PLIMSOLL_VERSION", "it",
                "PLIMSOLL_CLOCK_SPEED", "20",
                "PLIMSOLL_CLOCK_ORIGIN",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                "PLIMSOLL_KAFKA_PORT", port(),
                "PLIMSOLL_API_PORT", port(),
                "PLIMSOLL_WATCHER_PORT", port(),
                "PLIMSOLL_ANALYZER_PORT", port(),
                "PLIMSOLL_ACTUATOR_PORT", port());
    }

    private static String port() {
        return Integer.toString(Ports.free());
    }

    @AfterEach
    void down() {
        if (!compose.isEmpty()) {
            run(with(compose, "down", "--volumes", "--timeout", "5"));
        }
    }

    @Test
    void anIncidentEndsRightAlthoughTheBrokerIsRestartedAndAServiceKilled() {
        succeeds("up", "--detach", "--build");
        await("all healthy", () -> HEALTHY.stream().allMatch(this::healthy));

        await("the mass cordon", () -> story().contains("ALERT C1 MASS_CORDON FIRING CRITICAL"));
        succeeds("kill", "-s", "SIGKILL", "analyzer");
        succeeds("start", "analyzer");
        succeeds("restart", "kafka");

        await("the end of the story", () -> story().contains("\"passed\""));
        assertThat(summary().path("passed").asBoolean()).as(story()).isTrue();
        await("all healthy again", () -> HEALTHY.stream().allMatch(this::healthy));
    }

    private boolean healthy(String service) {
        String id = run(with(compose, "ps", "-q", service)).said().strip();
        return run(List.of("docker", "inspect", "-f", "{{.State.Health.Status}}", id))
                .said()
                .contains("healthy");
    }

    private String story() {
        return run(with(compose, "logs", "--no-color", "cluster")).said();
    }

    private JsonNode summary() {
        String line = story().lines()
                .filter(each -> each.contains("\"passed\""))
                .findFirst()
                .orElseThrow();
        try {
            return Json.mapper().readTree(line.substring(line.indexOf('{')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void succeeds(String... arguments) {
        Said said = run(with(compose, arguments));
        assertThat(said.ended()).as("%s: %s", List.of(arguments), said.said()).isTrue();
    }

    private static List<String> with(List<String> command, String... arguments) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(arguments));
        return whole;
    }

    /** What a command said, both streams together, and whether it ended well. */
    private record Said(boolean ended, String said) {}

    private Said run(List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true);
        if (environment != null) {
            builder.environment().putAll(environment);
        }
        try {
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Said(process.waitFor() == 0, said);
        } catch (IOException e) {
            return new Said(false, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void await(String what, java.util.function.BooleanSupplier holds) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as(() -> "waited for " + what + ": "
                            + run(with(compose, "ps")).said() + story())
                    .isLessThan(deadline);
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofSeconds(1).toNanos());
        }
    }
}
