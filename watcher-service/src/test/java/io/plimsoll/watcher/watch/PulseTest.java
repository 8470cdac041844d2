package io.plimsoll.watcher.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.fact.Tick.Standing;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PulseTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Pulse pulse = new Pulse("pods", Duration.ofSeconds(60), nanos::get);

    @Test
    void streamWithoutASignOfLifeIsAGapAfterAMinuteAndNotBefore() {
        pulse.synced();

        pass(59);
        assertThat(pulse.currency().standing()).isEqualTo(Standing.CURRENT);
        assertThat(pulse.untoldGap()).isNull();
        pass(1);

        assertThat(pulse.currency().standing()).isEqualTo(Standing.GAP);
        assertThat(pulse.currency().ageMillis()).isEqualTo(60_000);
        assertThat(pulse.untoldGap()).isEqualTo("no sign of life");
    }

    @Test
    void gapIsToldOnceAndAgainOnlyAfterTheStreamWasBack() {
        pulse.synced();
        pulse.lost("connection refused");
        pass(61);

        assertThat(pulse.untoldGap()).isEqualTo("connection refused");
        assertThat(pulse.untoldGap()).isNull();
        pulse.sign();
        pass(61);
        assertThat(pulse.untoldGap()).isEqualTo("no sign of life");
    }

    @Test
    void resourceThatIsForbiddenIsAGapAtOnceAndStaysForbiddenUntilItIsListed() {
        pulse.degraded(Standing.FORBIDDEN, "403 no", "the rule");

        assertThat(pulse.untoldGap()).isEqualTo("forbidden: 403 no");
        pulse.sign();
        assertThat(pulse.currency().standing()).isEqualTo(Standing.FORBIDDEN);
        pulse.synced();
        assertThat(pulse.currency().standing()).isEqualTo(Standing.CURRENT);
        assertThat(pulse.currency().reason()).isNull();
    }

    @Test
    void clockThatRunsBackwardsGivesNoNegativeAge() {
        pulse.synced();

        nanos.addAndGet(-5_000_000_000L);

        assertThat(pulse.currency().ageMillis()).isZero();
    }

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
