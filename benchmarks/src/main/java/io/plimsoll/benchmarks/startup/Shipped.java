package io.plimsoll.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The services, and how their images train and start them. */
enum Shipped {
    WATCHER("watcher", "io.plimsoll.watcher.service.WatcherMain", "-XX:+UseSerialGC"),
    ANALYZER("analyzer", "io.plimsoll.analyzer.service.AnalyzerMain", "-XX:+UseParallelGC", "-XX:ParallelGCThreads=2"),
    ACTUATOR("actuator", "io.plimsoll.actuator.app.ActuatorMain", "-XX:+UseSerialGC");

    private static final String MEMORY_OF_A_CONTAINER = "-XX:MaxRAM=512m";

    private final String title;
    private final String mainClass;
    private final List<String> collector;

    Shipped(String title, String mainClass, String... collector) {
        this.title = title;
        this.mainClass = mainClass;
        this.collector = List.of(collector);
    }

    String title() {
        return title;
    }

    /** Those of its Dockerfile.jvm. A cache holds only for a start under the options of its training. */
    private List<String> options() {
        return Stream.concat(Stream.of("-XX:+UseCompactObjectHeaders", "-XX:MaxRAMPercentage=70"), collector.stream())
                .toList();
    }

    /**
     * Copies the built service and trains a cache beside the copy: what lies in the repository may be trained under other
     * options.
     *
     * @return where the copy is
     * @throws IOException when the service isn't built, or its training fails
     */
    Path trainedCopy(Path root, Path directory) throws IOException, InterruptedException {
        Path built = root.resolve(title + "-service/target/quarkus-app");
        if (!Files.isRegularFile(built.resolve("quarkus-run.jar"))) {
            throw new IOException("the " + title + " isn't built: run ./plimsoll build");
        }
        Path copy = directory.resolve(title);
        copy(built, copy);
        List<String> command = new ArrayList<>();
        command.add(root.resolve("deploy/images/aot-cache").toString());
        command.addAll(List.of(copy.toString(), mainClass, MEMORY_OF_A_CONTAINER));
        command.addAll(options());
        Path log = directory.resolve(title + ".log");
        ProcessBuilder training =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        training.environment().put("JAVA_HOME", System.getProperty("java.home"));
        if (training.start().waitFor() != 0) {
            throw new IOException("the " + title + " can't be trained: "
                    + Files.readString(log).strip().lines().reduce("it said nothing", (_, last) -> last));
        }
        return copy;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!name.equals("app.aot") && !name.equals("launch.args")) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
            }
        }
    }

    /** Java's options for a start of the copy as a runnable jar, the program at their end. */
    List<String> asJar(Path copy, List<String> keys) {
        List<String> options = new ArrayList<>(options());
        options.add(MEMORY_OF_A_CONTAINER);
        options.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        options.addAll(keys);
        options.addAll(List.of("-jar", copy.resolve("quarkus-run.jar").toString()));
        return options;
    }

    /** The same from the cache; that it can't be used is an error rather than a slow start. */
    List<String> fromCache(Path copy, List<String> keys) {
        List<String> options = new ArrayList<>(List.of("-XX:AOTCache=" + copy.resolve("app.aot"), "-XX:AOTMode=on"));
        options.addAll(keys);
        options.add("@" + copy.resolve("launch.args"));
        return options;
    }
}
