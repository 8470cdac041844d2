package io.plimsoll.analyzer.cases;

import static io.plimsoll.analyzer.cases.Drafts.budget;
import static io.plimsoll.analyzer.cases.Drafts.deployment;
import static io.plimsoll.analyzer.cases.Drafts.event;
import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.AlertState;
import io.plimsoll.model.decision.Action;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What maintenance of a node, or an autoscaler that takes it away, explains: told all the same, and only so long. */
class OnPurposeCasesTest {

    private static final String CLAIM = """
            {"request":"patch-1","epoch":3,"holder":"a","priorCordon":false,"deadline":"2030-01-01T00:30:00Z"}""";

    private static NodeDraft claimed(NodeDraft node, double minute) {
        return node.annotation("plimsoll.io/claim", CLAIM).cordonedAt(minute);
    }

    private static NodeDraft givenBack(NodeDraft node) {
        return node.withoutAnnotation("plimsoll.io/claim").uncordoned();
    }

    private static List<String> told(Told told, AlertCode code) {
        return told.of(code).stream()
                .map(transition -> transition + " " + transition.alert().suppressedBy())
                .toList();
    }

    @Test
    void aNodeThatIsRebootedUnderMaintenanceIsToldAsSuppressed() {
        NodeDraft n1 = node("n1");

        Told told = Cases.run(Script.of(n1, node("n2"), node("n3"))
                .at(0, claimed(n1, 0))
                .at(3, n1.ready("Unknown", null))
                .at(6, n1.ready().bootId("boot-2"))
                .at(8, givenBack(n1))
                .until(10));

        assertThat(told(told, AlertCode.N1))
                .containsExactly(
                        "N1 n1 FIRING WARNING @4 [MAINTENANCE_WINDOW]",
                        "N1 n1 RESOLVED WARNING @6 [MAINTENANCE_WINDOW]");
        assertThat(told(told, AlertCode.N6))
                .containsExactly(
                        "N6 n1 FIRING INFO @6 [MAINTENANCE_WINDOW]", "N6 n1 RESOLVED INFO @7 [MAINTENANCE_WINDOW]");
        assertThat(told.decisions()).isEmpty();
    }

    @Test
    void aNodeThatIsGivenBackWithoutBeingReadyIsNoLongerMaintenances() {
        NodeDraft n1 = node("n1");

        Told told = Cases.run(Script.of(n1, node("n2"), node("n3"))
                .at(0, claimed(n1, 0))
                .at(3, n1.ready("False", "container runtime is down"))
                .at(12, givenBack(n1))
                .until(19));

        assertThat(told(told, AlertCode.N1))
                .containsExactly(
                        "N1 n1 FIRING WARNING @5 [MAINTENANCE_WINDOW]",
                        "N1 n1 FIRING WARNING @12 []",
                        "N1 n1 FIRING CRITICAL @18 []");
        assertThat(told.decisions()).extracting(decision -> decision.action()).containsExactly(Action.CORDON_NODE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"claimed only", "cordoned only", "uncordoned again"})
    void onlyANodeThatIsBothClaimedAndCordonedIsUnderMaintenance(String how) {
        NodeDraft n1 = node("n1");
        switch (how) {
            case "claimed only" -> n1.annotation("plimsoll.io/claim", CLAIM);
            case "cordoned only" -> n1.cordonedAt(0);
            default -> claimed(n1, 0).uncordoned();
        }

        Told told = Cases.run(Script.of(node("n1"), node("n2"), node("n3"))
                .at(0, n1)
                .at(3, n1.ready("Unknown", null))
                .until(5));

        assertThat(told(told, AlertCode.N1)).containsExactly("N1 n1 FIRING WARNING @4 []");
    }

    @Test
    void whatBeganBeforeMaintenanceIsNotItsDoing() {
        NodeDraft n1 = node("n1");

        Told told = Cases.run(Script.of(n1, node("n2"), node("n3"))
                .at(0, n1.ready("Unknown", null))
                .at(5, claimed(n1, 5))
                .until(16));

        assertThat(told(told, AlertCode.N1))
                .containsExactly("N1 n1 FIRING WARNING @1 []", "N1 n1 FIRING CRITICAL @15 []");
    }

    @Test
    void whatTheFirstListShowsUnderMaintenanceIsJudgedByTheCordonsTime() {
        NodeDraft since =
                claimed(node("n1"), -20).condition("Ready", "Unknown", "NodeStatusUnknown", null, Script.instant(-10));
        NodeDraft before =
                claimed(node("n2"), -20).condition("Ready", "Unknown", "NodeStatusUnknown", null, Script.instant(-25));

        Told told = Cases.run(Script.of(since, before, node("n3")).until(1));

        assertThat(told(told, AlertCode.N1))
                .containsExactly("N1 n1 FIRING WARNING @-1 [MAINTENANCE_WINDOW]", "N1 n2 FIRING CRITICAL @-1 []");
    }

    @Test
    void maintenanceExplainsNothingForLongerThanADay() {
        NodeDraft n1 = node("n1");

        Told told = Cases.run(Script.of(n1, node("n2"), node("n3"))
                .at(0, claimed(n1, 0))
                .at(1430, n1.ready("Unknown", null))
                .until(1441));

        assertThat(told(told, AlertCode.N1))
                .containsExactly("N1 n1 FIRING WARNING @1431 [MAINTENANCE_WINDOW]", "N1 n1 FIRING WARNING @1440 []");
    }

    @Test
    void turnsUnderMaintenanceStayItsDoingOnceItIsOver() {
        NodeDraft n1 = node("n1");

        Told told = Cases.run(Script.of(n1, node("n2"), node("n3"))
                .at(0, claimed(n1, 0))
                .at(2, n1.ready("False", null))
                .at(3, n1.ready())
                .at(4, n1.ready("False", null))
                .at(5, n1.ready())
                .at(8, givenBack(n1))
                .until(36));

        assertThat(told(told, AlertCode.N2))
                .containsExactly(
                        "N2 n1 FIRING WARNING @4 [MAINTENANCE_WINDOW]",
                        "N2 n1 RESOLVED WARNING @35 [MAINTENANCE_WINDOW]");
    }

    @Test
    void turnsEnoughWithoutThoseUnderMaintenanceAreNot() {
        NodeDraft n1 = node("n1");

        Told told = Cases.run(Script.of(n1, node("n2"), node("n3"))
                .at(0, n1.ready("False", null))
                .at(1, n1.ready())
                .at(2, n1.ready("False", null))
                .at(3, claimed(n1, 3))
                .at(4, n1.ready())
                .until(6));

        assertThat(told(told, AlertCode.N2)).containsExactly("N2 n1 FIRING WARNING @2 []");
    }

    @Test
    void theThirdRebootOfADayIsMaintenancesWhereOneOfThemIs() {
        NodeDraft n1 = node("n1");

        Told told = Cases.run(Script.of(n1, node("n2"))
                .at(0, n1.bootId("boot-2"))
                .at(20, n1.bootId("boot-3"))
                .at(30, claimed(n1, 30))
                .at(35, n1.bootId("boot-4"))
                .at(40, givenBack(n1))
                .at(60, n1.bootId("boot-5"))
                .until(61));

        assertThat(told(told, AlertCode.N6))
                .endsWith(
                        "N6 n1 FIRING WARNING @35 [MAINTENANCE_WINDOW]", // the third of the day, one of them wished for
                        "N6 n1 FIRING WARNING @60 []"); // three that nobody wished for
    }

    /** "MASS_CORDON never suppresses PDB alerts (it makes them more urgent)": nor does maintenance, nor a removal. */
    @ParameterizedTest
    @ValueSource(strings = {"maintenance", "removal"})
    void whatADrainMeetsIsNeverSuppressedByIt(String why) {
        NodeDraft n1 = node("n1");
        LabelSelector selector = LabelSelector.ofLabels(Map.of("app", "cart"));
        Script script = Script.of(
                n1,
                node("n2"),
                node("n3"),
                deployment("shop", "cart").replicas(2),
                budget("shop", "cart").minAvailable("2").selector(selector).status(0, 2, 2, 2),
                pod("shop", "cart-0").of("cart").on("n1"),
                pod("shop", "cart-1").of("cart").on("n2"));
        NodeDraft drained = why.equals("removal") ? n1.taint("karpenter.sh/disrupted", "NoSchedule") : claimed(n1, 0);

        Told told = Cases.run(script.at(0, drained).until(12));

        assertThat(told(told, AlertCode.P2)).containsExactly("P2 shop/cart FIRING WARNING @5 []");
        assertThat(told(told, AlertCode.D1)).containsExactly("D1 n1 FIRING WARNING @10 []");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ToBeDeletedByClusterAutoscaler", "karpenter.sh/disrupted"})
    void whatIsFoundAtANodeThatAnAutoscalerRemovesIsToldAsSuppressed(String taint) {
        NodeDraft n1 = node("n1");
        ObjectRef ref = ObjectRef.of("Node", null, "n1");
        String hangs = "rpc error: code = DeadlineExceeded";

        Told told = Cases.run(Script.of(n1, node("n2"))
                .at(0, n1.taint(taint, "NoSchedule"), event(ref, "Warning", "ContainerGCFailed", hangs, 1, 1))
                .at(1, n1.condition("DiskPressure", "True").condition("KernelDeadlock", "True"))
                .at(2, n1.bootId("boot-2"), event(ref, "Warning", "ContainerGCFailed", hangs, 6, 5))
                .at(3, n1.ready("False", "PLEG is not healthy: pleg was last seen active 4m0s ago; threshold is 3m0s"))
                .at(4, n1.ready())
                .at(5, n1.ready("False", null))
                .deleted(9, n1)
                .until(10));

        for (AlertCode code :
                List.of(AlertCode.N2, AlertCode.N3, AlertCode.N4, AlertCode.N5, AlertCode.N6, AlertCode.N7)) {
            assertThat(told(told, code))
                    .as(code.code())
                    .isNotEmpty()
                    .allMatch(line -> line.endsWith("[NODE_REMOVAL_BY_AUTOSCALER]"));
        }
        assertThat(told(told, AlertCode.N1)).isEmpty(); // its own exemption: not for such nodes
        assertThat(told.decisions()).isEmpty();
    }

    @Test
    void aRemovalThatIsTakenBackExplainsNoMore() {
        NodeDraft n1 = node("n1");

        Told told = Cases.run(Script.of(n1, node("n2"))
                .at(0, n1.taint("ToBeDeletedByClusterAutoscaler", "NoSchedule"))
                .at(1, n1.condition("DiskPressure", "True"))
                .at(6, n1.untainted("ToBeDeletedByClusterAutoscaler"))
                .until(8));

        assertThat(told(told, AlertCode.N3))
                .containsExactly("N3 n1 FIRING WARNING @1 [NODE_REMOVAL_BY_AUTOSCALER]", "N3 n1 FIRING WARNING @6 []");
    }

    @Test
    void aRemovalExplainsNothingForLongerThanHalfAnHour() {
        NodeDraft n1 = node("n1");

        Told told = Cases.run(Script.of(n1, node("n2"))
                .at(0, n1.taint("karpenter.sh/disrupted", "NoSchedule").condition("KernelDeadlock", "True"))
                .until(31));

        assertThat(told(told, AlertCode.N7))
                .containsExactly(
                        "N7/KernelDeadlock n1 FIRING WARNING @0 [NODE_REMOVAL_BY_AUTOSCALER]",
                        "N7/KernelDeadlock n1 FIRING WARNING @30 []");
    }

    @Test
    void aNodeThatIsTakenAwayBecauseItIsNotReadyIsSuppressedAndNotOver() {
        NodeDraft n1 = node("n1");

        Told told = Cases.run(Script.of(n1, node("n2"))
                .at(0, n1.ready("Unknown", null))
                .at(20, n1.taint("ToBeDeletedByClusterAutoscaler", "NoSchedule"))
                .deleted(22, n1)
                .until(23));

        assertThat(told(told, AlertCode.N1))
                .containsExactly(
                        "N1 n1 FIRING WARNING @1 []",
                        "N1 n1 FIRING CRITICAL @15 []",
                        "N1 n1 FIRING CRITICAL @20 [NODE_REMOVAL_BY_AUTOSCALER]",
                        "N1 n1 RESOLVED CRITICAL @22 [NODE_REMOVAL_BY_AUTOSCALER]");
        assertThat(told.of(AlertCode.N1).getLast().alert().resolvedReason()).isEqualTo("OBJECT_DELETED");
    }

    /** "NODE_NOT_READY suppresses per-pod alerts of pods on that node": where it is silent, what silences it does. */
    @Test
    void podsOfANodeThatIsRemovedAndNotReadyAreExplainedByTheRemoval() {
        NodeDraft n1 = node("n1");
        PodDraft crashing = pod("shop", "web-0").of("web").on("n1").notReady();
        crashing.container("main").waiting("CrashLoopBackOff");

        Told told = Cases.run(Script.of(n1, node("n2"), crashing)
                .at(0, crashing)
                .at(16, n1.taint("karpenter.sh/disrupted", "NoSchedule"))
                .at(17, n1.ready("False", null))
                .at(20, n1.untainted("karpenter.sh/disrupted"))
                .until(24));

        assertThat(told(told, AlertCode.N8))
                .containsExactly(
                        "N8 shop/web FIRING WARNING @14 []",
                        "N8 shop/web FIRING WARNING @17 [NODE_REMOVAL_BY_AUTOSCALER]",
                        "N8 shop/web FIRING WARNING @20 [PARENT_ALERT:eu1|N1|Node||n1]");
        assertThat(told.of(AlertCode.N1).getFirst().alert().state()).isEqualTo(AlertState.FIRING);
    }
}
