package io.plimsoll.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.wire.time.ClusterClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ClusterClockTest {

    private static final Instant ORIGIN = Instant.parse("2030-01-01T00:00:00Z");

    @Test
    void aTimeLapseRunsFromItsOrigin() {
        ClusterClock clock = new ClusterClock(InstantSource.fixed(ORIGIN.plusMillis(1500)), ORIGIN, 40);

        assertThat(clock.instant()).isEqualTo(ORIGIN.plusSeconds(60));
        assertThat(clock.machineTime(Duration.ofSeconds(60))).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void processesThatStartLaterAgree() {
        InstantSource machine = InstantSource.fixed(ORIGIN.plusSeconds(7));

        assertThat(new ClusterClock(machine, ORIGIN, 30).instant())
                .isEqualTo(new ClusterClock(machine, ORIGIN, 30).instant())
                .isEqualTo(ORIGIN.plusSeconds(210));
    }

    @Test
    void atSpeedOneItIsTheMachinesTime() {
        ClusterClock clock = new ClusterClock(InstantSource.fixed(ORIGIN), Instant.EPOCH, 1);

        assertThat(clock.instant()).isEqualTo(ORIGIN);
        assertThat(clock.machineTime(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(5));
    }
}
