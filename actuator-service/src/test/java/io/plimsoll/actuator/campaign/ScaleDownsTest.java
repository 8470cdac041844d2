package io.plimsoll.actuator.campaign;

import static io.plimsoll.actuator.view.Cluster.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.ledger.Remembered;
import io.plimsoll.actuator.view.Cluster;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A suspended scale-down holds for a node group as it is from one minute to the next, not as it was when decided. */
class ScaleDownsTest {

    private static final Scope BURST = new Scope(Scope.Kind.NodeGroup, "burst");

    private final Cluster cluster = new Cluster();
    private final Map<String, @Nullable Remembered> journal = new LinkedHashMap<>();
    private Ledger ledger = new Ledger();
    private Helm helm = helm();

    ScaleDownsTest() {
        cluster.node("old").group("burst").put();
        cluster.node("other").group("steady").put();
    }

    @Test
    void nodeBoughtWhileScaleDownIsSuspendedIsSuspendedWithItsGroup() {
        turn(decision("d-1", Action.SUSPEND_SCALE_DOWN), NOW);

        cluster.node("bought").group("burst").put();
        cluster.node("elsewhere").group("steady").put();

        assertThat(turn(null, NOW.plusSeconds(5))).isEmpty();
        assertThat(turn(null, NOW.plusSeconds(15))).containsExactly("bought suspended for d-1");
        assertThat(turn(null, NOW.plusSeconds(30))).isEmpty();
    }

    @Test
    void nodeBoughtAfterARestartIsSuspendedToo() {
        turn(decision("d-1", Action.SUSPEND_SCALE_DOWN), NOW);
        ledger = new Ledger();
        journal.forEach(ledger::restore);
        helm = helm();

        cluster.node("bought").group("burst").put();

        assertThat(turn(null, NOW.plusSeconds(5))).contains("bought suspended for d-1");
    }

    @Test
    void whatWasBoughtIsRestoredWithTheOthersAndNothingIsSuspendedAnew() {
        turn(decision("d-1", Action.SUSPEND_SCALE_DOWN), NOW);
        cluster.node("bought").group("burst").put();
        turn(null, NOW.plusSeconds(15));

        List<String> restored = turn(decision("d-2", Action.RESTORE_SCALE_DOWN), NOW.plusSeconds(30));
        cluster.node("late").group("burst").put();

        assertThat(restored).containsExactlyInAnyOrder("old restored for d-2", "bought restored for d-2");
        assertThat(turn(null, NOW.plusSeconds(60))).noneMatch(act -> act.contains("suspended"));
    }

    @Test
    void suspensionThatIsOverSuspendsNothingAnew() {
        turn(decision("d-1", Action.SUSPEND_SCALE_DOWN), NOW);
        cluster.node("late").group("burst").put();

        assertThat(turn(null, NOW.plus(Duration.ofHours(2)))).containsExactly("old restored for d-1");
        assertThat(ledger.marks().suspensions()).isEmpty();
    }

    @Test
    void whatIsSuspendedMoreWidelyOrForLongerStaysSo() {
        turn(decision("d-1", Action.SUSPEND_SCALE_DOWN, Scope.cluster(), Duration.ofHours(3)), NOW);
        List<String> again =
                turn(decision("d-2", Action.SUSPEND_SCALE_DOWN, BURST, Duration.ofHours(1)), NOW.plusSeconds(10));

        List<String> afterTheShorter = turn(null, NOW.plus(Duration.ofMinutes(70)));
        List<String> afterTheNarrower = turn(
                decision("d-3", Action.RESTORE_SCALE_DOWN, BURST, Duration.ofHours(2)),
                NOW.plus(Duration.ofMinutes(80)));
        List<String> afterTheWider = turn(
                decision("d-4", Action.RESTORE_SCALE_DOWN, Scope.cluster(), Duration.ofHours(2)),
                NOW.plus(Duration.ofMinutes(90)));

        assertThat(again).isEmpty();
        assertThat(afterTheShorter).isEmpty();
        assertThat(afterTheNarrower).isEmpty();
        assertThat(afterTheWider).containsExactlyInAnyOrder("old restored for d-4", "other restored for d-4");
    }

    @Test
    void whatIsBoughtUnderSeveralSuspensionsStaysForTheLongest() {
        turn(decision("d-1", Action.SUSPEND_SCALE_DOWN, Scope.cluster(), Duration.ofHours(3)), NOW);
        turn(decision("d-2", Action.SUSPEND_SCALE_DOWN, BURST, Duration.ofHours(1)), NOW.plusSeconds(10));

        cluster.node("bought").group("burst").put();

        assertThat(turn(null, NOW.plusSeconds(30))).containsExactly("bought suspended for d-1");
        assertThat(turn(null, NOW.plus(Duration.ofMinutes(70)))).isEmpty();
    }

    private Helm helm() {
        return new Helm(HelmSettings.of("eu1", false), cluster.view, ledger);
    }

    /** What is asked of the API server. */
    private List<String> turn(@Nullable Decision decision, Instant now) {
        List<Signal> heard = decision == null ? List.of() : List.of(new Signal.DecisionCame(decision));
        Turn turn = helm.turn(heard, now);
        journal.putAll(turn.journal());
        return turn.effects().stream()
                .filter(Effect.ScaleDown.class::isInstance)
                .map(Effect.ScaleDown.class::cast)
                .map(wish -> wish.node() + (wish.suspended() ? " suspended" : " restored") + " for " + wish.origin())
                .toList();
    }

    private static Decision decision(String id, Action action) {
        return decision(id, action, BURST, Duration.ofHours(2));
    }

    private static Decision decision(String id, Action action, Scope scope, Duration holds) {
        Instant issued = action == Action.SUSPEND_SCALE_DOWN ? NOW : NOW.plusSeconds(30);
        return new Decision(
                id,
                "eu1",
                action,
                scope,
                new Decision.Cause("eu1|A1|NodeGroup||burst", AlertCode.A1, Severity.CRITICAL),
                "thrashing-scale-down",
                issued,
                issued.plus(holds),
                null,
                "thrash");
    }
}
