package io.plimsoll.simulator.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DisruptedPodsTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:10:00Z");

    @Test
    void evictedPodCountsAsGoneForTwoMinutes() {
        var sorted = DisruptedPods.sort(Map.of("web-1", NOW.minusSeconds(119)), Set.of("web-1"), NOW);

        assertThat(sorted.counts("web-1", NOW)).isTrue();
        assertThat(sorted.recheckAt()).contains(NOW.plusSeconds(1));
    }

    @Test
    void podThatIsStillThereAfterTwoMinutesIsOverdueAndCountsAgain() {
        var sorted = DisruptedPods.sort(Map.of("web-1", NOW.minusSeconds(121)), Set.of("web-1"), NOW);

        assertThat(sorted.overdue()).containsExactly("web-1");
        assertThat(sorted.counts("web-1", NOW)).isFalse();
    }

    @Test
    void podThatBeganToTerminateIsForgotten() {
        var sorted = DisruptedPods.sort(Map.of("web-1", NOW), Set.of("web-2"), NOW);

        assertThat(sorted.waiting()).isEmpty();
        assertThat(sorted.overdue()).isEmpty();
    }
}
