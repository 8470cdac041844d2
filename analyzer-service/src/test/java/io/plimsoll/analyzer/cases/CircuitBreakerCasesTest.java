package io.plimsoll.analyzer.cases;

import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Scope;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The last default policy: pods that find no place while maintenance is under way pause it. */
class CircuitBreakerCasesTest {

    private static final String BURST = "UNSCHEDULABLE_BURST";

    private static PodDraft web(int i) {
        return pod("shop", "web-" + i).of("web");
    }

    /** n1 is being emptied from minute 0 on: cordoned, and a pod of it evicted. */
    private static Script draining() {
        PodDraft evicted = pod("shop", "api-0").of("api").on("n1");
        return Script.of(node("n1"), node("n2"), node("n3"), node("n4"), evicted, web(0).on("n2"))
                .at(0, node("n1").cordonedAt(0))
                .at(0.5, evicted.condition("DisruptionTarget", "True", "EvictionByEvictionAPI"))
                .deleted(1, evicted);
    }

    private static List<Decision> pauses(Told told) {
        return told.decisions().stream()
                .filter(decision -> decision.policy().equals("circuit-breaker"))
                .toList();
    }

    private static List<Transition> bursts(Told told) {
        return told.of(AlertCode.A6).stream()
                .filter(transition -> BURST.equals(transition.alert().subtype()))
                .toList();
    }

    @Test
    void fivePodsWithoutAPlaceInTenMinutesPauseMaintenanceForHalfAnHour() {
        Script script = draining();
        for (int i = 1; i <= 5; i++) {
            script.at(1 + i, web(i).createdAt(1 + i).unschedulable());
        }
        for (int i = 1; i <= 5; i++) {
            script.at(12, web(i).createdAt(1 + i).on("n3").condition("PodScheduled", "True", null));
        }

        Told told = Cases.run(script.until(60));

        assertThat(bursts(told))
                .extracting(Transition::toString)
                .containsExactly(
                        "A6/UNSCHEDULABLE_BURST eu1 FIRING CRITICAL @6",
                        "A6/UNSCHEDULABLE_BURST eu1 RESOLVED CRITICAL @12");
        assertThat(bursts(told).getFirst().alert().measured())
                .containsEntry("pods", 5)
                .containsEntry("nodesUnderMaintenance", 1);
        assertThat(pauses(told))
                .extracting(Decision::action)
                .containsExactly(Action.PAUSE_MAINTENANCE, Action.RESUME_MAINTENANCE);
        Decision pause = pauses(told).getFirst();
        assertThat(pause.scope()).isEqualTo(Scope.cluster());
        assertThat(pause.issuedAt()).isEqualTo(Script.instant(6));
        assertThat(Duration.between(pause.issuedAt(), pause.expiresAt())).isEqualTo(Duration.ofMinutes(30));
        assertThat(pause.explanation()).contains("CIRCUIT_BREAKER").contains("5 pods");
        assertThat(pauses(told).getLast().issuedAt()).isEqualTo(Script.instant(36));
        assertThat(pauses(told).getLast().supersedes()).isEqualTo(pause.id());
    }

    @Test
    void withoutMaintenanceABurstPausesNothing() {
        Script script = Script.of(node("n1"), node("n2"), web(0).on("n2"));
        for (int i = 1; i <= 8; i++) {
            script.at(1 + i, web(i).createdAt(1 + i).unschedulable());
        }

        Told told = Cases.run(script.until(14));

        assertThat(bursts(told)).isEmpty();
        assertThat(told.decisions()).isEmpty();
    }

    @Test
    void aPlainCordonOrAScaleDownIsNoMaintenance() {
        Script script = Script.of(node("n1"), node("n2"), node("n3"), web(0).on("n2"))
                .at(0, node("n1").cordonedAt(0))
                .at(0, node("n3").cordonedAt(0).taint("ToBeDeletedByClusterAutoscaler", "NoSchedule"));
        for (int i = 1; i <= 8; i++) {
            script.at(1 + i, web(i).createdAt(1 + i).unschedulable());
        }

        assertThat(bursts(Cases.run(script.until(14)))).isEmpty();
    }

    @Test
    void fourPodsOrFiveOverALongerTimeAreNoBurst() {
        Script script = draining();
        for (int i = 1; i <= 6; i++) {
            script.at(3 * i, web(i).createdAt(3 * i).unschedulable());
        }

        assertThat(bursts(Cases.run(script.until(30)))).isEmpty();
    }

    @Test
    void podsThatStillWaitAfterThePauseKeepItStanding() {
        Script script = draining();
        for (int i = 1; i <= 6; i++) {
            script.at(2, web(i).createdAt(2).unschedulable());
        }
        for (int i = 1; i <= 6; i++) {
            script.at(50, web(i).createdAt(2).on("n3").condition("PodScheduled", "True", null));
        }

        List<Decision> told = pauses(Cases.run(script.until(60)));

        assertThat(told).extracting(Decision::action).endsWith(Action.RESUME_MAINTENANCE);
        assertThat(told.getLast().issuedAt()).isAfterOrEqualTo(Script.instant(50));
        assertThat(told.subList(0, told.size() - 1))
                .extracting(Decision::action)
                .containsOnly(Action.PAUSE_MAINTENANCE);
    }

    @Test
    void aBurstWhileMaintenanceIsPausedForAnotherReasonStillHoldsItForHalfAnHour() {
        Script script = draining()
                .at(2, node("n2").cordonedAt(2), node("n3").cordonedAt(2))
                .at(20, node("n2").uncordoned(), node("n3").uncordoned());
        for (int i = 1; i <= 5; i++) {
            script.at(21, web(i).createdAt(21).unschedulable());
        }
        for (int i = 1; i <= 5; i++) {
            script.at(23, web(i).createdAt(21).on("n4").condition("PodScheduled", "True", null));
        }

        Told told = Cases.run(script.until(60));

        assertThat(told.decisions()).extracting(Decision::action).endsWith(Action.RESUME_MAINTENANCE);
        assertThat(told.decisions().getLast().issuedAt()).isEqualTo(Script.instant(51));
    }

    @Test
    void aNodeClaimedByTheActuatorIsUnderMaintenanceBeforeAnyPodIsEvicted() {
        Script script = Script.of(node("n1"), node("n2"), web(0).on("n2"))
                .at(0, node("n1").annotation("plimsoll.io/claim", "r1").cordonedAt(0));
        for (int i = 1; i <= 5; i++) {
            script.at(1, web(i).createdAt(1).unschedulable());
        }

        assertThat(bursts(Cases.run(script.until(3)))).hasSize(1);
    }
}
