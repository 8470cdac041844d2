package io.plimsoll.deploy.render;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the repository lies, whoever runs the tests from where. */
public final class Repository {

    private Repository() {}

    public static Path root() {
        return Path.of(System.getProperty("plimsoll.root", ".."))
                .toAbsolutePath()
                .normalize();
    }

    public static Path deploy(String path) {
        return root().resolve("deploy").resolve(path);
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
