package io.plimsoll.analyzer.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionTest {

    @Test
    void aNumberStandsForOneText() {
        for (long number = 1; number < 1_000_000_000_000_000_000L / 13; number = number * 13 + 7) {
            assertThat(Revision.of(Long.toString(number))).isEqualTo(number);
        }
        assertThat(Revision.of("999999999999999999")).isEqualTo(999_999_999_999_999_999L);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "0", "007", "-1", "+1", " 1", "1a", "a", "1000000000000000000", "9223372036854775808", "١"})
    void whatIsNoSuchNumberHasNone(String version) {
        assertThat(Revision.of(version)).isEqualTo(Revision.NONE);
    }
}
