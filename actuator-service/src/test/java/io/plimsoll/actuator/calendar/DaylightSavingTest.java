package io.plimsoll.actuator.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Windows around the changes of clocks, held against a watchman who only ever looks at the wall clock, minute by minute:
 * he opens when it first shows the start or later, and closes when it has come to the end.
 */
class DaylightSavingTest {

    /** Every window and every change of clocks here begins and ends at a multiple of it. */
    private static final Duration STEP = Duration.ofMinutes(15);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Whole hours, half hours (Lord Howe), two hours (Troll), at midnight (São Paulo, Cairo), a whole day (Apia). */
    private static final List<String> ZONES = List.of(
            "Europe/Berlin",
            "America/New_York",
            "America/St_Johns",
            "America/Sao_Paulo",
            "Australia/Lord_Howe",
            "Pacific/Chatham",
            "Pacific/Apia",
            "Africa/Cairo",
            "Africa/Casablanca",
            "Antarctica/Troll",
            "Asia/Tehran",
            "Asia/Kathmandu");

    @ParameterizedTest
    @MethodSource("windowsAroundChanges")
    void aWindowIsOpenExactlyWhenTheWatchmanSaysSo(ZoneId zone, LocalDate day, LocalTime start, LocalTime end) {
        var setting =
                WindowSetting.weekly("w", List.of(day.getDayOfWeek().name()), clock(start), clock(end), zone.getId());
        var calendar = Calendar.of(List.of(setting), List.of());
        Span watched = watchman(zone, day, start, end);

        Instant from = watched.from().minus(Duration.ofHours(30));
        Instant opened = null;
        Instant closed = null;
        for (Instant at = from; at.isBefore(watched.from().plus(Duration.ofHours(60))); at = at.plus(STEP)) {
            boolean open = calendar.isOpen(at);
            assertThat(open)
                    .as("%s, window %s-%s of %s, at %s", zone, start, end, day, at)
                    .isEqualTo(watched.contains(at));
            opened = open && opened == null ? at : opened;
            closed = !open && opened != null && closed == null ? at : closed;
        }
        if (opened != null) {
            assertThat(calendar.nextOpening(from, null)).isEqualTo(opened);
            assertThat(calendar.closesAt(opened, null)).isEqualTo(closed);
        }
    }

    static Stream<Object[]> windowsAroundChanges() {
        var random = new Random(20_261_121);
        List<Object[]> cases = new ArrayList<>();
        for (String id : ZONES) {
            ZoneId zone = ZoneId.of(id);
            for (LocalDate day : changes(zone)) {
                for (int i = 0; i < 5; i++) {
                    LocalTime start = LocalTime.of(random.nextInt(24), 15 * random.nextInt(4));
                    LocalTime end = start.plusMinutes(15L * (1 + random.nextInt(60)));
                    cases.add(new Object[] {zone, day, start, end});
                }
                LocalTime early = LocalTime.of(random.nextInt(4), 15 * random.nextInt(4));
                cases.add(new Object[] {zone, day, early, early.plusMinutes(30)});
            }
        }
        return cases.stream();
    }

    /** Days of the zone's changes, and one before each: a window may reach over from it. */
    private static List<LocalDate> changes(ZoneId zone) {
        List<LocalDate> days = new ArrayList<>();
        ZoneOffsetTransition change = zone.getRules().nextTransition(Instant.parse("2011-06-01T00:00:00Z"));
        while (change != null && days.size() < 6) {
            LocalDate day = change.getDateTimeBefore().minusNanos(1).toLocalDate();
            days.add(day);
            days.add(day.minusDays(1));
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return days.isEmpty() ? List.of(LocalDate.of(2026, 3, 29)) : days;
    }

    private static Span watchman(ZoneId zone, LocalDate day, LocalTime start, LocalTime end) {
        LocalDateTime opening = day.atTime(start);
        LocalDateTime closing =
                end.isAfter(start) ? day.atTime(end) : day.plusDays(1).atTime(end);
        Instant at = day.atStartOfDay(zone).toInstant().minus(Duration.ofHours(30));
        Instant opens = null;
        LocalDateTime before = LocalDateTime.ofInstant(at, zone);
        while (true) {
            at = at.plus(MINUTE);
            LocalDateTime shown = LocalDateTime.ofInstant(at, zone);
            boolean come = !shown.isBefore(closing) || !before.plusMinutes(1).isBefore(closing);
            if (opens == null && !shown.isBefore(opening)) {
                opens = at;
            }
            if (come) {
                return new Span(opens == null ? at : opens, at);
            }
            before = shown;
        }
    }

    /** He starts when the wall clock first shows the time of a day, if it does, and stops after the window's length. */
    @ParameterizedTest
    @MethodSource("schedulesAroundChanges")
    void aScheduleIsOpenExactlyWhenTheWatchmanSaysSo(ZoneId zone, LocalDate day, LocalTime time, Duration lasts) {
        String cron = time.getMinute() + " " + time.getHour() + " * * *";
        var calendar = Calendar.of(List.of(WindowSetting.cron("c", cron, lasts.toString(), zone.getId())), List.of());
        Instant from = day.minusDays(3).atStartOfDay(zone).toInstant();
        Instant to = from.plus(Duration.ofDays(6));
        List<Span> spans = starts(zone, time, from.minus(Duration.ofDays(2)), to).stream()
                .map(start -> new Span(start, start.plus(lasts)))
                .toList();

        for (Instant at = from; at.isBefore(to.minus(Duration.ofDays(2))); at = at.plus(STEP)) {
            Instant asked = at;
            boolean open = spans.stream().anyMatch(span -> span.contains(asked));
            assertThat(calendar.isOpen(at))
                    .as("%s, cron %s for %s, at %s", zone, cron, lasts, at)
                    .isEqualTo(open);
            if (!open) {
                assertThat(calendar.nextOpening(at, null))
                        .as("%s, cron %s for %s, after %s", zone, cron, lasts, at)
                        .isEqualTo(spans.stream()
                                .map(Span::from)
                                .filter(asked::isBefore)
                                .findFirst()
                                .orElseThrow());
            }
        }
    }

    static Stream<Object[]> schedulesAroundChanges() {
        var random = new Random(20_261_122);
        List<Object[]> cases = new ArrayList<>();
        for (String id : ZONES) {
            ZoneId zone = ZoneId.of(id);
            for (LocalDate day : changes(zone)) {
                for (int hour : List.of(0, 1, 2, 3, random.nextInt(24))) {
                    LocalTime time = LocalTime.of(hour, 15 * random.nextInt(4));
                    cases.add(new Object[] {zone, day, time, STEP.multipliedBy(1 + random.nextInt(20))});
                }
            }
        }
        return cases.stream();
    }

    private static List<Instant> starts(ZoneId zone, LocalTime time, Instant from, Instant to) {
        List<Instant> starts = new ArrayList<>();
        LocalDate last = null;
        for (Instant at = from; at.isBefore(to.plus(Duration.ofDays(2))); at = at.plus(STEP)) {
            LocalDateTime shown = LocalDateTime.ofInstant(at, zone);
            if (shown.toLocalTime().equals(time) && !shown.toLocalDate().equals(last)) {
                last = shown.toLocalDate();
                starts.add(at);
            }
        }
        return starts;
    }

    private static String clock(LocalTime time) {
        return "%02d:%02d".formatted(time.getHour(), time.getMinute());
    }

    /** Berlin skips 02:00 to 03:00 on 2026-03-29, and has it twice on 2026-10-25. */
    @Test
    void aSkippedHourIsSkippedAndADoubledOneCountsOnce() {
        var calendar = Calendar.of(
                List.of(WindowSetting.weekly("w", List.of("Sun"), "02:00", "03:00", "Europe/Berlin")), List.of());

        assertThat(calendar.nextOpening(Instant.parse("2026-03-28T12:00:00Z"), null))
                .isEqualTo("2026-04-05T00:00:00Z");
        assertThat(calendar.closesAt(Instant.parse("2026-10-25T00:00:00Z"), null))
                .isEqualTo("2026-10-25T01:00:00Z");
        assertThat(calendar.isOpen(Instant.parse("2026-10-25T01:30:00Z"))).isFalse();
    }

    @Test
    void cronSkipsATimeThatDoesNotComeAndOpensOnceForOneThatComesTwice() {
        var calendar = Calendar.of(List.of(WindowSetting.cron("c", "30 2 * * *", "PT20M", "Europe/Berlin")), List.of());

        assertThat(calendar.nextOpening(Instant.parse("2026-03-28T12:00:00Z"), null))
                .isEqualTo("2026-03-30T00:30:00Z");
        assertThat(calendar.nextOpening(Instant.parse("2026-10-24T12:00:00Z"), null))
                .isEqualTo("2026-10-25T00:30:00Z");
        assertThat(calendar.nextOpening(Instant.parse("2026-10-25T00:50:00Z"), null))
                .isEqualTo("2026-10-26T01:30:00Z");
    }
}
