package io.plimsoll.analyzer.detect.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.detect.memory.NodeUsageRecorder.Samples;
import org.junit.jupiter.api.Test;

class NodeUsageRecorderTest {

    private static final NodeUsageRecorder RECORDER = NodeUsageRecorder.defaults();
    private static final long START = 1_770_000_000;
    private static final long GIB = 1L << 30;

    @Test
    void samplesAreKeptUntilTheyAreForgotten() {
        Samples samples = Samples.of();
        for (int i = 0; i < 100; i++) {
            samples = samples.plus(START + 15 * i, GIB + (i << 14), START + 15 * i - 1_200);
        }

        assertThat(samples.size()).isEqualTo(80);
        assertThat(samples.second(0)).isEqualTo(START + 15 * 20);
        assertThat(samples.bytes(0)).isEqualTo(GIB + (20 << 14));
        assertThat(samples.second(79)).isEqualTo(START + 15 * 99);
        assertThat(samples.bytes(79)).isEqualTo(GIB + (99 << 14));
    }

    @Test
    void noMoreAreKeptThanARuleNeeds() {
        Samples samples = Samples.of();
        for (int i = 0; i < 500; i++) {
            samples = samples.plus(START + i, GIB, 0);
        }

        assertThat(samples.size()).isEqualTo(120);
        assertThat(samples.second(0)).isEqualTo(START + 380);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Samples samples = Samples.of(START, 6 * GIB, START + 15, 7 * GIB).plus(START + 30, 24_000 * GIB, START);

        Samples read = RECORDER.decode(RECORDER.encode(samples));

        assertThat(read.secondsAndBytes())
                .containsExactly(START + 15, 7 * GIB, START + 30, 24_000 * GIB)
                .isEqualTo(samples.secondsAndBytes());
    }
}
