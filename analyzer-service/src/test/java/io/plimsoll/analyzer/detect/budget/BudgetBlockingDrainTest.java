package io.plimsoll.analyzer.detect.budget;

import static io.plimsoll.analyzer.cases.Drafts.autoscaler;
import static io.plimsoll.analyzer.cases.Drafts.budget;
import static io.plimsoll.analyzer.cases.Drafts.deployment;
import static io.plimsoll.analyzer.cases.Drafts.event;
import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static io.plimsoll.analyzer.cases.Drafts.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.cases.AutoscalerDraft;
import io.plimsoll.analyzer.cases.BudgetDraft;
import io.plimsoll.analyzer.cases.Cases;
import io.plimsoll.analyzer.cases.NodeDraft;
import io.plimsoll.analyzer.cases.PodDraft;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.analyzer.cases.WorkloadDraft;
import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.alert.AlertCode;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class BudgetBlockingDrainTest {

    private final NodeDraft n1 = node("n1");
    private final NodeDraft n2 = node("n2");
    private final WorkloadDraft cart = deployment("shop", "cart").replicas(2);
    private final AutoscalerDraft scaler =
            autoscaler("shop", "cart").range(1, 5).replicas(2, 2);
    private final BudgetDraft budget =
            budget("shop", "cart").minAvailable("80%").status(0, 2, 2, 2);
    private final PodDraft one = pod("shop", "cart-a").of("cart").on("n1");
    private final PodDraft two = pod("shop", "cart-b").of("cart").on("n2");

    private Script cluster() {
        return Script.of(n1, n2, node("n3"), cart, scaler, budget, one, two);
    }

    /** P-07. */
    @Test
    void aDrainThatABudgetHoldsUpIsAWarningThenCritical() {
        var told = Cases.run(cluster().at(0, n1.cordonedAt(0)).until(35));

        assertThat(told.lines(AlertCode.P2))
                .containsExactly("P2 shop/cart FIRING WARNING @5", "P2 shop/cart FIRING CRITICAL @30");
        var alert = told.of(AlertCode.P2).getFirst().alert();
        assertThat(alert.cause()).isEqualTo("NO_SPARE_REPLICA");
        assertThat(alert.measured().get("unblockedBy"))
                .asInstanceOf(InstanceOfAssertFactories.STRING)
                .contains("replicas >= 5", "maxUnavailable: 1");
    }

    /** P-06. */
    @Test
    void withoutADrainABudgetThatAllowsNothingBlocksNothing() {
        var told = Cases.run(Script.ticking(java.time.Duration.ofMinutes(5))
                .snapshot(n1, n2, cart, scaler, budget, one, two)
                .until(24 * 60));

        assertThat(told.of(AlertCode.P2)).isEmpty();
    }

    @Test
    void itIsOverSoonAfterTheNodeIsGivenBack() {
        var told = Cases.run(
                cluster().at(0, n1.cordonedAt(0)).at(7, n1.uncordoned()).until(9));

        assertThat(told.lines(AlertCode.P2))
                .containsExactly("P2 shop/cart FIRING WARNING @5", "P2 shop/cart RESOLVED WARNING @7.5");
    }

    /** P-28. */
    @Test
    void podsOfDaemonSetsBlockNoDrain() {
        var agent = workload("DaemonSet", "shop", "agent").wished(null);
        var daemon = pod("shop", "agent-x").ownedBy("DaemonSet", "agent").on("n1");
        var over = budget("shop", "agent")
                .maxUnavailable("1")
                .status(0, 0, 0, 0)
                .condition("DisruptionAllowed", "False", "SyncFailed");

        var told = Cases.run(
                Script.of(n1, n2, agent, daemon, over).at(0, n1.cordonedAt(0)).until(40));

        assertThat(told.of(AlertCode.P2)).isEmpty();
        assertThat(told.loudBut()).isEmpty();
    }

    @Test
    void podsThatTheEvictionApiLetsGoForBeingUnreadyBlockNothing() {
        budget.unhealthyPolicy("AlwaysAllow").status(0, 1, 2, 2);

        var told = Cases.run(cluster().at(0, n1.cordonedAt(0), one.notReady()).until(10));

        assertThat(told.of(AlertCode.P2)).isEmpty();
    }

    @Test
    void unreadyPodsUnderTheDefaultPolicyAreKept() {
        budget.status(0, 1, 2, 2);

        var told = Cases.run(cluster().at(0, n1.cordonedAt(0), one.notReady()).until(6));

        assertThat(told.of(AlertCode.P2).getFirst().alert().cause()).isEqualTo("UNHEALTHY_POLICY");
    }

    @Test
    void anAutoscalersMarkIsADrainToo() {
        var told = Cases.run(cluster()
                .at(0, n1.taint("ToBeDeletedByClusterAutoscaler", "NoSchedule"))
                .until(6));

        assertThat(told.lines(AlertCode.P2)).containsExactly("P2 shop/cart FIRING WARNING @5");
    }

    @Test
    void aRefusalToldOfByAnEventMakesItCriticalAtOnce() {
        var refusal = event(
                n1.ref(),
                "Warning",
                "ScaleDownFailed",
                "failed to drain the node: pod shop/cart-a can't be evicted",
                1,
                1);

        var told = Cases.run(cluster().at(0, n1.cordonedAt(0)).at(2, refusal).until(4));

        assertThat(told.lines(AlertCode.P2)).containsExactly("P2 shop/cart FIRING CRITICAL @2");
    }

    @Test
    void podsUnderTwoBudgetsAreOneAlert() {
        var other = budget("shop", "other")
                .selector(LabelSelector.ofLabels(Map.of("app", "cart")))
                .minAvailable("1")
                .status(1, 2, 1, 2);

        var told = Cases.run(Script.of(n1, n2, cart, budget.minAvailable("1").status(1, 2, 1, 2), other, one, two)
                .at(0, n1.cordonedAt(0))
                .until(6));

        assertThat(told.lines(AlertCode.P2)).containsExactly("P2 shop/cart FIRING WARNING @5");
        assertThat(told.of(AlertCode.P2).getFirst().alert().cause()).isEqualTo("MULTIPLE_PDBS");
    }

    @Test
    void aBudgetThatNeverAllowsIsNamedSo() {
        budget.minAvailable("100%");

        var told = Cases.run(cluster().at(0, n1.cordonedAt(0)).until(6));

        var alert = told.of(AlertCode.P2).getFirst().alert();
        assertThat(alert.cause()).isEqualTo("NEVER_ALLOWS");
        assertThat(alert.measured()).containsEntry("unblockedBy", "maxUnavailable: 1");
    }
}
