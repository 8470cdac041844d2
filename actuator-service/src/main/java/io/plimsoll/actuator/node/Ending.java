package io.plimsoll.actuator.node;

import io.plimsoll.model.Copies;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a node's way ended, or will end once it is undone.
 *
 * @param by who called it off, of a cancelled one
 */
public record Ending(
        Kind kind, List<Cause> causes, @Nullable String by) {

    /** Expired: its time was over before anything was done. */
    public enum Kind {
        DONE,
        CANCELLED,
        FAILED
    }

    public Ending {
        causes = Copies.list(causes);
    }

    public static Ending failed(Cause cause) {
        return new Ending(Kind.FAILED, List.of(cause), null);
    }

    public static Ending failed(List<Cause> causes) {
        return new Ending(Kind.FAILED, causes, null);
    }

    public static Ending cancelled(String by, List<Cause> causes) {
        return new Ending(Kind.CANCELLED, causes, by);
    }
}
