package io.plimsoll.actuator.cases;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A {@link ChildMain} under way, and what it says. */
final class Child implements AutoCloseable {

    final String instance;
    private final Process process;
    private final long startedAt = System.nanoTime();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<String> logged = new CopyOnWriteArrayList<>();

    private Child(String instance, Process process) {
        this.instance = instance;
        this.process = process;
        Thread.ofVirtual().start(this::listen);
    }

    /** With the class path of the tests. */
    static final List<String> AS_USUAL = List.of("-cp", System.getProperty("java.class.path"));

    /** Starts one over the yard. */
    static Child start(Yard yard, String instance, Duration lease) {
        return start(yard, instance, lease, AS_USUAL);
    }

    static Child start(Yard yard, String instance, Duration lease, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dplimsoll.actuator.instance=" + instance,
                "-Dchild.lease.millis=" + lease.toMillis()));
        yard.command(Path.of("none.jar")).stream()
                .filter(argument -> argument.startsWith("-D"))
                .forEach(command::add);
        yard.requesters().ifPresent(file -> command.add("-Dplimsoll.requests.keys=" + file));
        command.addAll(options);
        command.add(ChildMain.class.getName());
        try {
            return new Child(
                    instance,
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                (line.startsWith("> ") ? said : logged).add(line.startsWith("> ") ? line.substring(2) : line);
            }
        } catch (IOException e) {
            logged.add("no more is heard: " + e);
        }
    }

    /** Whether it leads now, by its own word. */
    boolean leads() {
        return said.stream()
                .filter(line -> line.startsWith("leads"))
                .reduce((_, last) -> last)
                .filter("leads"::equals)
                .isPresent();
    }

    Duration awaitLeads() {
        Yard.await(instance + " leads", () -> leads() || !process.isAlive(), this::toString);
        if (!process.isAlive()) {
            throw new AssertionError(instance + " ended: " + this);
        }
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    /** Steps are counted from here, and the given one is its last (0: none). */
    void arm(int step) {
        long before = count("armed");
        try {
            Writer input = process.outputWriter(UTF_8);
            input.write("arm " + step + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Yard.await(instance + " is armed", () -> count("armed") > before, this::toString);
    }

    private long count(String line) {
        return said.stream().filter(line::equals).count();
    }

    /** The steps since it was armed last. */
    List<String> steps() {
        List<String> all = List.copyOf(said);
        return all.subList(all.lastIndexOf("armed") + 1, all.size()).stream()
                .filter(line -> line.startsWith("step "))
                .toList();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Used so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** The most memory it has held so far, in bytes; -1 where the system doesn't tell. */
    long mostMemory() {
        try (var lines = Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1;
        }
    }

    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** In order, as whoever started it lets go of it. */
    void end() throws IOException {
        process.outputWriter(UTF_8).close();
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                throw new AssertionError(instance + " doesn't end: " + this);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    @Override
    public String toString() {
        return instance + " said " + tail(said) + ", logged " + tail(logged);
    }

    private static List<String> tail(List<String> lines) {
        List<String> all = List.copyOf(lines);
        return all.subList(Math.max(0, all.size() - 30), all.size());
    }
}
