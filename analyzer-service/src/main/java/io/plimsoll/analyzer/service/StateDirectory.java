package io.plimsoll.analyzer.service;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Where the working set is kept across restarts, and whether that can be written to. */
@ApplicationScoped
public class StateDirectory {

    private static final int PROBE_BYTES = 64 * 1024;

    private final Path path;
    private final boolean usedAtStart;

    StateDirectory(@ConfigProperty(name = "kafka-streams.state.dir") String path) {
        this.path = Path.of(path);
        this.usedAtStart = fault() == null;
    }

    Path path() {
        return path;
    }

    /** False where this run does without it: a client that can't write there doesn't even start. */
    boolean usedAtStart() {
        return usedAtStart;
    }

    /** Why it can't be written to, in one line with the mend; null where it can. */
    @Nullable
    String fault() {
        try {
            Files.createDirectories(path);
            Path probe = Files.createTempFile(path, "probe-", ".tmp");
            try {
                Files.write(probe, new byte[PROBE_BYTES]);
            } finally {
                Files.delete(probe);
            }
            return null;
        } catch (IOException e) {
            return "the state directory " + path + " can't be written to ("
                    + e.getClass().getSimpleName() + ": "
                    + e.getMessage()
                    + "); free space, mend its permissions or choose another by plimsoll.analyzer.state-directory";
        }
    }
}
