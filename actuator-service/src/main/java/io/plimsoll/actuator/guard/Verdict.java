package io.plimsoll.actuator.guard;

import static java.util.Objects.requireNonNull;

import io.plimsoll.model.maintenance.MaintenanceStatus.ClosedGuard;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a guard says. */
public sealed interface Verdict {

    /** Nothing against it. */
    record Open() implements Verdict {}

    /**
     * Not now.
     *
     * @param code the guard's
     * @param reason what, to what, why, with names and numbers
     * @param remedy what to do, or what to wait for
     * @param opensAt when it opens by itself, where known
     */
    record Closed(
            String code,
            String reason,
            String remedy,
            @Nullable Instant opensAt) implements Verdict {

        public Closed {
            requireNonNull(code, "code");
            requireNonNull(reason, "reason");
            requireNonNull(remedy, "remedy");
        }

        /** As answers carry it. */
        public ClosedGuard answer() {
            return new ClosedGuard(code, reason, remedy, opensAt);
        }
    }

    static Verdict open() {
        return new Open();
    }

    static Verdict closed(String code, String reason, String remedy) {
        return new Closed(code, reason, remedy, null);
    }

    static Verdict closedUntil(Instant opensAt, String code, String reason, String remedy) {
        return new Closed(code, reason, remedy, opensAt);
    }

    default boolean isOpen() {
        return this instanceof Open;
    }
}
