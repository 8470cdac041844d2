package io.plimsoll.actuator.calendar;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether maintenance may happen at an instant. */
public sealed interface Opening {

    /**
     * It may.
     *
     * @param window the window that is open; null where none is configured
     * @param closesAt the first instant at which it may no longer; null where no end is in sight
     */
    record Open(@Nullable String window, @Nullable Instant closesAt) implements Opening {}

    /**
     * It may not.
     *
     * @param code OUTSIDE_WINDOW, BLACKOUT, UNKNOWN_WINDOW or UNREADABLE
     * @param opensAt when it may; null where that is not in sight
     */
    record Shut(
            String code,
            String reason,
            String remedy,
            @Nullable Instant opensAt) implements Opening {}

    default boolean isOpen() {
        return this instanceof Open;
    }
}
