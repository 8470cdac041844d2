package io.plimsoll.analyzer.detect.budget;

import static io.plimsoll.analyzer.cases.Drafts.autoscaler;
import static io.plimsoll.analyzer.cases.Drafts.budget;
import static io.plimsoll.analyzer.cases.Drafts.deployment;
import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static io.plimsoll.analyzer.cases.Drafts.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.cases.BudgetDraft;
import io.plimsoll.analyzer.cases.Cases;
import io.plimsoll.analyzer.cases.NodeDraft;
import io.plimsoll.analyzer.cases.PodDraft;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.analyzer.cases.Told;
import io.plimsoll.analyzer.cases.WorkloadDraft;
import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.alert.AlertCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MisconfiguredBudgetTest {

    private final NodeDraft n1 = node("n1");
    private final WorkloadDraft cart = deployment("shop", "cart").replicas(2);
    private final BudgetDraft budget =
            budget("shop", "cart").minAvailable("80%").status(0, 2, 2, 2);
    private final PodDraft one = pod("shop", "cart-a").of("cart").on("n1");
    private final PodDraft two = pod("shop", "cart-b").of("cart").on("n1");

    /** P-03. */
    @Test
    void aBudgetThatBlocksAtSomeOfTheAutoscalersCountsIsAWarningWhereTheMinimumIsOne() {
        var scaler = autoscaler("shop", "cart").range(1, 5).replicas(2, 2);

        var told = Cases.run(Script.of(n1, cart, budget, one, two)
                .at(0, scaler)
                .at(0, budget)
                .until(12));

        assertThat(told.lines(AlertCode.P3)).contains("P3/BLOCKS_AT_HPA_RANGE shop/cart FIRING WARNING @10");
        assertThat(only(told, "BLOCKS_AT_HPA_RANGE")).containsEntry("blockedReplicaCounts", List.of(1, 2, 3, 4));
        assertThat(told.lines()).noneMatch(line -> line.contains("NEVER_ALLOWS"));
        assertThat(told.loudBut(AlertCode.P3)).isEmpty();
    }

    @Test
    void aRangeThatComesToBlockAtTheCurrentCountIsTimedFromWhenItBlockedAtAny() {
        var scaler = autoscaler("shop", "cart").range(0, 14).replicas(10, 10);
        budget.minAvailable("90%").status(1, 10, 9, 10);

        var told = Cases.run(Script.of(n1, cart.replicas(10), budget, one, two)
                .at(0, scaler)
                .at(6, cart.replicas(9))
                .until(12));

        assertThat(told.lines(AlertCode.P3))
                .anyMatch(line -> line.startsWith("P3/BLOCKS_AT_HPA_RANGE shop/cart FIRING WARNING @10"));
    }

    @Test
    void aRangeThatBlocksOnlyAboveIsInfo() {
        var scaler = autoscaler("shop", "cart").range(5, 7).replicas(6, 6);
        budget.minAvailable("86%").status(0, 6, 6, 6);

        var told = Cases.run(
                Script.of(n1, cart.replicas(7), budget, scaler, one, two).until(10));

        assertThat(told.lines()).noneMatch(line -> line.contains("BLOCKS_AT_HPA_RANGE") && line.contains("INFO"));
        assertThat(told.lines())
                .anyMatch(line -> line.contains("NEVER_ALLOWS") || line.contains("BLOCKS_AT_HPA_RANGE"));
    }

    /** P-05. */
    @Test
    void aBudgetOverASingleReplicaIsInfo() {
        budget.minAvailable("1").status(0, 1, 1, 1);

        var told = Cases.run(Script.of(n1, cart.replicas(1), budget, one).until(20));

        assertThat(told.lines(AlertCode.P3)).containsExactly("P3/SINGLE_REPLICA shop/cart FIRING INFO @9");
        assertThat(told.loudBut()).isEmpty();
    }

    /** P-19 and P-20. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"100%,-,3", "-,0,3", "-,0%,3", "3,-,3", "5,-,3", "100%,-,1", "-,0,0"})
    void aBudgetThatCanNeverAllowAnythingIsAWarning(String minimum, String maximum, int replicas) {
        int desired = replicas;
        budget.minAvailable(minimum).maxUnavailable(maximum).status(0, replicas, desired, replicas);
        var pods = java.util.stream.IntStream.range(0, replicas)
                .mapToObj(i -> pod("shop", "cart-" + i).of("cart").on("n1"))
                .toArray(PodDraft[]::new);

        var told = Cases.run(
                Script.of(n1, cart.replicas(replicas), budget).at(0, pods).until(15));

        assertThat(told.lines()).contains("P3/NEVER_ALLOWS shop/cart FIRING WARNING @9");
        assertThat(told.lines()).noneMatch(line -> line.contains("SINGLE_REPLICA"));
    }

    /** P-20. */
    @Test
    void anOptOutIsSaidNotSilenced() {
        budget.minAvailable("100%").annotation("plimsoll.io/ignore", "PDB_NEVER_ALLOWS");

        var told = Cases.run(Script.of(n1, cart, budget, one, two).until(12));

        assertThat(told.of(AlertCode.P3)).singleElement().satisfies(transition -> assertThat(
                        transition.alert().suppressedBy())
                .containsExactly("USER_OPT_OUT"));
    }

    /** P-14. */
    @Test
    void aBudgetWhosePodsComeWithinTenMinutesIsQuiet() {
        budget.status(0, 0, 0, 0);

        var told = Cases.run(Script.of(n1)
                .at(0, budget)
                .at(9, cart, one, two, budget.minAvailable("50%").status(1, 2, 1, 2))
                .until(30));

        assertThat(told.lines()).noneMatch(line -> line.contains("NO_PODS_MATCH"));
        assertThat(told.loudBut()).isEmpty();
    }

    /** P-15. */
    @Test
    void aBudgetThatCoversNothingIsAWarningAfterTenMinutes() {
        budget.status(0, 0, 0, 0);
        cart.templateLabels(Map.of("app", "basket"));

        var told = Cases.run(Script.of(n1, cart).at(0, budget).until(12));

        assertThat(told.lines()).contains("P3/NO_PODS_MATCH shop/cart FIRING WARNING @10");
    }

    @Test
    void aWorkloadScaledToNothingExplainsABudgetWithoutPods() {
        budget.minAvailable("1").status(0, 0, 0, 0);

        var told = Cases.run(Script.of(n1, cart.replicas(0)).at(0, budget).until(20));

        assertThat(told.lines(AlertCode.P3)).isEmpty();
    }

    /** P-13. */
    @Test
    void aSelectorNobodyCanReadIsNoMatterOfMissingPods() {
        var bad = new LabelSelector(Map.of(), List.of(new LabelSelector.Requirement("app", "Unlike", List.of("cart"))));

        var told = Cases.run(Script.of(n1, cart, one, two)
                .at(0, budget.selector(bad).minAvailable("1").status(0, 0, 0, 0))
                .until(20));

        assertThat(told.loudBut()).isEmpty();
    }

    /** P-17. */
    @Test
    void podsUnderTwoBudgetsAreOneWarningAtOnceWithTheNamesSorted() {
        var other = budget("shop", "a-second")
                .selector(LabelSelector.ofLabels(Map.of("app", "cart")))
                .minAvailable("1")
                .status(1, 2, 1, 2);
        budget.minAvailable("1").status(1, 2, 1, 2);

        var told = Cases.run(Script.of(n1, budget, one, two).at(0, other).until(2));

        assertThat(told.lines(AlertCode.P3)).containsExactly("P3/OVERLAPPING shop/a-second,cart FIRING WARNING @0");
        assertThat(only(told, "OVERLAPPING")).containsEntry("pdbs", List.of("a-second", "cart"));
    }

    @Test
    void anOverlapEndsWithOneOfTheBudgets() {
        var other = budget("shop", "b")
                .selector(LabelSelector.ofLabels(Map.of("app", "cart")))
                .minAvailable("1")
                .status(1, 2, 1, 2);
        budget.minAvailable("1").status(1, 2, 1, 2);

        var told = Cases.run(
                Script.of(n1, cart, budget, other, one, two).deleted(2, other).until(3));

        assertThat(told.lines(AlertCode.P3))
                .containsExactly(
                        "P3/OVERLAPPING shop/b,cart FIRING WARNING @-1",
                        "P3/OVERLAPPING shop/b,cart RESOLVED WARNING @2");
    }

    @Test
    void anOverlapIsSeenInTheTemplateOfAWorkloadScaledToNothing() {
        var other = budget("shop", "b")
                .selector(LabelSelector.ofLabels(Map.of("app", "cart")))
                .minAvailable("1");

        var told = Cases.run(Script.of(n1, budget.minAvailable("1").status(0, 0, 0, 0), other)
                .at(0, cart.replicas(0))
                .until(1));

        assertThat(told.lines(AlertCode.P3)).containsExactly("P3/OVERLAPPING shop/b,cart FIRING WARNING @0");
    }

    @Test
    void anEmptySelectorOverSeveralOwnersIsAWarningANullOneSelectsNothing() {
        budget.minAvailable("50%").status(1, 2, 1, 2);
        var other = deployment("shop", "till").replicas(1);
        var till = pod("shop", "till-a").of("till").on("n1");
        budget.selector(new LabelSelector(Map.of(), List.of())).status(1, 3, 2, 3);

        var all = Cases.run(Script.of(n1, cart, other, one, two, till, budget).until(10));

        assertThat(all.lines()).contains("P3/SELECTOR_ALL shop/cart FIRING WARNING @9");

        var none = Cases.run(
                Script.of(n1, cart, other, one, two, till, budget.selector(null).status(0, 0, 0, 0))
                        .until(10));

        assertThat(none.lines()).contains("P3/NO_PODS_MATCH shop/cart FIRING WARNING @9");
    }

    /** P-24. */
    @Test
    void aGenerationNotObservedIsAStaleStatusUntilItIs() {
        budget.minAvailable("50%").status(1, 2, 1, 2).generations(2, 2);

        var told = Cases.run(Script.of(n1, cart, budget, one, two)
                .at(0, budget.generations(3, 2))
                .at(3, budget.generations(3, 3))
                .until(10));

        assertThat(told.lines(AlertCode.P3))
                .filteredOn(line -> line.contains("STATUS_STALE"))
                .containsExactly(
                        "P3/STATUS_STALE shop/cart FIRING WARNING @2", "P3/STATUS_STALE shop/cart RESOLVED WARNING @3");
        assertThat(told.loudBut(AlertCode.P3)).isEmpty();
    }

    @Test
    void aStatusThatOurOwnCountContradictsIsStale() {
        budget.minAvailable("50%").status(1, 2, 1, 2);

        var told = Cases.run(
                Script.of(n1, cart, budget, one, two).at(0, two.notReady()).until(3));

        assertThat(told.lines()).contains("P3/STATUS_STALE shop/cart FIRING WARNING @2");
    }

    @Test
    void aStatusThatLagsSecondsIsNot() {
        budget.minAvailable("50%").status(1, 2, 1, 2);

        var told = Cases.run(Script.of(n1, cart, budget, one, two)
                .at(0, two.notReady())
                .at(0.5, budget.status(0, 1, 1, 2))
                .at(5, two.ready())
                .at(5.5, budget.status(1, 2, 1, 2))
                .until(20));

        assertThat(told.lines()).noneMatch(line -> line.contains("STATUS_STALE"));
    }

    @Test
    void aFailedSyncIsAWarning() {
        var told = Cases.run(Script.of(n1, cart, one, two)
                .at(0, budget.status(0, 0, 0, 0).condition("DisruptionAllowed", "False", "SyncFailed"))
                .until(3));

        assertThat(told.lines()).contains("P3/SYNC_FAILED shop/cart FIRING WARNING @2");
    }

    /** P-09, naked pod. */
    @Test
    void podsWithoutAControllerUnderAPercentageAreAWarning() {
        var naked = pod("shop", "cart-naked").label("app", "cart").on("n1");

        var told = Cases.run(Script.of(n1)
                .at(0, naked, budget.minAvailable("28%").status(0, 1, 0, 0))
                .until(11));

        assertThat(told.lines()).contains("P3/UNMANAGED_PODS shop/cart FIRING WARNING @10");
    }

    /** P-25, second half. */
    @Test
    void aCrashingPodThatADefaultPolicyKeepsIsNamed() {
        var three = pod("shop", "cart-c").of("cart").on("n1");
        two.notReady().container("main").waiting("CrashLoopBackOff").restarts(5).lastTerminated("Error", 1, 0);
        three.notReady()
                .container("main")
                .waiting("CrashLoopBackOff")
                .restarts(5)
                .lastTerminated("Error", 1, 0);
        budget.minAvailable("2").status(0, 1, 2, 3);

        var told = Cases.run(
                Script.of(n1, cart.replicas(3), one).at(0, two, three, budget).until(20));

        assertThat(told.lines()).contains("P3/UNHEALTHY_POLICY_DEFAULT shop/cart FIRING INFO @15");
        assertThat(told.lines(AlertCode.P1)).contains("P1 shop/cart FIRING WARNING @5");
        assertThat(told.loudBut(AlertCode.P1, AlertCode.N8)).isEmpty();
    }

    @Test
    void aBudgetThatLetsHalfOfThePodsGoIsInfoAndAWarningForAQuorum() {
        budget.minAvailable("50%").status(1, 2, 1, 2);
        var etcd = workload("StatefulSet", "shop", "etcd").replicas(3);
        var over = budget("shop", "etcd").maxUnavailable("2").status(2, 3, 1, 3);
        var members = java.util.stream.IntStream.range(0, 3)
                .mapToObj(i ->
                        pod("shop", "etcd-" + i).ownedBy("StatefulSet", "etcd").on("n1"))
                .toArray(PodDraft[]::new);

        var told = Cases.run(
                Script.of(n1, cart, budget, one, two, etcd, over).at(0, members).until(12));

        assertThat(told.lines())
                .contains(
                        "P3/TOO_PERMISSIVE shop/cart FIRING INFO @9", "P3/TOO_PERMISSIVE shop/etcd FIRING WARNING @9");
    }

    @Test
    void aPlainNumberUnderAnAutoscalerIsInfo() {
        var scaler = autoscaler("shop", "cart").range(2, 20).replicas(10, 10);

        var told = Cases.run(Script.of(
                        n1, cart.replicas(10), scaler, budget.minAvailable("2").status(0, 2, 2, 2), one, two)
                .until(10));

        assertThat(told.lines()).contains("P3/ABSOLUTE_MIN_WITH_HPA shop/cart FIRING INFO @9");
    }

    /** P-29. */
    @Test
    void aDeploymentWithoutABudgetIsInfoAStatefulSetAWarning() {
        var told = Cases.run(Script.of(
                        n1,
                        deployment("shop", "cart").replicas(3),
                        deployment("shop", "single").replicas(1),
                        deployment("kube-system", "dns").replicas(3),
                        workload("StatefulSet", "shop", "db").replicas(2))
                .until(10));

        assertThat(told.lines(AlertCode.P3))
                .containsExactlyInAnyOrder(
                        "P3/MISSING_PDB shop/cart FIRING INFO @9", "P3/MISSING_PDB shop/db FIRING WARNING @9");
    }

    @Test
    void aMissingBudgetIsMissingNoMoreOnceOneMatches() {
        var told = Cases.run(Script.of(n1, cart, one, two)
                .at(12, budget.minAvailable("50%").status(1, 2, 1, 2))
                .deleted(14, budget)
                .until(30));

        assertThat(told.lines(AlertCode.P3))
                .filteredOn(line -> line.contains("MISSING_PDB"))
                .containsExactly(
                        "P3/MISSING_PDB shop/cart FIRING INFO @9",
                        "P3/MISSING_PDB shop/cart RESOLVED INFO @12",
                        "P3/MISSING_PDB shop/cart FIRING INFO @24");
    }

    private static Map<String, Object> only(Told told, String subtype) {
        return told.of(AlertCode.P3).stream()
                .map(transition -> transition.alert())
                .filter(alert -> subtype.equals(alert.subtype()))
                .findFirst()
                .orElseThrow()
                .measured();
    }

    @Test
    void aPodThatHasCrashedForLongIsKeptFromEvictionAsSoonAsTheBudgetIsViolated() {
        var crashing = pod("shop", "cart-b").of("cart").on("n1").notReady();
        crashing.container("main").waiting("CrashLoopBackOff");
        var other = pod("shop", "cart-a").of("cart").on("n1");
        budget.minAvailable("1").status(0, 1, 1, 2);

        var told = Cases.run(Script.of(n1, cart.replicas(2), other, budget)
                .at(0, crashing)
                .at(17, other.notReady(), budget.status(0, 0, 1, 2))
                .until(17.5));

        assertThat(told.lines()).contains("P3/UNHEALTHY_POLICY_DEFAULT shop/cart FIRING INFO @17");
    }
}
