package io.plimsoll.actuator.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CalendarTest {

    private static final WindowSetting NIGHTS =
            WindowSetting.weekly("nights", List.of("Mon-Fri"), "22:00", "04:00", "Europe/Berlin");
    private static final Calendar NIGHTLY = Calendar.of(List.of(NIGHTS), List.of());

    /** Case 49; 2026-11-20 is a Friday, and Berlin one hour ahead of UTC. */
    @Test
    void theTailAfterMidnightBelongsToTheDayTheWindowStarts() {
        Instant saturdayThree = Instant.parse("2026-11-21T02:00:00Z");
        Instant mondayThree = Instant.parse("2026-11-23T02:00:00Z");

        assertThat(NIGHTLY.at(saturdayThree, null))
                .isEqualTo(new Opening.Open("nights", Instant.parse("2026-11-21T03:00:00Z")));
        assertThat(NIGHTLY.isOpen(mondayThree)).isFalse();
    }

    /** Case 51. */
    @Test
    void outsideTheWindowTheNextOpeningIsNamed() {
        Instant saturdayNoon = Instant.parse("2026-11-21T11:00:00Z");

        Opening opening = NIGHTLY.at(saturdayNoon, "nights");

        assertThat(opening).isInstanceOfSatisfying(Opening.Shut.class, shut -> {
            assertThat(shut.code()).isEqualTo("OUTSIDE_WINDOW");
            assertThat(shut.opensAt()).isEqualTo("2026-11-23T21:00:00Z");
            assertThat(shut.reason()).contains("nights");
        });
        assertThat(NIGHTLY.nextOpening(saturdayNoon, null)).isEqualTo("2026-11-23T21:00:00Z");
    }

    @Test
    void theFirstInstantIsInsideAndTheLastIsNot() {
        assertThat(NIGHTLY.isOpen(Instant.parse("2026-11-20T20:59:59.999Z"))).isFalse();
        assertThat(NIGHTLY.isOpen(Instant.parse("2026-11-20T21:00:00Z"))).isTrue();
        assertThat(NIGHTLY.isOpen(Instant.parse("2026-11-21T02:59:59.999Z"))).isTrue();
        assertThat(NIGHTLY.isOpen(Instant.parse("2026-11-21T03:00:00Z"))).isFalse();
    }

    /** Case 54. */
    @ParameterizedTest
    @MethodSource("unreadable")
    void whatCannotBeReadClosesEverythingAndSaysSo(WindowSetting broken, String said) {
        var calendar = Calendar.of(List.of(NIGHTS, broken), List.of());

        Opening opening = calendar.at(Instant.parse("2026-11-20T22:00:00Z"), "nights");

        assertThat(opening).isInstanceOfSatisfying(Opening.Shut.class, shut -> {
            assertThat(shut.code()).isEqualTo("UNREADABLE");
            assertThat(shut.reason()).contains("window broken").contains(said);
            assertThat(shut.opensAt()).isNull();
        });
        assertThat(calendar.problems()).singleElement().asString().contains(said);
    }

    static Stream<Object[]> unreadable() {
        return Stream.of(
                new Object[] {weekly("Mon", "22:00", "04:00", "Europe/Atlantis"), "Europe/Atlantis"},
                new Object[] {weekly("Mon", "22:00", "04:00", null), "no zone"},
                new Object[] {weekly("Mon", "25:00", "04:00", "UTC"), "25:00"},
                new Object[] {weekly("Mon", null, "04:00", "UTC"), "start is missing"},
                new Object[] {weekly("Munday", "22:00", "04:00", "UTC"), "Munday"},
                new Object[] {WindowSetting.cron("broken", "0 22 * *", "PT6H", "UTC"), "five fields"},
                new Object[] {WindowSetting.cron("broken", "0 22 * * 9", "PT6H", "UTC"), "day of week"},
                new Object[] {WindowSetting.cron("broken", "0 22 * * 1", "PT9999H", "UTC"), "PT9999H"},
                new Object[] {WindowSetting.cron("broken", "0 22 * * 1", "-PT1H", "UTC"), "-PT1H"},
                new Object[] {
                    new WindowSetting("broken", List.of("Mon"), "22:00", "23:00", "UTC", "0 1 * * *", null), "both"
                });
    }

    private static WindowSetting weekly(String days, String start, String end, String zone) {
        return new WindowSetting("broken", List.of(days), start, end, zone, null, null);
    }

    @Test
    void aBlackoutThatCannotBeReadClosesEverything() {
        var calendar = Calendar.of(List.of(), List.of(BlackoutSetting.between("xmas", "2026-12-24", "2026-12-27")));

        assertThat(calendar.isOpen(Instant.parse("2026-06-01T00:00:00Z"))).isFalse();
        assertThat(calendar.problems()).singleElement().asString().contains("blackout xmas", "2026-12-24");
    }

    @Test
    void aBlackoutWinsOverAWindowAndCutsItShort() {
        var calendar = Calendar.of(
                List.of(NIGHTS),
                List.of(BlackoutSetting.between("sale", "2026-11-20T23:00:00+01:00", "2026-11-21T02:00:00+01:00")));

        Instant before = Instant.parse("2026-11-20T21:30:00Z");
        Instant during = Instant.parse("2026-11-20T23:00:00Z");
        assertThat(calendar.closesAt(before, null)).isEqualTo("2026-11-20T22:00:00Z");
        assertThat(calendar.at(during, null)).isInstanceOfSatisfying(Opening.Shut.class, shut -> {
            assertThat(shut.code()).isEqualTo("BLACKOUT");
            assertThat(shut.opensAt()).isEqualTo("2026-11-21T01:00:00Z");
        });
    }

    @Test
    void aBlackoutThatOutlastsTheWindowDefersToTheNextOne() {
        var calendar = Calendar.of(
                List.of(NIGHTS),
                List.of(BlackoutSetting.every(
                        WindowSetting.weekly("fridays", List.of("Fri"), "00:00", "24:00", "Europe/Berlin"))));

        Instant fridayNight = Instant.parse("2026-11-20T22:00:00Z");
        assertThat(calendar.nextOpening(fridayNight, null)).isEqualTo("2026-11-20T23:00:00Z");
    }

    @Test
    void windowsThatAbutAreOneOpening() {
        var calendar = Calendar.of(
                List.of(
                        WindowSetting.weekly("late", List.of("Fri"), "22:00", "24:00", "UTC"),
                        WindowSetting.weekly("early", List.of("Sat"), "00:00", "06:00", "UTC")),
                List.of());

        assertThat(calendar.closesAt(Instant.parse("2026-11-20T23:00:00Z"), null))
                .isEqualTo("2026-11-21T06:00:00Z");
        assertThat(calendar.closesAt(Instant.parse("2026-11-20T23:00:00Z"), "late"))
                .isEqualTo("2026-11-21T00:00:00Z");
    }

    @Test
    void aWindowOfAllDayEveryDayHasNoEndInSight() {
        var calendar =
                Calendar.of(List.of(WindowSetting.weekly("ever", List.of(), "00:00", "00:00", "UTC")), List.of());

        assertThat(calendar.at(Instant.parse("2026-11-20T23:00:00Z"), null)).isEqualTo(new Opening.Open("ever", null));
    }

    @Test
    void withoutWindowsItIsOpenUntilTheNextBlackout() {
        var calendar = Calendar.of(
                List.of(), List.of(BlackoutSetting.between("xmas", "2026-12-24T00:00:00Z", "2026-12-27T00:00:00Z")));

        assertThat(calendar.closesAt(Instant.parse("2026-12-01T00:00:00Z"), null))
                .isEqualTo("2026-12-24T00:00:00Z");
        assertThat(Calendar.always().at(Instant.EPOCH, null)).isEqualTo(new Opening.Open(null, null));
    }

    @Test
    void aWindowNobodyConfiguredIsClosedAndTheKnownOnesAreNamed() {
        assertThat(NIGHTLY.at(Instant.EPOCH, "weekends")).isInstanceOfSatisfying(Opening.Shut.class, shut -> {
            assertThat(shut.code()).isEqualTo("UNKNOWN_WINDOW");
            assertThat(shut.remedy()).contains("nights");
        });
    }

    /** Each schedule with the start of its first opening after Friday, 2026-11-20T12:00Z. */
    @ParameterizedTest
    @MethodSource("schedules")
    void cronOpensAtItsTimesForItsDuration(Map.Entry<String, String> schedule) {
        var calendar = Calendar.of(List.of(WindowSetting.cron("cron", schedule.getKey(), "2h30m", "UTC")), List.of());
        Instant opens = Instant.parse(schedule.getValue());

        Instant next = calendar.nextOpening(Instant.parse("2026-11-20T12:00:00Z"), null);

        assertThat(next).isEqualTo(opens);
        assertThat(calendar.closesAt(opens, null)).isEqualTo(opens.plusSeconds(9_000));
    }

    static Stream<Map.Entry<String, String>> schedules() {
        return Stream.of(
                Map.entry("0 22 * * 1-5", "2026-11-20T22:00:00Z"),
                Map.entry("30 1 * * SUN", "2026-11-22T01:30:00Z"),
                Map.entry("0 3 * * 7", "2026-11-22T03:00:00Z"),
                Map.entry("0 0 1,15 * *", "2026-12-01T00:00:00Z"),
                Map.entry("0 0 1 * MON", "2026-11-23T00:00:00Z"),
                Map.entry("0 4 29 FEB *", "2028-02-29T04:00:00Z"),
                Map.entry("45 */6 * * *", "2026-11-20T12:45:00Z"),
                Map.entry("@weekly", "2026-11-22T00:00:00Z"));
    }

    @Test
    void aDayThatNeverComesHasNoOpening() {
        var calendar = Calendar.of(List.of(WindowSetting.cron("never", "0 0 31 2 *", "PT1H", "UTC")), List.of());

        assertThat(calendar.at(Instant.parse("2026-11-20T12:00:00Z"), null))
                .isInstanceOfSatisfying(Opening.Shut.class, shut -> {
                    assertThat(shut.opensAt()).isNull();
                    assertThat(shut.remedy()).contains("no opening is in sight");
                });
    }
}
