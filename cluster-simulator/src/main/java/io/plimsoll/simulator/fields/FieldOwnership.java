package io.plimsoll.simulator.fields;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.store.Write;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps {@code metadata.managedFields} while objects change. */
public final class FieldOwnership {

    private FieldOwnership() {}

    /** Gives the fields that differ to {@code write}'s manager and takes them from everybody else. */
    public static void track(@Nullable ObjectNode before, ObjectNode after, Write write, Instant now) {
        if (write.manager().isEmpty()) {
            return;
        }
        FieldChanges changes = FieldChanges.between(before, after);
        changes.record(after, write, now);
    }
}
