package io.plimsoll.analyzer.detect.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.ObjectRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvictionCandidateTest {

    private static final EvictionCandidate A = pod("a", 900, 1024, 0, false);
    private static final EvictionCandidate B = pod("b", 500, 200, 1000, false);
    private static final EvictionCandidate C = pod("c", 100, 0, 0, false);
    private static final EvictionCandidate D = pod("d", 450, 100, 0, false);
    private static final EvictionCandidate E = pod("e", 2000, 0, EvictionCandidate.SYSTEM_CRITICAL, true);
    private static final EvictionCandidate UNMEASURED = pod("u", -1, 4096, 5000, false);

    @Test
    void thoseAboveTheirRequestGoFirstThenLowPriorityThenTheFurthestAbove() {
        assertThat(EvictionCandidate.ranked(List.of(A, B, C, D, E))).containsExactly(D, C, B, A);
    }

    @Test
    void podWithoutStatisticsGoesBeforeAll() {
        assertThat(EvictionCandidate.ranked(List.of(A, D, UNMEASURED)).getFirst())
                .isEqualTo(UNMEASURED);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void orderDoesNotDependOnTheOrderOfInput(long seed) {
        List<EvictionCandidate> shuffled = new ArrayList<>(List.of(A, B, C, D, E, UNMEASURED));

        Collections.shuffle(shuffled, new Random(seed));

        assertThat(EvictionCandidate.ranked(shuffled)).containsExactly(UNMEASURED, D, C, B, A);
    }

    private static EvictionCandidate pod(String name, long usage, long request, int priority, boolean critical) {
        return new EvictionCandidate(
                ObjectRef.of("Pod", "shop", name), usage, request, priority, "Burstable", critical);
    }
}
