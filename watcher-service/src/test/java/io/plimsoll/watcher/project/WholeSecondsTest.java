package io.plimsoll.watcher.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeSecondsTest {

    @Test
    void readsWhatTheFormatterReads() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            Instant instant = Instant.ofEpochSecond(random.nextLong(-62_135_596_800L, 253_402_300_800L));

            assertThat(WholeSeconds.parse(instant.toString())).isEqualTo(instant);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2030-01-01T00:00:00",
                "2030-01-01T00:00:00.5Z",
                "2030-01-01T00:00:00+01:00",
                "2030-01-01t00:00:00Z",
                "2030-01-01T24:00:00Z",
                "2016-12-31T23:59:60Z",
                "+030-01-01T00:00:00Z"
            })
    void leavesOtherFormsToOthers(String text) {
        assertThat(WholeSeconds.parse(text)).isNull();
    }

    @Test
    void aDayThatNeverWasIsNoTime() {
        assertThatThrownBy(() -> WholeSeconds.parse("2030-02-30T00:00:00Z")).isInstanceOf(DateTimeException.class);
    }
}
