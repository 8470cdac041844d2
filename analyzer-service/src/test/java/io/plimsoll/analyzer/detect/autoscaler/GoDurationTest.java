package io.plimsoll.analyzer.detect.autoscaler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

    @ParameterizedTest
    @CsvSource({
        "5m, PT5M",
        "300s, PT300S",
        "4m30s, PT4M30S",
        "0, PT0S",
        "0s, PT0S",
        "1h15m30.5s, PT1H15M30.5S",
        "1.5h, PT1H30M",
        ".5s, PT0.5S",
        "2562047h47m16.854775807s, PT2562047H47M16.854775807S",
        "100ms, PT0.1S",
        "7us, PT0.000007S",
        "7µs, PT0.000007S",
        "3ns, PT0.000000003S",
        "-1m, PT-1M",
        "+1m, PT1M"
    })
    void durationIsReadAsGoReadsIt(String text, Duration expected) {
        assertThat(GoDuration.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "5 m", "5m ", "4m30", "5d", "1h-5m", "--5m", "9999999999h", "5M", "five"})
    void whatGoRefusesIsNoDuration(String text) {
        assertThat(GoDuration.parse(text)).isEmpty();
    }
}
