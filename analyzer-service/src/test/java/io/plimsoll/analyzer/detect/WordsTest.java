package io.plimsoll.analyzer.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void countsAreSaidAsPeopleSayThem() {
        assertThat(Words.times(1)).isEqualTo("once");
        assertThat(Words.times(3)).isEqualTo("3 times");
        assertThat(Words.count(1, "pod")).isEqualTo("1 pod");
        assertThat(Words.count(0, "pod")).isEqualTo("0 pods");
    }

    @Test
    void durationsAreSaidInTheUnitThatFitsThem() {
        assertThat(List.of(119, 120, 7_199, 7_200, 12_000, 172_800, 187_200).stream()
                        .map(seconds -> Words.of(Duration.ofSeconds(seconds))))
                .containsExactly("119 s", "2 min", "119 min", "2 h", "3 h 20 min", "2 d", "2 d 4 h");
    }

    @Test
    void longListsAreCut() {
        assertThat(Words.list(List.of("a", "b", "c", "d", "e", "f", "g"))).isEqualTo("a, b, c, d, e and 2 more");
    }
}
