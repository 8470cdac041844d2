package io.plimsoll.watcher.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkewTest {

    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // date | asked | answered | skew, all in milliseconds after ten o'clock
                "     0 |     0 |      20 |      0",
                "     0 |   950 |     990 |      0",
                "     0 |     0 |  12_000 |      0",
                "90_000 |     0 |      20 | 89_980",
                "90_000 |     0 |  12_000 | 78_000",
                "     0 | 9_000 |   9_020 | -8_000",
            })
    void isWhatNoDelayOfTheAnswerExplains(String date, String asked, String answered, String skew) {
        long found = Skew.millis(after(date), after(asked), after(answered));

        assertThat(found).isEqualTo(number(skew));
    }

    private static Instant after(String millis) {
        return TEN.plusMillis(number(millis));
    }

    private static long number(String text) {
        return Long.parseLong(text.replace("_", ""));
    }
}
