package io.plimsoll.simulator.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.simulator.workloads.RollingUpdate.Size;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollingUpdateTest {

    @Test
    void firstStepOfTenWithAQuarterEachWay() {
        var plan = new RollingUpdate(10, 3, 2).plan(new Size(0, 0), List.of(new Size(10, 10)));

        assertThat(plan).isEqualTo(new RollingUpdate.Plan(3, List.of(8)));
    }

    @Test
    void podsThatServeNobodyGoFirst() {
        var plan = new RollingUpdate(10, 0, 2).plan(new Size(0, 0), List.of(new Size(2, 0), new Size(8, 8)));

        assertThat(plan.old()).containsExactly(0, 8);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyRolloutEndsAndNeverLeavesItsBounds(long seed) {
        var random = new Random(seed);
        int replicas = 1 + random.nextInt(20);
        var update = new RollingUpdate(replicas, random.nextInt(4), 1 + random.nextInt(3));
        int current = 0;
        int available = 0;
        int old = replicas;

        int rounds = 0;
        while (current < replicas || old > 0 || available < current) {
            var plan = update.plan(new Size(current, available), List.of(new Size(old, old)));
            current = plan.current();
            old = plan.old().getFirst();
            assertThat(current + old).as("seed %d: most", seed).isLessThanOrEqualTo(replicas + update.maxSurge());
            assertThat(available + old)
                    .as("seed %d: fewest", seed)
                    .isGreaterThanOrEqualTo(replicas - update.maxUnavailable());
            available += random.nextInt(current - available + 1);
            assertThat(++rounds).as("seed %d: ends", seed).isLessThan(500);
        }
    }
}
