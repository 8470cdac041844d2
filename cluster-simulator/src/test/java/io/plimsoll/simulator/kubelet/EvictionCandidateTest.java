package io.plimsoll.simulator.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvictionCandidateTest {

    private static final long MI = 1L << 20;

    @Test
    void useAboveRequestGoesBeforePriorityAndPriorityBeforeExcess() {
        var a = new EvictionCandidate("a", 900 * MI, 1024 * MI, 0, false);
        var b = new EvictionCandidate("b", 500 * MI, 200 * MI, 1000, false);
        var c = new EvictionCandidate("c", 100 * MI, 0, 0, false);
        var d = new EvictionCandidate("d", 450 * MI, 100 * MI, 0, false);
        var e = new EvictionCandidate("e", 2000 * MI, 100 * MI, 2_000_000_000, true);

        var order = EvictionCandidate.rank(List.of(a, b, c, d, e));

        assertThat(order).extracting(EvictionCandidate::pod).containsExactly("d", "c", "b", "a");
    }

    @Test
    void podWithoutStatisticsGoesFirst() {
        var unknown = new EvictionCandidate("unknown", -1, 100 * MI, 5000, false);
        var greedy = new EvictionCandidate("greedy", 900 * MI, 100 * MI, 0, false);

        var order = EvictionCandidate.rank(List.of(greedy, unknown));

        assertThat(order).extracting(EvictionCandidate::pod).containsExactly("unknown", "greedy");
    }
}
