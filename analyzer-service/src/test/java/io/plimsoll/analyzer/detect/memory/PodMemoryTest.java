package io.plimsoll.analyzer.detect.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.analyzer.detect.growth.ContainerMemory;
import io.plimsoll.analyzer.detect.growth.GrowthTest;
import io.plimsoll.analyzer.state.Uid;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodMemoryTest {

    private static final long START = 1_900_000_000;

    @Test
    void whatIsStoredComesBackAlike() {
        for (String uid : new String[] {"b2f7c1a0-1111-4222-8333-0123456789ab", "p1", null}) {
            var history =
                    new SampledPod(Uid.of(uid), List.of(sampled("main", 3), sampled("sidecar", 0)), 300L << 20, 30_000);

            byte[] stored = PodMemory.defaults().encode(history);
            SampledPod read = PodMemory.defaults().decode(stored);

            assertThat(read.memoryBytes()).isEqualTo(300L << 20);
            assertThat(read.window()).isEqualTo(Duration.ofSeconds(30));
            assertThat(read.containers()).extracting(ContainerMemory::name).containsExactly("main", "sidecar");
            assertThat(read.containers()).extracting(ContainerMemory::restarts).containsExactly(3, 0);
            assertThat(PodMemory.defaults().encode(read)).isEqualTo(stored);
        }
    }

    @Test
    void anotherVersionIsRefusedByItsNumber() {
        byte[] stored = PodMemory.defaults().encode(SampledPod.unsampled());
        stored[0] = 1;

        assertThatThrownBy(() -> PodMemory.defaults().decode(stored))
                .isInstanceOf(UncheckedIOException.class)
                .rootCause()
                .hasMessageContaining("version 1");
    }

    private static ContainerMemory sampled(String name, int restarts) {
        ContainerMemory memory = ContainerMemory.begun(name, restarts, START);
        for (int minute = 0; minute < 200; minute++) {
            memory.take(START + 60L * minute, (300L << 20) + minute * 1_000L, GrowthTest.lasting());
        }
        return memory;
    }
}
