package io.plimsoll.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BenchmarksTest {

    @Test
    void anUnknownNameIsBadInput() {
        assertThat(Benchmarks.commandLine().execute("no-such")).isEqualTo(2);
    }

    @Test
    void aClusterThatCannotBeMadeIsBadInput() {
        assertThat(Benchmarks.commandLine().execute("analyzer", "--pods", "7")).isEqualTo(2);
        assertThat(Benchmarks.commandLine().execute("analyzer", "--usage-seconds", "0"))
                .isEqualTo(2);
    }
}
