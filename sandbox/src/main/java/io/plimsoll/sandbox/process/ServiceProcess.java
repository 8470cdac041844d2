package io.plimsoll.sandbox.process;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.sandbox.Fault;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** One service as a process of its own, its output in a log file. */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    private static final Duration FAREWELL = Duration.ofSeconds(3);
    private static final Duration CACHE_IS_WRITTEN = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build();

    private final Service service;
    private final Process process;
    private final int port;
    private final Path log;
    private final Launch launch;

    private ServiceProcess(Service service, Process process, int port, Path log, Launch launch) {
        this.service = service;
        this.process = process;
        this.port = port;
        this.log = log;
        this.launch = launch;
    }

    /**
     * Starts a service.
     *
     * @param launch where it is built and where its log goes
     * @param settings its configuration, by its own keys
     * @throws Fault when it isn't built or can't be started
     */
    public static ServiceProcess start(Service service, Launch launch, Map<String, String> settings) {
        Path jar = service.jar(launch.root());
        if (!Files.isRegularFile(jar)) {
            throw new Fault(service.module() + " is not built: run ./plimsoll build");
        }
        int port = Integer.parseInt(settings.getOrDefault("quarkus.http.port", "0"));
        Path log = launch.logs().resolve(service.module() + ".log");
        try {
            Files.createDirectories(launch.logs());
            Process process = new ProcessBuilder(command(service, launch, settings))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new ServiceProcess(service, process, port, log, launch);
        } catch (IOException e) {
            throw new Fault(service.module() + " could not be started: " + e.getMessage(), e);
        }
    }

    /**
     * How processes are launched.
     *
     * @param root of the repository
     * @param logs directory of the log files
     * @param heap the largest heap of each, as Java's {@code -Xmx} takes it
     * @param training whether they leave behind, at their end, a cache of what they loaded
     */
    public record Launch(Path root, Path logs, String heap, boolean training) {

        private Duration farewell() {
            return training ? CACHE_IS_WRITTEN : FAREWELL;
        }
    }

    private static List<String> command(Service service, Launch launch, Map<String, String> settings) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Short-lived on few cores: quick to start matters more here than the last bit of speed.
        command.addAll(List.of("-Xmx" + launch.heap(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.add("-Xlog:aot*=off"); // a cache that doesn't fit is passed over, which is no news to anybody
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(launch.training() ? service.training(launch.root()) : service.program(launch.root()));
        return command;
    }

    public Service service() {
        return service;
    }

    public int port() {
        return port;
    }

    public Path log() {
        return log;
    }

    public boolean alive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /**
     * Waits until the service says that it is ready.
     *
     * @throws Fault when it ends first, or isn't ready in time; says what the service gave as the reason
     */
    public void awaitReady(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        String reason = "it did not answer on port " + port;
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new Fault(service.module() + " ended with exit code " + process.exitValue() + ": " + lastLine());
            }
            String health = health();
            if (health.isEmpty()) {
                return;
            }
            reason = health;
            pause();
        }
        throw new Fault(service.module() + " was not ready after " + patience.toSeconds() + " s: " + reason + " (log: "
                + log + ")");
    }

    /** Why the service isn't ready, in its own words; empty when it is. */
    public String health() {
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                            .timeout(ANSWER_WITHIN)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? "" : reasons(answer.body());
        } catch (IOException e) {
            return "it did not answer on port " + port;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted while asking";
        }
    }

    private static String reasons(String body) {
        try {
            JsonNode checks = Json.mapper().readTree(body).path("checks");
            String named = StreamSupport.stream(checks.spliterator(), false)
                    .filter(check -> "DOWN".equals(check.path("status").asText()))
                    .map(check -> check.path("name").asText() + " "
                            + check.path("data").toString())
                    .collect(Collectors.joining("; "));
            return named.isEmpty() ? "it says no reason" : named;
        } catch (IOException e) {
            return "its health answer is no JSON";
        }
    }

    /** Ends it as a crash would: SIGKILL, no farewell. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        process.destroy();
        if (!awaitExit(launch.farewell())) {
            kill();
        }
    }

    /**
     * Asks it to end, as Kubernetes does.
     *
     * @throws Fault when it doesn't within that time; it is killed then
     */
    public void end(Duration grace) {
        process.destroy();
        if (!awaitExit(grace)) {
            kill();
            throw new Fault(
                    service.module() + " did not end within " + grace.toSeconds() + " s and was killed: " + lastLine());
        }
    }

    /** Asks it to end, without waiting. */
    public void terminate() {
        process.destroy();
    }

    private boolean awaitExit(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String lastLine() {
        try {
            return Files.readAllLines(log).stream()
                    .filter(line -> !line.isBlank())
                    .reduce((_, last) -> last)
                    .orElse("it said nothing");
        } catch (IOException e) {
            return "its log can't be read";
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("interrupted while waiting for a service", e);
        }
    }
}
