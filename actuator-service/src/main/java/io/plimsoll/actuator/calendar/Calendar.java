package io.plimsoll.actuator.calendar;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All windows and blackouts together. */
public final class Calendar {

    private Calendar() {}

    /** A calendar without windows: always open. */
    public static Calendar always() {
        return of(List.of(), List.of());
    }

    /** Reads the settings. What can't be read is kept, is closed, and is named by {@link #problems}. */
    public static Calendar of(List<WindowSetting> windows, List<BlackoutSetting> blackouts) {
        return new Calendar();
    }

    /** One line for each window or blackout that can't be read; while there is any, nothing is open. */
    public List<String> problems() {
        return List.of();
    }

    /** The state at an instant, of one window or (null) of any. */
    public Opening at(Instant instant, @Nullable String window) {
        return new Opening.Open(window, null);
    }

    public boolean isOpen(Instant instant) {
        return at(instant, null).isOpen();
    }

    /** The first instant at or after the given one at which it is open; null where none is in sight. */
    public @Nullable Instant nextOpening(Instant instant, @Nullable String window) {
        return switch (at(instant, window)) {
            case Opening.Open _ -> instant;
            case Opening.Shut shut -> shut.opensAt();
        };
    }

    /** The first instant at which what is open now closes; null where it is closed or no end is in sight. */
    public @Nullable Instant closesAt(Instant instant, @Nullable String window) {
        return switch (at(instant, window)) {
            case Opening.Open open -> open.closesAt();
            case Opening.Shut _ -> null;
        };
    }
}
