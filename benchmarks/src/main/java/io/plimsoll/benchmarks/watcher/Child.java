package io.plimsoll.benchmarks.watcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process that answers each line it is given with one line. What it says besides goes to a file. */
final class Child implements AutoCloseable {

    private final String name;
    private final Process process;
    private final Path said;
    private final PrintWriter questions;
    private final BufferedReader answers;

    private Child(String name, Process process, Path said) {
        this.name = name;
        this.process = process;
        this.said = said;
        this.questions = new PrintWriter(process.outputWriter(UTF_8), true);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /**
     * Starts a class of ours with the class path of this process, its JVM as the watcher's image starts it.
     *
     * @param heap its largest heap, as {@code -Xmx} takes it
     */
    static Child start(Class<?> main, String heap, String... arguments) throws IOException {
        return start(main, List.of("-Xmx" + heap, "-XX:+UseSerialGC"), arguments);
    }

    /** Starts one whose collector doesn't stop it: whoever is asked for the time may not lose any. */
    static Child startUnpausing(Class<?> main, String heap) throws IOException {
        return start(main, List.of("-Xmx" + heap, "-XX:+UseZGC"));
    }

    private static Child start(Class<?> main, List<String> memory, String... arguments) throws IOException {
        List<String> command = java(memory);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Path said = Files.createTempFile("plimsoll-bench-", ".log");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.to(said.toFile()))
                .start();
        return new Child(main.getSimpleName() + " " + String.join(" ", arguments), process, said);
    }

    /** The property {@code plimsoll.bench.jvm} adds options, a recording's for instance. */
    private static List<String> java(List<String> memory) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(memory);
        command.add("-XX:+UseCompactObjectHeaders");
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        String more = System.getProperty("plimsoll.bench.jvm", "");
        if (!more.isEmpty()) {
            command.addAll(List.of(more.split(" ")));
        }
        return command;
    }

    /** Asks, and waits for the answer. */
    String ask(String question) throws IOException {
        questions.println(question);
        return answer();
    }

    /** The next answer. */
    String answer() throws IOException {
        String answer = answers.readLine();
        if (answer == null || answer.startsWith("failed")) {
            throw new IOException(name + " gave no answer (" + answer + "); " + lastWords());
        }
        return answer;
    }

    /** Stops the process where it stands; what comes for it waits. */
    void stop() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** Lets it go on. */
    void go() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String which) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", which, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new IOException(name + " can't be stopped and continued: kill " + which + " failed");
        }
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(said);
        return String.join(" / ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    @Override
    public void close() throws IOException {
        questions.close(); // and without questions it ends
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        Files.deleteIfExists(said);
    }
}
