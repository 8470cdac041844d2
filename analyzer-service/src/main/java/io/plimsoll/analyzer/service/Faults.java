package io.plimsoll.analyzer.service;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.jspecify.annotations.Nullable;

/** Why the analysis last stopped, in one line with the mend, until it runs again. */
@ApplicationScoped
public class Faults {

    private final AtomicReference<@Nullable String> last = new AtomicReference<>();

    void add(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        boolean state = failure instanceof ProcessorStateException
                || root instanceof java.io.IOException
                || root.getClass().getName().startsWith("org.rocksdb");
        String what = String.valueOf(root.getMessage()).lines().findFirst().orElse(root.toString());
        last.set(
                state
                        ? "the state directory can't be used: " + what
                                + "; free space or mend its permissions (plimsoll.analyzer.state-directory)"
                        : root.getClass().getSimpleName() + ": " + what);
    }

    void clear() {
        last.set(null);
    }

    @Nullable
    String last() {
        return last.get();
    }
}
