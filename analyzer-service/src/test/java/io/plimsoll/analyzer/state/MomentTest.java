package io.plimsoll.analyzer.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {

    @Test
    void instantsOfOurTimesComeBackAsTheyWere() {
        for (int seed = 0; seed < 10_000; seed++) {
            Random random = new Random(seed);
            Instant instant = Instant.ofEpochSecond(
                    random.nextLong(-9_000_000_000L, 9_000_000_000L), random.nextInt(1_000_000_000));

            assertThat(Moment.instant(Moment.of(instant))).as("seed %d", seed).isEqualTo(instant);
        }
        assertThat(Moment.instant(Moment.of(Instant.EPOCH))).isEqualTo(Instant.EPOCH);
    }

    @Test
    void noneComesBackAsNone() {
        assertThat(Moment.of(null)).isEqualTo(Moment.NONE);
        assertThat(Moment.orNull(Moment.NONE)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9999-12-31T23:59:59Z", "2262-04-12T00:00:00Z"})
    void whatLiesBehindTheLastIsStillLater(String instant) {
        assertThat(Moment.instant(Moment.of(Instant.parse(instant)))).isAfter(Instant.parse("2262-04-01T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01T00:00:00Z", "1677-09-20T00:00:00Z"})
    void whatLiesBeforeTheFirstIsStillEarlier(String instant) {
        assertThat(Moment.instant(Moment.of(Instant.parse(instant)))).isBefore(Instant.parse("1677-10-01T00:00:00Z"));
        assertThat(Moment.of(Instant.parse(instant))).isNotEqualTo(Moment.NONE);
    }
}
