package io.plimsoll.analyzer.detect;

import io.plimsoll.model.alert.Severity;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A severity whose condition is true now, and how long it must stay true before the alert fires with it.
 *
 * @param condition tells conditions of one severity apart, for each is timed by itself; the severity's name by default
 * @param since when it became true, where that is known better than by looking now; null otherwise
 */
public record Level(
        Severity severity,
        Duration heldFor,
        String condition,
        @Nullable Instant since) {

    public static Level of(Severity severity, Duration heldFor) {
        return new Level(severity, heldFor, severity.name(), null);
    }

    public static Level info(Duration heldFor) {
        return of(Severity.INFO, heldFor);
    }

    public static Level warning(Duration heldFor) {
        return of(Severity.WARNING, heldFor);
    }

    public static Level critical(Duration heldFor) {
        return of(Severity.CRITICAL, heldFor);
    }

    /** The same, timed under a name of its own: {@code critical(1 min).when("none healthy")}. */
    public Level when(String condition) {
        return new Level(severity, heldFor, condition, since);
    }

    public Level since(@Nullable Instant since) {
        return new Level(severity, heldFor, condition, since);
    }
}
