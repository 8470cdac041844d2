package io.plimsoll.analyzer.detect.budget;

import static io.plimsoll.analyzer.cases.Drafts.budget;
import static io.plimsoll.analyzer.cases.Drafts.deployment;
import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.cases.BudgetDraft;
import io.plimsoll.analyzer.cases.Cases;
import io.plimsoll.analyzer.cases.PodDraft;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.analyzer.cases.WorkloadDraft;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.AlertState;
import org.junit.jupiter.api.Test;

class BudgetViolatedTest {

    private final WorkloadDraft cart = deployment("shop", "cart").replicas(3);
    private final BudgetDraft budget =
            budget("shop", "cart").minAvailable("34%").status(1, 3, 2, 3);
    private final PodDraft one = pod("shop", "cart-a").of("cart").on("n1");
    private final PodDraft two = pod("shop", "cart-b").of("cart").on("n2");
    private final PodDraft three = pod("shop", "cart-c").of("cart").on("n2");

    private Script cluster() {
        return Script.of(node("n1"), node("n2"), cart, budget, one, two, three);
    }

    /** P-01. */
    @Test
    void aBudgetWithEnoughHealthyPodsIsQuiet() {
        var told = Cases.run(cluster().until(60));

        assertThat(told.loudBut()).isEmpty();
        assertThat(told.of(AlertCode.P1)).isEmpty();
    }

    /** P-02. */
    @Test
    void podsLostWithTheirNodeAreAWarningAfterFiveMinutesAndCriticalAfterFifteen() {
        var script = cluster()
                .at(
                        0,
                        node("n2").ready("Unknown", "Kubelet stopped posting node status."),
                        two.notReady(),
                        three.notReady())
                .at(0, budget.status(0, 1, 2, 3))
                .until(20);

        var told = Cases.run(script);

        assertThat(told.lines(AlertCode.P1))
                .containsExactly("P1 shop/cart FIRING WARNING @5", "P1 shop/cart FIRING CRITICAL @15");
        var alert = told.of(AlertCode.P1).getFirst().alert();
        assertThat(alert.cause()).isEqualTo("NODE_LOSS");
        assertThat(alert.measured())
                .containsEntry("currentHealthy", 1)
                .containsEntry("desiredHealthy", 2)
                .containsEntry("expectedPods", 3)
                .containsEntry("disruptionsAllowed", 0)
                .containsEntry("deficit", 1);
        assertThat(told.loudBut(AlertCode.P1, AlertCode.N1)).isEmpty();
    }

    @Test
    void itResolvesOnceEnoughHaveBeenHealthyForTwoMinutes() {
        var script = cluster()
                .at(0, two.notReady(), three.notReady(), budget.status(0, 1, 2, 3))
                .at(8, two.ready(), three.ready(), budget.status(1, 3, 2, 3))
                .until(12);

        var told = Cases.run(script);

        assertThat(told.lines(AlertCode.P1))
                .containsExactly("P1 shop/cart FIRING WARNING @5", "P1 shop/cart RESOLVED WARNING @10");
    }

    @Test
    void podsWhoseOwnerWishesNoneAnyMoreMayTakeTheirTimeToGo() {
        var script = cluster()
                .at(0, cart.wished(0).updated(0))
                .at(0, one.terminatingAt(4), two.terminatingAt(4), three.terminatingAt(4), budget.status(0, 0, 2, 3))
                .deleted(4, one, two, three)
                .at(4.5, budget.status(0, 0, 0, 0))
                .until(20);

        assertThat(Cases.run(script).of(AlertCode.P1)).isEmpty();
    }

    @Test
    void podsOfAnOwnerThatWasDeletedMayTakeTheirTimeToGo() {
        var script = cluster()
                .deleted(0, cart)
                .at(0, one.terminatingAt(4), two.terminatingAt(4), three.terminatingAt(4), budget.status(0, 0, 2, 3))
                .deleted(4, one, two, three)
                .until(20);

        assertThat(Cases.run(script).of(AlertCode.P1)).isEmpty();
    }

    @Test
    void podsThatAllGoWhileTheirOwnerWishesThemAreMissed() {
        var script = cluster()
                .at(0, one.terminatingAt(4), two.terminatingAt(4), three.terminatingAt(4), budget.status(0, 0, 2, 3))
                .until(2);

        assertThat(Cases.run(script).lines(AlertCode.P1)).containsExactly("P1 shop/cart FIRING CRITICAL @1");
    }

    /** P-23. */
    @Test
    void withNoHealthyPodAtAllItIsCriticalAfterAMinute() {
        var script = cluster()
                .at(0, one.notReady(), two.notReady(), three.notReady(), budget.status(0, 0, 2, 3))
                .until(3);

        var told = Cases.run(script);

        assertThat(told.lines(AlertCode.P1)).containsExactly("P1 shop/cart FIRING CRITICAL @1");
    }

    /** P-08. */
    @Test
    void afterARaiseOfTheReplicasItWaitsFiveMinutesMore() {
        var script = Script.of(
                        node("n1"),
                        cart.replicas(1),
                        budget.minAvailable(null).maxUnavailable("2").status(1, 1, 0, 1),
                        one)
                .at(0, cart.wished(7).generations(2, 1))
                .at(0.1, cart.generations(2, 2))
                .at(0.1, budget.status(0, 1, 5, 7))
                .until(6);

        var told = Cases.run(script);

        assertThat(told.lines(AlertCode.P1)).containsExactly("P1 shop/cart FIRING WARNING @5.25");
        assertThat(told.of(AlertCode.P1).getFirst().alert().cause()).isEqualTo("SCALE_UP");
    }

    /** P-10. */
    @Test
    void asManyHealthyAsDemandedIsNoViolation() {
        budget.minAvailable("3").status(1, 4, 3, 4);
        var four = pod("shop", "cart-d").of("cart").on("n1");
        var script = Script.of(node("n1"), node("n2"), cart.replicas(4), budget, one, two, three, four)
                .at(5, four.notReady(), budget.status(0, 3, 3, 4))
                .until(40);

        var told = Cases.run(script);

        assertThat(told.of(AlertCode.P1)).isEmpty();
        assertThat(told.loudBut()).isEmpty();
    }

    /** P-13. */
    @Test
    void aBudgetThatExpectsNoPodsIsNeverViolated() {
        var script = cluster().at(0, budget.status(0, 0, 2, 0)).until(20);

        assertThat(Cases.run(script).of(AlertCode.P1)).isEmpty();
    }

    @Test
    void stepsOfARolloutHoldItBackUntilTenMinutesAfterTheLast() {
        var script = cluster()
                .at(0, cart.templateHash("hash-2").generations(2, 2).updated(0))
                .at(0.5, two.notReady(), three.notReady(), budget.status(0, 1, 2, 3))
                .at(4, cart.updated(1))
                .until(15);

        var told = Cases.run(script);

        assertThat(told.lines(AlertCode.P1)).containsExactly("P1 shop/cart FIRING WARNING @14");
    }

    @Test
    void aRolloutThatEndsInTimeIsQuiet() {
        var script = cluster()
                .at(0, cart.templateHash("hash-2").generations(2, 2).updated(0))
                .at(0.5, two.notReady(), three.notReady(), budget.status(0, 1, 2, 3))
                .at(8, cart.updated(3), two.ready(), three.ready(), budget.status(1, 3, 2, 3))
                .until(30);

        assertThat(Cases.run(script).of(AlertCode.P1)).isEmpty();
    }

    /** P-25, first half. */
    @Test
    void aCrashingPodIsNamedAsTheCause() {
        two.notReady().container("main").waiting("CrashLoopBackOff").restarts(5).lastTerminated("Error", 1, 0);
        three.notReady()
                .container("main")
                .waiting("CrashLoopBackOff")
                .restarts(5)
                .lastTerminated("Error", 1, 0);
        var script = cluster().at(0, budget.status(0, 1, 2, 3)).until(6);

        var told = Cases.run(script);

        assertThat(told.of(AlertCode.P1).getFirst().alert().cause()).isEqualTo("CRASHLOOP");
    }

    @Test
    void evictedPodsAreNamedAsTheCause() {
        var script = cluster()
                .at(
                        0,
                        two.condition("DisruptionTarget", "True", "EvictionByEvictionAPI")
                                .terminatingAt(0.5))
                .at(
                        0.2,
                        three.condition("DisruptionTarget", "True", "EvictionByEvictionAPI")
                                .terminatingAt(0.7))
                .at(0.2, budget.status(0, 1, 2, 3))
                .at(1, three)
                .deleted(1, two, three)
                .until(6);

        var told = Cases.run(script);

        assertThat(told.of(AlertCode.P1).getFirst().alert().cause()).isEqualTo("EVICTION");
    }

    @Test
    void aDeletedBudgetTakesItsAlertWithIt() {
        var script = cluster()
                .at(0, two.notReady(), three.notReady(), budget.status(0, 1, 2, 3))
                .deleted(7, budget)
                .until(8);

        var told = Cases.run(script);

        var last = told.of(AlertCode.P1).getLast().alert();
        assertThat(last.state()).isEqualTo(AlertState.RESOLVED);
        assertThat(last.resolvedReason()).isEqualTo("OBJECT_DELETED");
    }

    @Test
    void aReListOfTheSameStateChangesNothing() {
        var script = cluster()
                .at(0, two.notReady(), three.notReady(), budget.status(0, 1, 2, 3))
                .relist(3, cart, budget, one, two, three)
                .until(6);

        assertThat(Cases.run(script).lines(AlertCode.P1)).containsExactly("P1 shop/cart FIRING WARNING @5");
    }
}
