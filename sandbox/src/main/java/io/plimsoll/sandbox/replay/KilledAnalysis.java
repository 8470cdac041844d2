package io.plimsoll.sandbox.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.sandbox.Fault;
import io.plimsoll.sandbox.process.Service;
import io.plimsoll.sandbox.process.ServiceProcess;
import io.plimsoll.sandbox.world.Ports;
import io.plimsoll.wire.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The analyzer as it is shipped, a process of its own over a broker of its own, that is killed in the middle of a log and
 * started again over what it had kept.
 *
 * <p>Half of the log it works off. Given the next quarter it gets SIGKILL as soon as it has told something of that, or has
 * had half a second for it: less than it takes to write its progress down. The last quarter is written while it is dead. Started again it
 * finds its directory as it left it, and what it had not committed is delivered once more: what it tells twice for that,
 * word for word, is passed on once.
 */
final class KilledAnalysis implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration AT_WORK = Duration.ofMillis(500);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final String HEAP = "512m";

    private final Path root;
    private final Path directory;
    private final ReplayBroker broker;
    private ServiceProcess analyzer;
    private boolean done;

    /** @param root of the repository, where the analyzer is built */
    KilledAnalysis(Path root) {
        this.root = root;
        try {
            this.directory = Files.createTempDirectory("plimsoll-killed-");
        } catch (IOException e) {
            throw new UncheckedIOException("no directory for the state could be made: " + e.getMessage(), e);
        }
        this.broker = new ReplayBroker();
        this.analyzer = start();
    }

    private ServiceProcess start() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("quarkus.http.port", Integer.toString(Ports.free()));
        keys.put("quarkus.http.host", "127.0.0.1");
        keys.put("kafka.bootstrap.servers", broker.bootstrapServers());
        keys.put("plimsoll.topics.prefix", Topic.DEFAULT_PREFIX);
        keys.put("plimsoll.analyzer.state-directory", directory.resolve("state").toString());
        var launch = new ServiceProcess.Launch(root, directory, HEAP, false);
        return ServiceProcess.start(Service.ANALYZER, launch, keys);
    }

    /**
     * Analyses the log.
     *
     * @param out is given each record that came of it, as {@code at, topic, key, value}, in the order of the log
     * @throws Fault where the analyzer can't be started, or doesn't get through
     */
    void run(List<LogEntry> log, Consumer<ObjectNode> out) {
        int half = log.size() / 2;
        int killed = half + (log.size() - half) / 2;
        analyzer.awaitReady(START);
        broker.send(log.subList(0, half));
        await("half of the log is analysed", PATIENCE, () -> broker.analysed() >= half);
        long told = broker.told();
        broker.send(log.subList(half, killed));
        within(AT_WORK, () -> broker.told() > told);
        analyzer.kill();
        broker.send(log.subList(killed, log.size()));
        analyzer = start();
        await("the log is analysed", PATIENCE, () -> broker.analysed() >= log.size());
        broker.records(out);
        done = true;
    }

    private void await(String what, Duration patience, BooleanSupplier condition) {
        if (!within(patience, condition)) {
            throw new Fault("not within " + patience.toMinutes() + " min: " + what + " (log: " + analyzer.log() + ")");
        }
    }

    private boolean within(Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            if (!analyzer.alive()) {
                throw new Fault("the analyzer ended by itself (log: " + analyzer.log() + ")");
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("interrupted while waiting for the analyzer", e);
        }
    }

    /** Its log stays where it didn't get through. */
    @Override
    public void close() {
        analyzer.kill();
        broker.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .filter(file -> done || !file.equals(analyzer.log()))
                    .forEach(file -> file.toFile().delete()); // a directory that isn't empty stays
        } catch (IOException e) {
            throw new UncheckedIOException("the state could not be removed: " + directory, e);
        }
    }
}
