package io.plimsoll.actuator.calendar;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads windows and blackouts; what can't be read is an {@link IllegalArgumentException} that says what and how. */
final class WindowReader {

    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Pattern SHORT_DURATION = Pattern.compile("(?:(\\d{1,4})h)?(?:(\\d{1,5})m)?");
    private static final Pattern TIME = Pattern.compile("([01]?\\d|2[0-3]):([0-5]\\d)(?::([0-5]\\d))?");

    private WindowReader() {}

    static Recurrence window(WindowSetting setting) {
        WallClock clock = new WallClock(zone(setting.zone()));
        boolean weekly = setting.start() != null
                || setting.end() != null
                || !setting.days().isEmpty();
        if (setting.cron() != null) {
            if (weekly) {
                throw new IllegalArgumentException("it has both a cron expression and days, start or end: keep one");
            }
            return new Recurrence.Scheduled(CronSchedule.parse(setting.cron()), duration(setting.duration()), clock);
        }
        if (setting.duration() != null) {
            throw new IllegalArgumentException("duration goes with cron; days go with start and end");
        }
        return new Recurrence.Weekly(
                days(setting.days()), time("start", setting.start()), time("end", setting.end()), clock);
    }

    static Recurrence blackout(BlackoutSetting setting) {
        if (setting.recurring() != null) {
            if (setting.from() != null || setting.to() != null) {
                throw new IllegalArgumentException("it has both instants and a recurrence: keep one");
            }
            return window(setting.recurring());
        }
        Span span = new Span(instant("from", setting.from()), instant("to", setting.to()));
        if (span.isEmpty()) {
            throw new IllegalArgumentException("from " + span.from() + " is not before to " + span.to());
        }
        return new Recurrence.Once(span);
    }

    private static ZoneId zone(@Nullable String name) {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("it has no zone: give an IANA name such as Europe/Berlin");
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "zone '" + shown(name) + "' is not known: give an IANA name such as Europe/Berlin", e);
        }
    }

    private static LocalTime time(String what, @Nullable String text) {
        Matcher time = TIME.matcher(text == null ? "" : text.strip());
        if (text != null && text.strip().equals("24:00") && what.equals("end")) {
            return LocalTime.MIDNIGHT;
        }
        if (!time.matches()) {
            throw new IllegalArgumentException(
                    what + (text == null ? " is missing" : " '" + shown(text) + "' is no time of day")
                            + ": give it as 22:00");
        }
        int second = time.group(3) == null ? 0 : Integer.parseInt(time.group(3));
        return LocalTime.of(Integer.parseInt(time.group(1)), Integer.parseInt(time.group(2)), second);
    }

    private static Instant instant(String what, @Nullable String text) {
        try {
            return OffsetDateTime.parse(text == null ? "" : text.strip()).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    what + (text == null ? " is missing" : " '" + shown(text) + "' is no instant")
                            + ": give it as 2026-12-24T18:00:00Z",
                    e);
        }
    }

    private static Duration duration(@Nullable String text) {
        if (text == null) {
            throw new IllegalArgumentException("cron needs a duration such as PT6H");
        }
        Duration read = text.startsWith("P") ? iso(text) : hoursAndMinutes(text);
        if (read == null || read.isNegative() || read.isZero() || read.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("duration '" + shown(text) + "' is none between nothing and "
                    + LONGEST.toDays() + " days: give it" + " as PT6H or 6h");
        }
        return read;
    }

    private static @Nullable Duration iso(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable Duration hoursAndMinutes(String text) {
        Matcher parts = SHORT_DURATION.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            return null;
        }
        long hours = parts.group(1) == null ? 0 : Long.parseLong(parts.group(1));
        long minutes = parts.group(2) == null ? 0 : Long.parseLong(parts.group(2));
        return Duration.ofHours(hours).plusMinutes(minutes);
    }

    private static Set<DayOfWeek> days(List<String> given) {
        if (given.isEmpty()) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String entry : given) {
            for (String part : entry.split(",", -1)) {
                String[] ends = part.strip().split("[-–]", -1);
                if (ends.length > 2) {
                    throw noDay(part);
                }
                DayOfWeek last = day(ends[ends.length - 1]);
                for (DayOfWeek day = day(ends[0]); ; day = day.plus(1)) {
                    days.add(day);
                    if (day == last) {
                        break;
                    }
                }
            }
        }
        return days;
    }

    private static DayOfWeek day(String text) {
        String name = text.strip().toUpperCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (name.equals(day.name()) || name.equals(day.name().substring(0, 3))) {
                return day;
            }
        }
        throw noDay(text);
    }

    private static IllegalArgumentException noDay(String text) {
        return new IllegalArgumentException(
                "'" + shown(text) + "' is no day of the week: give Mon, Tuesday or Mon-Fri");
    }

    private static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
