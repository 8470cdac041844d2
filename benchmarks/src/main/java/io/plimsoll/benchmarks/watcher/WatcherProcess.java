package io.plimsoll.benchmarks.watcher;

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The service as it is shipped, as in a container of {@value #CONTAINER_MEBIBYTES} MiB with the image's settings. */
final class WatcherProcess implements AutoCloseable {

    private static final int CONTAINER_MEBIBYTES = 384;
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Process process;
    private final int port;

    private WatcherProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static WatcherProcess start(String url, String bootstrap, String prefix) throws IOException {
        Path jar =
                Path.of(System.getProperty("plimsoll.root", "."), "watcher-service/target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IOException("the watcher isn't built: run ./plimsoll build");
        }
        int port = freePort();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        // As in Dockerfile.jvm, where the container's limit takes the place of MaxRAM.
        command.addAll(List.of("-XX:+UseCompactObjectHeaders", "-XX:+UseSerialGC"));
        command.addAll(List.of("-XX:MaxRAM=" + CONTAINER_MEBIBYTES + "m", "-XX:MaxRAMPercentage=70"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.add("-Dkafka.bootstrap.servers=" + bootstrap);
        command.add("-Dquarkus.kubernetes-client.api-server-url=" + url);
        command.add("-Dplimsoll.cluster=" + World.CLUSTER);
        command.add("-Dplimsoll.topics.prefix=" + prefix);
        command.add("-Dquarkus.http.port=" + port);
        command.addAll(List.of("-jar", jar.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        Files.createTempFile("plimsoll-bench-watcher-", ".log").toFile())
                .start();
        return new WatcherProcess(process, port);
    }

    void awaitReady() throws InterruptedException, TimeoutException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            String answer = "none";
            while (System.nanoTime() < until && process.isAlive()) {
                try {
                    var response = http.send(ready, BodyHandlers.ofString());
                    if (response.statusCode() == 200) {
                        return;
                    }
                    answer = response.body().lines().map(String::strip).reduce("", String::concat);
                } catch (IOException e) {
                    answer = String.valueOf(e.getMessage());
                }
                Thread.sleep(200);
            }
            throw new TimeoutException("the watcher isn't ready; it last answered: " + answer);
        }
    }

    /**
     * The most memory that the process ever had resident, in MiB.
     *
     * @throws IOException where the system doesn't tell
     */
    double peakResidentMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow(() -> new IOException("no VmHWM in the process' status"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
