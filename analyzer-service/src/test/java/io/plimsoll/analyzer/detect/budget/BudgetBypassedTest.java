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
import org.junit.jupiter.api.Test;

class BudgetBypassedTest {

    private final WorkloadDraft cart = deployment("shop", "cart").replicas(4);
    private final BudgetDraft budget =
            budget("shop", "cart").minAvailable("80%").status(0, 4, 4, 4);
    private final PodDraft one = pod("shop", "cart-a").of("cart").on("n1");
    private final PodDraft two = pod("shop", "cart-b").of("cart").on("n1");

    private Script cluster() {
        return Script.of(
                node("n1"),
                cart,
                budget,
                one,
                two,
                pod("shop", "cart-c").of("cart").on("n1"),
                pod("shop", "cart-d").of("cart").on("n1"));
    }

    /** P-26. */
    @Test
    void theSecondPodTheKubeletTakesIsAWarning() {
        var told = Cases.run(cluster()
                .at(1, one.condition("DisruptionTarget", "True", "TerminationByKubelet"))
                .at(5, two.condition("DisruptionTarget", "True", "TerminationByKubelet"))
                .until(16));

        assertThat(told.lines(AlertCode.P4))
                .containsExactly(
                        "P4 shop/cart FIRING INFO @1",
                        "P4 shop/cart FIRING WARNING @5",
                        "P4 shop/cart RESOLVED WARNING @15");
        assertThat(told.of(AlertCode.P4).get(1).alert().measured()).containsEntry("bypasses", 2);
    }

    @Test
    void evictionsThroughTheApiBypassNothing() {
        var told = Cases.run(cluster()
                .at(
                        1,
                        one.condition("DisruptionTarget", "True", "EvictionByEvictionAPI")
                                .terminatingAt(2))
                .at(
                        1,
                        two.condition("DisruptionTarget", "True", "EvictionByEvictionAPI")
                                .terminatingAt(2))
                .deleted(2, one, two)
                .until(10));

        assertThat(told.of(AlertCode.P4)).isEmpty();
    }

    @Test
    void whileTheBudgetAllowsAnEvictionNothingIsBypassed() {
        budget.minAvailable("50%").status(2, 4, 2, 4);

        var told = Cases.run(cluster()
                .at(1, one.condition("DisruptionTarget", "True", "TerminationByKubelet"))
                .at(2, two.condition("DisruptionTarget", "True", "PreemptionByScheduler"))
                .until(5));

        assertThat(told.of(AlertCode.P4)).isEmpty();
    }

    @Test
    void aStatusThatComesBeforeThePodItTellsOfIsNoBypass() {
        budget.status(1, 4, 3, 4);

        var told = Cases.run(cluster()
                .at(1, budget.status(0, 3, 3, 4), one.condition("DisruptionTarget", "True", "TerminationByKubelet"))
                .until(5));

        assertThat(told.of(AlertCode.P4)).isEmpty();
    }

    @Test
    void plainDeletionsCountOnceNoOwnersChangeExplainsThem() {
        var told = Cases.run(cluster()
                .at(1, one.terminatingAt(1.5), two.terminatingAt(1.5))
                .deleted(1.5, one, two)
                .until(3));

        assertThat(told.lines(AlertCode.P4)).containsExactly("P4 shop/cart FIRING WARNING @2");
    }

    @Test
    void aScaleDownStillExplainsItsPodsAfterTheNextOne() {
        var told = Cases.run(cluster()
                .at(1, cart.replicas(3), one.terminatingAt(1.5))
                .deleted(1.5, one)
                .at(4, cart.replicas(2), two.terminatingAt(4.5))
                .deleted(4.5, two)
                .at(6, cart.replicas(1))
                .until(12));

        assertThat(told.of(AlertCode.P4)).isEmpty();
    }

    @Test
    void deletionsByARolloutOrAScalingAreTheOwners() {
        var scaled = Cases.run(cluster()
                .at(1, one.terminatingAt(1.5), two.terminatingAt(1.5))
                .at(1.8, cart.replicas(2))
                .until(5));

        assertThat(scaled.of(AlertCode.P4)).isEmpty();

        var rolled = Cases.run(cluster()
                .at(0, cart.replicas(4).templateHash("hash-2").updated(1))
                .at(5, one.terminatingAt(5.5), two.terminatingAt(5.5))
                .until(9));

        assertThat(rolled.of(AlertCode.P4)).isEmpty();
    }

    @Test
    void anOlderKubeletsEvictionIsToldByItsReason() {
        String low = "The node was low on resource: ephemeral-storage.";

        var told = Cases.run(cluster()
                .at(1, one.phase("Failed", "Evicted", low))
                .at(3, two.phase("Failed", "Evicted", low))
                .deleted(4, one)
                .until(5));

        assertThat(told.lines(AlertCode.P4))
                .containsExactly("P4 shop/cart FIRING INFO @1", "P4 shop/cart FIRING WARNING @3");
        assertThat(told.of(AlertCode.P4).getLast().alert().cause()).isEqualTo("TerminationByKubelet");
    }

    @Test
    void aListIsNoDeletion() {
        var told = Cases.run(cluster()
                .relist(1, one.terminatingAt(1.5), two.terminatingAt(1.5))
                .until(5));

        assertThat(told.of(AlertCode.P4)).isEmpty();
    }
}
