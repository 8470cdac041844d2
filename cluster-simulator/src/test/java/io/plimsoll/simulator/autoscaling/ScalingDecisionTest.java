package io.plimsoll.simulator.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.simulator.autoscaling.ScalingDecision.Bounds;
import io.plimsoll.simulator.autoscaling.ScalingDecision.Recommendation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingDecisionTest {

    private static final Instant NOW = Instant.parse("2030-01-01T01:00:00Z");
    private static final List<ScalingRules> DEFAULTS = List.of(ScalingRules.UP, ScalingRules.DOWN);

    /** current, ready, utilisation, target → wanted. */
    @ParameterizedTest
    @CsvSource({
        "3, 3, 80, 80, 3",
        "3, 3, 87, 80, 3", // within the tolerance of a tenth
        "3, 3, 89, 80, 4",
        "3, 3, 160, 80, 6",
        "4, 4, 40, 80, 2",
        "4, 2, 160, 80, 4", // only ready pods multiply
        "4, 4, 1, 80, 1",
    })
    void ratioOfUseToTargetRoundsUp(int current, int ready, double utilization, double target, int wanted) {
        assertThat(ScalingDecision.wanted(current, ready, utilization, target)).isEqualTo(wanted);
    }

    @Test
    void growthIsAtMostDoubleOrFourPodsIn15Seconds() {
        var decision = decide(new Bounds(1, 100, 10), List.of(), recommended(0, 50));

        assertThat(decision.desired()).isEqualTo(20);
        assertThat(decision.limitReason()).isEqualTo("ScaleUpLimit");
    }

    @Test
    void growthThatWasMadeInThePeriodCounts() {
        var steps = List.of(new ScalingRules.Step(NOW.minusSeconds(10), 5));

        var decision = decide(new Bounds(1, 100, 10), steps, recommended(0, 50));

        assertThat(decision.desired()).isEqualTo(10); // 5 doubled, or 5 and 4
    }

    @Test
    void shrinkingWaitsForFiveMinutesOfLowerWishes() {
        var early = decide(new Bounds(1, 10, 8), List.of(), recommended(299, 8), recommended(0, 2));
        var late = decide(new Bounds(1, 10, 8), List.of(), recommended(301, 8), recommended(0, 2));

        assertThat(early.desired()).isEqualTo(8);
        assertThat(early.ableReason()).isEqualTo("ScaleDownStabilized");
        assertThat(late.desired()).isEqualTo(2);
    }

    @Test
    void wishAboveTheMaximumIsHeldThereAndSaidSo() {
        var decision = decide(new Bounds(1, 10, 10), List.of(), recommended(0, 30));

        assertThat(decision).isEqualTo(new ScalingDecision(10, decision.ableReason(), true, "TooManyReplicas"));
    }

    @Test
    void ownPolicyLimitsShrinking() {
        var down = new ScalingRules(
                Duration.ZERO, "Max", List.of(new ScalingRules.Policy(false, 1, Duration.ofSeconds(60))));

        var decision = ScalingDecision.of(
                new Bounds(1, 10, 8), List.of(recommended(0, 2)), List.of(), List.of(ScalingRules.UP, down), NOW);

        assertThat(decision.desired()).isEqualTo(7);
        assertThat(decision.limitReason()).isEqualTo("ScaleDownLimit");
    }

    private static ScalingDecision decide(
            Bounds bounds, List<ScalingRules.Step> steps, Recommendation... recommendations) {
        return ScalingDecision.of(bounds, List.of(recommendations), steps, DEFAULTS, NOW);
    }

    private static Recommendation recommended(int secondsAgo, int replicas) {
        return new Recommendation(NOW.minusSeconds(secondsAgo), replicas);
    }
}
