package io.plimsoll.actuator.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A new term puts its own epoch on the claims it finds, and goes on with the work as it stands. */
class TakeoverTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Claim OLD = claim(4);
    private static final Task TASK = NodeMachineTest.task();
    private static final NodeMachine MACHINE = new NodeMachine(NodeRules.defaults());

    @ParameterizedTest
    @MethodSource("claimed")
    void theClaimOfALaterTermIsAdopted(NodeLife life) {
        Step step = MACHINE.next(life, new NodeSignal.ClaimTaken(claim(5), false), NOW);

        assertThat(step.next().claim()).isEqualTo(claim(5));
        assertThat(step.next().under(OLD)).as("all else is as it was").isEqualTo(life);
        assertThat(step.effects()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("claimed")
    void theClaimOfAnEarlierTermIsNot(NodeLife life) {
        Step step = MACHINE.next(life, new NodeSignal.ClaimTaken(claim(3), false), NOW);

        assertThat(step.next()).isEqualTo(life);
    }

    static Stream<NodeLife> claimed() {
        Duration minute = Duration.ofMinutes(1);
        return Stream.of(
                new NodeLife.Claimed(TASK, OLD, 2, NOW.plus(minute)),
                new NodeLife.Cordoned(TASK, OLD),
                new NodeLife.Draining(TASK, OLD, NOW, Map.of("uid-p1", new PodTask.Listed()), 3, Map.of(), Map.of()),
                new NodeLife.Drained(TASK, OLD, NOW, 3),
                new NodeLife.Held(TASK, OLD, 3, List.of()),
                new NodeLife.AwaitingReboot(TASK, OLD, 3, "boot-1"),
                new NodeLife.Verifying(TASK, OLD, 3, NOW),
                new NodeLife.Releasing(TASK, OLD, 3, 1, NOW.plus(minute), false),
                new NodeLife.RollingBack(TASK, OLD, 3, Ending.cancelled("ops", List.of()), 1, NOW.plus(minute), false));
    }

    private static Claim claim(long epoch) {
        return new Claim("drain-1", epoch, "actuator-0", false, NOW.plusSeconds(3_600));
    }
}
