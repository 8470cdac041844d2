package io.plimsoll.simulator.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PressureStateTest {

    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final Duration PERIOD = Duration.ofMinutes(5);

    @Test
    void shortDipLastsAsAConditionForTheWholeTransitionPeriod() {
        var dip = PressureState.NONE.observe(99, 100, PERIOD, START);
        var during = dip.observe(200, 100, PERIOD, START.plusSeconds(299));
        var after = during.observe(200, 100, PERIOD, START.plusSeconds(300));

        assertThat(dip.pressure()).isTrue();
        assertThat(during.pressure()).isTrue();
        assertThat(after.pressure()).isFalse();
    }

    @Test
    void secondDipStartsThePeriodAnew() {
        var state = PressureState.NONE
                .observe(0, 100, PERIOD, START)
                .observe(200, 100, PERIOD, START.plusSeconds(100))
                .observe(50, 100, PERIOD, START.plusSeconds(200))
                .observe(200, 100, PERIOD, START.plusSeconds(450));

        assertThat(state.pressure()).isTrue();
        assertThat(state.observe(200, 100, PERIOD, START.plusSeconds(500)).pressure())
                .isFalse();
    }

    @Test
    void exactlyTheThresholdIsEnough() {
        assertThat(PressureState.NONE.observe(100, 100, PERIOD, START).pressure())
                .isFalse();
    }
}
