package io.plimsoll.actuator.cases;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * What makes a {@link Child} start as fast as the packaged service does, with its cache of loaded classes: a test that ends
 * hundreds of them would else measure class loading. Such a cache wants jars, so the directories of classes become some.
 */
final class Rehearsal implements AutoCloseable {

    private final Path directory;
    private final Path cache;

    private Rehearsal(Path directory) {
        this.directory = directory;
        this.cache = directory.resolve("child.aot");
    }

    /** Starts a child, ends it in order and keeps what it had loaded; where that can't be done children start as usual. */
    static Rehearsal of(Yard yard, Duration lease) {
        try {
            Rehearsal rehearsal = new Rehearsal(Files.createTempDirectory("rehearsal"));
            try (Child child = Child.start(yard, "actuator-0", lease, rehearsal.training())) {
                child.awaitLeads();
                child.end();
            }
            return rehearsal;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> training() throws IOException {
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                jars.add(jar(path, directory.resolve("classes" + jars.size() + ".jar"))
                        .toString());
            } else if (Files.exists(path)) {
                jars.add(entry);
            }
        }
        Files.writeString(directory.resolve("path"), String.join(File.pathSeparator, jars));
        return List.of("-XX:AOTCacheOutput=" + cache, "-cp", path());
    }

    private String path() throws IOException {
        return Files.readString(directory.resolve("path"));
    }

    /** What a child is started with. */
    List<String> options() {
        try {
            return Files.exists(cache) ? List.of("-XX:AOTCache=" + cache, "-cp", path()) : Child.AS_USUAL;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path jar(Path classes, Path jar) throws IOException {
        try (Stream<Path> files = Files.walk(classes);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
