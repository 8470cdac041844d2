package io.plimsoll.actuator.node;

import static io.plimsoll.actuator.node.NodeMachineTest.evicted;
import static io.plimsoll.actuator.node.NodeMachineTest.sight;
import static io.plimsoll.actuator.node.NodeMachineTest.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.node.NodeLife.Draining;
import io.plimsoll.actuator.node.NodeSignal.Allowance;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A controller that puts its pods back on the node they are evicted from. */
class ComebacksTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Claim CLAIM = new Claim("r1", 3, "a-0", false, NOW.plus(Duration.ofMinutes(30)));

    private final NodeRules rules = NodeRules.defaults();
    private final NodeMachine machine = new NodeMachine(rules);

    @Test
    void podThatComesBackAgainAndAgainIsEvictedInGrowingGapsOfAMinuteAtMost() {
        List<Instant> posts = new ArrayList<>();
        NodeLife life = draining();
        Instant now = NOW;
        for (int pod = 0; life instanceof Draining && now.isBefore(CLAIM.deadline()); ) {
            Step step = machine.next(life, look(pod("pinned", pod), now), now);
            life = step.next();
            if (evicted(step).isEmpty()) {
                now = wake(step);
                continue;
            }
            posts.add(now);
            life = machine.next(life, accepted("pinned", pod), now).next();
            pod++; // the next one is there before this one has gone
        }

        for (int i = 1; i < posts.size(); i++) {
            Duration gap = Duration.between(posts.get(i - 1), posts.get(i));
            assertThat(gap)
                    .as("gap %d of %s", i, posts)
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(Math.min(60, 1L << (i - 1))));
            assertThat(gap).isLessThanOrEqualTo(Duration.ofSeconds(60));
        }
        assertThat(posts).hasSizeBetween(30, 38);
    }

    @Test
    void podsOfOneControllerThatComeTogetherGoOneAfterTheOther() {
        Step first = machine.next(draining(), look(NOW, pod("pinned", 0), pod("pinned", 1)), NOW);
        NodeLife asked = machine.next(first.next(), accepted("pinned", 0), NOW).next();
        asked = machine.next(asked, accepted("pinned", 1), NOW).next();

        Step back = machine.next(asked, look(NOW, pod("pinned", 2), pod("pinned", 3)), NOW);
        Step second = machine.next(back.next(), look(wake(back), pod("pinned", 2), pod("pinned", 3)), wake(back));

        assertThat(evicted(first)).hasSize(2);
        assertThat(evicted(back)).isEmpty();
        assertThat(evicted(second)).containsExactly("pinned-2");
        assertThat(Duration.between(wake(back), wake(second))).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void othersGoMeanwhileAndSoDoesANewcomerThatNobodyWasEvictedFor() {
        Step first = machine.next(draining(), look(NOW, pod("pinned", 0)), NOW);
        NodeLife asked = machine.next(first.next(), accepted("pinned", 0), NOW).next();

        Step step = machine.next(asked, look(NOW, pod("pinned", 1), pod("late", 0), alone("by-hand")), NOW);

        assertThat(evicted(step)).containsExactly("late-0", "by-hand");
    }

    @Test
    void whatIsThereFromTheBeginningOrAfterARestartHasNotComeBack() {
        Step first = machine.next(draining(), look(NOW, pod("pinned", 0)), NOW);

        Step resumed = machine.next(first.next(), new NodeSignal.Resumed(), NOW);
        Step again = machine.next(resumed.next(), look(NOW, pod("pinned", 0)), NOW);

        assertThat(evicted(again)).containsExactly("pinned-0");
    }

    @Test
    void saysWhatComesBackWhyAndWhatToDo() {
        Step first = machine.next(draining(), look(NOW, pod("pinned", 0)), NOW);
        NodeLife asked = machine.next(first.next(), accepted("pinned", 0), NOW).next();
        Step back = machine.next(asked, look(NOW, pod("pinned", 1)), NOW);

        Cause cause = Blockers.of((Draining) back.next(), List.of(pod("pinned", 1)), rules, NOW)
                .getFirst();

        assertThat(cause.code()).isEqualTo("POD_RETURNS");
        assertThat(cause.object()).isEqualTo("shop/pinned-1");
        assertThat(cause.message()).contains("shop/pinned-1", "node n1", "once", "ReplicaSet shop/pinned");
        assertThat(cause.remedy()).contains("nodeName", "scale it down", "evicted again at " + wake(back));
        assertThat(Answers.atTheEnd(cause).remedy()).contains("scale it down").doesNotContain("evicted again");
    }

    private static Draining draining() {
        return new Draining(task(), CLAIM, NOW, Map.of(), 0, Map.of(), Map.of());
    }

    private static NodeSignal.Look look(PodSight pod, Instant now) {
        return look(now, pod);
    }

    private static NodeSignal.Look look(Instant now, PodSight... pods) {
        return new NodeSignal.Look(sight(true, pods), Allowance.of(5, now, false));
    }

    private static NodeSignal accepted(String app, int number) {
        return new NodeSignal.EvictionAnswered("uid-" + app + "-" + number, new EvictionAnswer.Accepted());
    }

    private static Instant wake(Step step) {
        return ((NodeEffect.WakeAt) step.effects().getFirst()).at();
    }

    private static PodSight pod(String app, int number) {
        return sighted(app + "-" + number, new OwnerRef("ReplicaSet", app, "uid-" + app));
    }

    private static PodSight alone(String name) {
        return sighted(name, null);
    }

    private static PodSight sighted(String name, @Nullable OwnerRef owner) {
        return new PodSight("uid-" + name, "shop", name, 30, false, null, List.of(), List.of(), null, true, owner);
    }
}
