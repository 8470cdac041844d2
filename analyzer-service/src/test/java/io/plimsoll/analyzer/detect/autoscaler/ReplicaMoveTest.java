package io.plimsoll.analyzer.detect.autoscaler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplicaMoveTest {

    private static final Instant T0 = Instant.parse("2030-01-01T00:00:00Z");

    @Test
    void everyChangeOfDirectionIsATurn() {
        assertThat(turns(4, 8, 4, 8, 4, 8)).isEqualTo(4);
    }

    @Test
    void rampAndDescentTurnOnce() {
        assertThat(turns(2, 4, 8, 16, 12, 8)).isEqualTo(1);
    }

    @Test
    void movesUnderATenthOfTheMeanAreNone() {
        assertThat(ReplicaMove.amplitude(moves(100, 104, 100, 104))).isEqualTo(11);
        assertThat(turns(100, 104, 100, 104, 100)).isZero();
        assertThat(turns(100, 120, 118, 121, 100)).isEqualTo(1);
    }

    @Test
    void amplitudeIsAtLeastOne() {
        assertThat(ReplicaMove.amplitude(moves(4, 8, 4, 8, 4, 8))).isEqualTo(1);
        assertThat(ReplicaMove.amplitude(List.of())).isEqualTo(1);
    }

    private static int turns(int... values) {
        List<ReplicaMove> moves = moves(values);
        return ReplicaMove.turningPoints(moves, ReplicaMove.amplitude(moves)).size();
    }

    private static List<ReplicaMove> moves(int... values) {
        return IntStream.range(1, values.length)
                .mapToObj(i -> new ReplicaMove(T0.plus(Duration.ofMinutes(i)), values[i - 1], values[i]))
                .toList();
    }
}
