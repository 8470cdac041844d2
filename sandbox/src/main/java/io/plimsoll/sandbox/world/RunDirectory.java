package io.plimsoll.sandbox.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** What the services of a run write: their logs and their state. It goes with the run, but for logs that tell of a failure. */
final class RunDirectory {

    private final Path path;
    private volatile boolean logsKept;

    RunDirectory(Path path) {
        this.path = path;
    }

    /** A new one among the temporary files. */
    static RunDirectory temporary() {
        try {
            return new RunDirectory(Files.createTempDirectory("plimsoll-sandbox-"));
        } catch (IOException e) {
            throw new UncheckedIOException("no directory for logs could be made: " + e.getMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    /** Whether somebody will want to read them. */
    void keepLogs(boolean kept) {
        logsKept = kept;
    }

    void remove() {
        try (Stream<Path> files = Files.walk(path)) {
            files.sorted(Comparator.reverseOrder())
                    .filter(file -> !logsKept || !file.toString().endsWith(".log"))
                    .forEach(file -> file.toFile().delete()); // a directory that isn't empty stays
        } catch (IOException e) {
            throw new UncheckedIOException("what the services wrote could not be removed: " + path, e);
        }
    }
}
