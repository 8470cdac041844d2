package io.plimsoll.actuator.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Spans that come again and again. */
sealed interface Recurrence {

    /** Days looked ahead for the next span: enough for a 29th of February. */
    int HORIZON_DAYS = 9 * 366;

    /** The span that contains the instant, of several the one that ends last; null for none. */
    @Nullable
    Span containing(Instant instant);

    /** When the next span begins after the instant; null where none is in sight. */
    @Nullable
    Instant nextStart(Instant instant);

    /** Days of the week, from one wall-clock time to another; one at or before the start is the next day's. */
    record Weekly(Set<DayOfWeek> days, LocalTime start, LocalTime end, WallClock clock) implements Recurrence {

        @Override
        public @Nullable Span containing(Instant instant) {
            LocalDate today = clock.at(instant).toLocalDate();
            Span found = null;
            for (int back = 2; back >= -1; back--) {
                Span span = on(today.minusDays(back));
                if (span != null
                        && span.contains(instant)
                        && (found == null || span.to().isAfter(found.to()))) {
                    found = span;
                }
            }
            return found;
        }

        @Override
        public @Nullable Instant nextStart(Instant instant) {
            LocalDate today = clock.at(instant).toLocalDate();
            for (int ahead = -1; ahead <= HORIZON_DAYS; ahead++) {
                Span span = on(today.plusDays(ahead));
                if (span != null && span.from().isAfter(instant)) {
                    return span.from();
                }
            }
            return null;
        }

        /** The span that belongs to the day: it starts there, and may end on the next. */
        private @Nullable Span on(LocalDate day) {
            if (!days.contains(day.getDayOfWeek())) {
                return null;
            }
            LocalDate lastDay = end.isAfter(start) ? day : day.plusDays(1);
            Span span = new Span(clock.firstShowing(day.atTime(start)), clock.firstReaching(lastDay.atTime(end)));
            return span.isEmpty() ? null : span;
        }
    }

    /** From each time of a schedule, for so long. A time that the clocks skip doesn't come; one that comes twice counts once. */
    record Scheduled(CronSchedule schedule, Duration duration, WallClock clock) implements Recurrence {

        @Override
        public @Nullable Span containing(Instant instant) {
            LocalDate last = clock.at(instant).toLocalDate().plusDays(1);
            LocalDate first = clock.at(instant.minus(duration)).toLocalDate().minusDays(1);
            for (LocalDate day = last; !day.isBefore(first); day = day.minusDays(1)) {
                Instant start = schedule.matches(day) ? latestStart(day, instant) : null;
                if (start != null) {
                    Span span = new Span(start, start.plus(duration));
                    return span.contains(instant) ? span : null;
                }
            }
            return null;
        }

        private @Nullable Instant latestStart(LocalDate day, Instant atMost) {
            Instant latest = null;
            for (LocalTime time : schedule.times()) {
                if (clock.shows(day.atTime(time))) {
                    Instant start = clock.firstShowing(day.atTime(time));
                    if (!start.isAfter(atMost) && (latest == null || start.isAfter(latest))) {
                        latest = start;
                    }
                }
            }
            return latest;
        }

        @Override
        public @Nullable Instant nextStart(Instant instant) {
            LocalDate today = clock.at(instant).toLocalDate();
            for (int ahead = -1; ahead <= HORIZON_DAYS; ahead++) {
                LocalDate day = today.plusDays(ahead);
                Instant start = schedule.matches(day) ? earliestStart(day, instant) : null;
                if (start != null) {
                    return start;
                }
            }
            return null;
        }

        private @Nullable Instant earliestStart(LocalDate day, Instant after) {
            for (LocalTime time : schedule.times()) {
                if (clock.shows(day.atTime(time))) {
                    Instant start = clock.firstShowing(day.atTime(time));
                    if (start.isAfter(after)) {
                        return start;
                    }
                }
            }
            return null;
        }
    }

    /** Once. */
    record Once(Span span) implements Recurrence {

        @Override
        public @Nullable Span containing(Instant instant) {
            return span.contains(instant) ? span : null;
        }

        @Override
        public @Nullable Instant nextStart(Instant instant) {
            return span.from().isAfter(instant) ? span.from() : null;
        }
    }
}
