package io.plimsoll.actuator.service;

import io.plimsoll.actuator.signature.Keyring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** The requesters' file, read again when it changes. While a change can't be read, what was read before holds. */
final class RequesterFile {

    private final Path path;
    private @Nullable FileTime seen;
    private @Nullable Keyring keyring;
    private @Nullable String problem;

    RequesterFile(Path path) {
        this.path = path;
    }

    /** Null while it could never be read. */
    synchronized @Nullable Keyring keyring() {
        try {
            FileTime changed = Files.getLastModifiedTime(path);
            if (!changed.equals(seen)) {
                keyring = Keyring.read(Files.readAllBytes(path));
                seen = changed;
            }
            problem = null;
        } catch (IOException | IllegalArgumentException e) {
            String why = e instanceof IOException
                    ? "it can't be read (" + e.getClass().getSimpleName() + ")"
                    : e.getMessage();
            problem = "requesters' file " + path + ": " + why
                    + "; mend it or plimsoll.requests.keys (docs/signed-requests.md)";
        }
        return keyring;
    }

    /** As of the last look; null where all is well. */
    synchronized @Nullable String problem() {
        return problem;
    }
}
