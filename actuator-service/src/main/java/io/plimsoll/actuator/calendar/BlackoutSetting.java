package io.plimsoll.actuator.calendar;

import org.jspecify.annotations.Nullable;

/**
 * A time of no maintenance as configured, unread: either two instants or a recurrence.
 *
 * @param from instant with zone or offset, {@code 2026-11-27T00:00:00Z}
 * @param to likewise, exclusive
 */
public record BlackoutSetting(
        String name,
        @Nullable String from,
        @Nullable String to,
        @Nullable WindowSetting recurring) {

    public static BlackoutSetting between(String name, String from, String to) {
        return new BlackoutSetting(name, from, to, null);
    }

    public static BlackoutSetting every(WindowSetting recurring) {
        return new BlackoutSetting(recurring.name(), null, null, recurring);
    }
}
