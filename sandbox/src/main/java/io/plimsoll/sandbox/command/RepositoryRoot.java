package io.plimsoll.sandbox.command;

import io.plimsoll.sandbox.Fault;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the repository lies; {@code ./plimsoll} says it. */
final class RepositoryRoot {

    private RepositoryRoot() {}

    static Path path() {
        Path root = Path.of(System.getProperty("plimsoll.root", "."))
                .toAbsolutePath()
                .normalize();
        if (!Files.isRegularFile(root.resolve("plimsoll"))) {
            throw new Fault(root + " is not Plimsoll's repository: start through ./plimsoll");
        }
        return root;
    }
}
