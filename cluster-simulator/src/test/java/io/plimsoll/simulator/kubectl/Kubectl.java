package io.plimsoll.simulator.kubectl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The real kubectl, run in a directory of its own. */
record Kubectl(Path executable, Path directory, Path kubeconfig) {

    private static final int LONGEST_SECONDS = 60;

    /** What a run printed (standard output, then standard error) and returned. */
    record Run(int exitCode, String output) {}

    /** The executable; where there is none, the test is skipped, visibly. */
    static Path installed() {
        Optional<Path> executable = find();
        if (executable.isEmpty()) {
            System.err.println("SKIPPED: kubectl isn't installed, so nothing shows that it works with the simulator");
        }
        Assumptions.assumeTrue(executable.isPresent(), "kubectl isn't on the PATH");
        return executable.get();
    }

    /** Puts the test resources of these names into a directory for kubectl to read. */
    static void copy(List<String> files, Path directory) throws IOException {
        for (String file : files) {
            try (var in = Kubectl.class.getResourceAsStream("/kubectl/" + file)) {
                Files.copy(in, directory.resolve(file));
            }
        }
    }

    private static Optional<Path> find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(directory -> Path.of(directory, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Run run(List<String> arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        Process process = builder(arguments)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return new Run(-1, "no end within " + LONGEST_SECONDS + " s\n" + Files.readString(out));
        }
        String output = Files.readString(out, StandardCharsets.UTF_8) + Files.readString(err, StandardCharsets.UTF_8);
        return new Run(process.exitValue(), output);
    }

    Process start(List<String> arguments) throws IOException {
        return builder(arguments).redirectErrorStream(true).start();
    }

    private ProcessBuilder builder(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(executable.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().put("HOME", directory.toString());
        return builder;
    }
}
