package io.plimsoll.watcher.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.watcher.project.LogRecord;
import io.plimsoll.watcher.term.Setup.LeaseSettings;
import io.plimsoll.watcher.term.Watcher;
import io.plimsoll.watcher.watch.WatchListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A watcher in a process of its own, so that it can be killed: no hook, no farewell, nothing flushed.
 *
 * <p>It tells line by line which transitions its loops handed over and which of them the broker has taken.
 */
public final class WatcherChild implements AutoCloseable {

    private static final Set<String> KEPT_WHOLE = Set.of("Node", "PodDisruptionBudget", "Event");
    private static final char HANDED = 'H';
    private static final char WRITTEN = 'W';
    private static final char DROPPED = 'D';

    private final Process process;
    private final Thread listening;
    private final Set<String> handed = ConcurrentHashMap.newKeySet();
    private final Set<String> written = ConcurrentHashMap.newKeySet();
    private volatile long dropped;

    private WatcherChild(Process process) {
        this.process = process;
        this.listening = Thread.ofPlatform().daemon().start(this::listen);
    }

    /** Starts the only one against a rig's API server and topic. */
    public static WatcherChild start(Rig rig) {
        return run(rig, List.of());
    }

    /** Starts one of several, that contend for a Lease. */
    public static WatcherChild start(Rig rig, String identity, Duration lease) {
        return run(rig, List.of(identity, lease.toString()));
    }

    private static WatcherChild run(Rig rig, List<String> more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.manager=" + System.getProperty("java.util.logging.manager", ""),
                "-cp",
                System.getProperty("java.class.path"),
                WatcherChild.class.getName(),
                rig.simulator().url(),
                rig.bootstrapServers(),
                rig.topic()));
        command.addAll(more);
        try {
            return new WatcherChild(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a watcher until its standard input ends. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        System.setOut(System.err);
        LeaseSettings lease = arguments.length == 3
                ? null
                : new LeaseSettings("default", "plimsoll-watcher", arguments[3], Duration.parse(arguments[4]));
        Watcher watcher = Watcher.start(
                Rig.setup(arguments[0], arguments[1], arguments[2], lease),
                record -> tell(out, WRITTEN, record),
                WatchListener.NONE,
                next -> record -> {
                    next.put(record);
                    tell(out, HANDED, record);
                });
        try (InputStream in = System.in) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        watcher.close();
        out.println(DROPPED + Long.toString(watcher.dropped()) + ";");
        System.exit(0);
    }

    private static void tell(PrintStream out, char what, LogRecord record) {
        var fact = record.fact();
        if (fact != null && fact.resourceVersion() != null && KEPT_WHOLE.contains(record.kind())) {
            out.println(what + record.key() + "@" + fact.resourceVersion() + ";");
        }
    }

    /** A line that a kill cut short has no end and doesn't count. */
    private void listen() {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            lines.lines().filter(line -> line.endsWith(";")).forEach(line -> {
                String rest = line.substring(1, line.length() - 1);
                switch (line.charAt(0)) {
                    case HANDED -> handed.add(rest);
                    case WRITTEN -> written.add(rest);
                    case DROPPED -> dropped = Long.parseLong(rest);
                    default -> throw new AssertionError(line);
                }
            });
        } catch (IOException | UncheckedIOException e) {
            // it was killed in the middle of a word
        }
    }

    /** Ends it with SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Stops it for a while: {@code STOP}, then {@code CONT}. */
    public void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends it in order. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it has ended
        }
        awaitEnd();
    }

    /** Transitions that the broker has taken. */
    public Set<String> written() {
        return Set.copyOf(written);
    }

    /** Transitions handed over that the broker hadn't taken, as far as was told. */
    public Set<String> unsure() {
        Set<String> unsure = new HashSet<>(handed);
        unsure.removeAll(written);
        return unsure;
    }

    /** Transitions handed over. */
    public Set<String> handed() {
        return Set.copyOf(handed);
    }

    /** What it says it gave up when it ended in order. */
    public long dropped() {
        return dropped;
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("a watcher didn't end within 60 s");
            }
            listening.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
