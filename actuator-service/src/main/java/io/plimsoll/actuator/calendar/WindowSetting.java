package io.plimsoll.actuator.calendar;

import io.plimsoll.model.Copies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A window or a recurring blackout as configured, unread: either days, start and end, or cron and duration.
 *
 * @param days {@code Mon}, {@code MONDAY}, {@code Mon-Fri}; none means every day
 * @param start wall-clock time, {@code 22:00}
 * @param end wall-clock time; at or before the start it means the next day's
 * @param zone IANA name, {@code Europe/Berlin}
 * @param cron five fields, {@code 0 22 * * 1-5}
 * @param duration ISO 8601 or {@code 6h}, with cron
 */
public record WindowSetting(
        String name,
        List<String> days,
        @Nullable String start,
        @Nullable String end,
        @Nullable String zone,
        @Nullable String cron,
        @Nullable String duration) {

    public WindowSetting {
        days = Copies.list(days);
    }

    public static WindowSetting weekly(String name, List<String> days, String start, String end, String zone) {
        return new WindowSetting(name, days, start, end, zone, null, null);
    }

    public static WindowSetting cron(String name, String cron, String duration, String zone) {
        return new WindowSetting(name, List.of(), null, null, zone, cron, duration);
    }
}
