package io.plimsoll.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
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

/** A process that answers {@code /q/health/ready}. */
public final class MeasuredProcess implements AutoCloseable {

    private static final int OK = 200;

    private final Process process;
    private final int port;
    private final Path log;
    private final long startedNanos;

    private MeasuredProcess(Process process, int port, Path log, long startedNanos) {
        this.process = process;
        this.port = port;
        this.log = log;
        this.startedNanos = startedNanos;
    }

    /**
     * @param options of Java, and the program at their end
     * @param port that the program was told to listen on
     */
    public static MeasuredProcess start(List<String> options, int port) throws IOException {
        Path log = Files.createTempFile("plimsoll-bench-", ".log");
        List<String> command = new ArrayList<>(options);
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        long before = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new MeasuredProcess(process, port, log, before);
    }

    /**
     * Asks again and again until the process says that it is ready.
     *
     * @return how long that took since it was started
     * @throws TimeoutException with what it last answered and said, when it doesn't within the patience or has ended
     */
    public Duration awaitReady(Duration patience, Duration pause)
            throws IOException, InterruptedException, TimeoutException {
        long until = startedNanos + patience.toNanos();
        String answer = "none";
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            while (System.nanoTime() < until && process.isAlive()) {
                try {
                    var response = http.send(ready, BodyHandlers.ofString());
                    if (response.statusCode() == OK) {
                        return Duration.ofNanos(System.nanoTime() - startedNanos);
                    }
                    answer = response.body().lines().map(String::strip).reduce("", String::concat);
                } catch (IOException e) {
                    answer = String.valueOf(e.getMessage());
                }
                Thread.sleep(pause);
            }
        }
        throw new TimeoutException((process.isAlive() ? "the service isn't ready" : "the service has ended")
                + "; it last answered: " + answer + "; it last said: " + lastLine());
    }

    private String lastLine() throws IOException {
        return Files.readAllLines(log).stream().filter(line -> !line.isBlank()).reduce("nothing", (_, last) -> last);
    }

    /**
     * A line of the process' status, in MiB.
     *
     * @param field such as {@code VmRSS}, what is resident, and {@code VmHWM}, the most that ever was
     * @throws IOException where the system doesn't tell
     */
    public double mebibytes(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith(field + ":"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow(() -> new IOException("no " + field + " in the process' status"));
    }

    public static int freePort() throws IOException {
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
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
