package io.plimsoll.analyzer.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A small disk of the test's own, under a directory. Only who may mount has one: for others the test is skipped. */
final class Mounted implements AutoCloseable {

    private static final int BLOCK = 4096;

    private final Path directory;
    private final Path ballast;

    private Mounted(Path directory) {
        this.directory = directory;
        this.ballast = directory.resolve("ballast");
    }

    /** In memory; it can be filled and be made read-only while nobody has a file of it open. */
    static Mounted tmpfs(Path directory, int mebibytes) throws IOException {
        Files.createDirectories(directory);
        needed("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", directory.toString());
        return new Mounted(directory);
    }

    /** From a file, as a journalling file system that can be made to find itself broken while it is in use. */
    static Mounted ext4(Path directory, Path image, int mebibytes) throws IOException {
        Files.createDirectories(directory);
        needed("truncate", "-s", mebibytes + "M", image.toString());
        needed("mkfs.ext4", "-q", "-F", image.toString());
        needed("mount", "-o", "loop,errors=remount-ro", image.toString(), directory.toString());
        return new Mounted(directory);
    }

    /** To the last byte, also where something has been given up since. */
    void fill() throws IOException {
        byte[] block = new byte[BLOCK];
        try (OutputStream out = Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (Files.getFileStore(directory).getUsableSpace() > 0) {
                out.write(block);
            }
        }
    }

    /** Keeps it full, whatever the one who ran out of room has deleted meanwhile. */
    boolean staysFull() {
        try {
            fill();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left on device"); // somebody was quicker
        }
        return true;
    }

    void free() throws IOException {
        Files.delete(ballast);
    }

    void remount(String how) throws IOException {
        needed("mount", "-o", "remount," + how, directory.toString());
    }

    @Override
    public void close() throws IOException {
        run("umount", "-l", directory.toString());
    }

    private static void needed(String... command) throws IOException {
        String fault = run(command);
        if (fault != null) {
            Assumptions.abort("needs to be let mount: " + String.join(" ", command) + ": " + fault);
        }
    }

    /** What went wrong; null where nothing did. */
    private static String run(String... command) throws IOException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0 ? null : said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
