package io.plimsoll.analyzer.detect.autoscaler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalingStepTest {

    private static final Instant T0 = Instant.parse("2030-01-01T00:00:00Z");
    private static final Duration TOGETHER = Duration.ofMinutes(2);
    private static final Duration GAP = Duration.ofMinutes(30);

    @Test
    void actionsOfOneDirectionCloseTogetherAreOneStep() {
        List<ScalingStep> steps = ScalingStep.of(actions(0, 1, 3, 5.1, -20, -22), TOGETHER);

        assertThat(steps)
                .containsExactly(
                        new ScalingStep(at(0), at(3), 3),
                        new ScalingStep(at(5.1), at(5.1), 1),
                        new ScalingStep(at(20), at(22), -2));
    }

    @Test
    void stepAgainstTheOneBeforeIsAReversalUnlessItCameLate() {
        assertThat(reversals(0, -11, 13, -24, 26, -37, 39))
                .containsExactly(at(11), at(13), at(24), at(26), at(37), at(39));
        assertThat(reversals(0, -25, 60, -85, 120)).containsExactly(at(25), at(85));
        assertThat(reversals(0, 5, 10, 15)).isEmpty();
        assertThat(reversals(0, -30)).containsExactly(at(30));
        assertThat(reversals(0, -30.1)).isEmpty();
    }

    private static List<Instant> reversals(double... minutes) {
        return ScalingStep.reversals(ScalingStep.of(actions(minutes), TOGETHER), GAP);
    }

    /** A node added at each minute, removed at each negative one. */
    private static List<NodeAction> actions(double... minutes) {
        return Arrays.stream(minutes)
                .mapToObj(m -> new NodeAction(at(Math.abs(m)), m >= 0, "n", Duration.ZERO))
                .toList();
    }

    private static Instant at(double minute) {
        return T0.plusMillis(Math.round(minute * 60_000));
    }
}
