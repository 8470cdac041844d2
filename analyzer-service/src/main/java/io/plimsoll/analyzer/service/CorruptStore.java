package io.plimsoll.analyzer.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * Store files that RocksDB says are corrupt. They can go: the changelog has all of it.
 *
 * @param task the directory of the task they belong to
 */
record CorruptStore(Path task) {

    /** As Streams names the store that can't be opened, and RocksDB the file whose checksum is wrong once it is read. */
    private static final Pattern PLACE = Pattern.compile("(?:at location|in) (\\S+)/rocksdb/");

    /** Null where the failure isn't of that kind, or the files lie outside the state directory. */
    static @Nullable CorruptStore in(Throwable failure, Path stateDirectory) {
        boolean corrupt = false;
        Path task = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            corrupt |= cause instanceof RocksDBException rocks && corruption(rocks);
            Matcher place = PLACE.matcher(message);
            task = place.find() ? Path.of(place.group(1)) : task;
        }
        return corrupt && task != null && task.startsWith(stateDirectory) ? new CorruptStore(task) : null;
    }

    /** By the code: the text needn't hold the word ("CURRENT file does not end with newline"). */
    private static boolean corruption(RocksDBException failure) {
        return failure.getStatus() != null && failure.getStatus().getCode() == Status.Code.Corruption;
    }

    /** The files, and the note of how far they go: without it all is restored. */
    void delete() {
        try {
            Files.deleteIfExists(task.resolve(".checkpoint"));
            try (Stream<Path> files = Files.walk(task.resolve("rocksdb"))) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the corrupt store in " + task + " can't be deleted; do so by hand", e);
        }
    }
}
