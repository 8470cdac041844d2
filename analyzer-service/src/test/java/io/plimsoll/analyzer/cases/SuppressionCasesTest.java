package io.plimsoll.analyzer.cases;

import static io.plimsoll.analyzer.cases.Drafts.budget;
import static io.plimsoll.analyzer.cases.Drafts.deployment;
import static io.plimsoll.analyzer.cases.Drafts.event;
import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static io.plimsoll.analyzer.cases.Drafts.raw;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.AlertState;
import io.plimsoll.model.alert.Confidence;
import io.plimsoll.model.fact.NodePoolState;
import io.plimsoll.model.fact.Tick.Standing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What explains an alert, who asked not to be told of it, and what it is still told with. */
class SuppressionCasesTest {

    private static PodDraft crashing(String name, String node) {
        PodDraft pod = pod("shop", name).of("web").on(node).notReady();
        pod.container("main").waiting("CrashLoopBackOff");
        return pod;
    }

    private static NodeDraft lost(String name) {
        return node(name).ready("Unknown", "NodeStatusUnknown");
    }

    private static List<String> suppressions(Told told, AlertCode code) {
        return told.of(code).stream()
                .map(transition -> transition.alert().suppressedBy().toString())
                .toList();
    }

    @Test
    void aNodeThatIsNotReadyExplainsAllOfItsPodsOfAWorkload() {
        Told told = Cases.run(Script.of(node("n1"), node("n2"))
                .at(0, crashing("web-0", "n1"), crashing("web-1", "n1"), lost("n1"))
                .until(16));

        assertThat(told.lines(AlertCode.N8)).containsExactly("N8 shop/web FIRING WARNING @15");
        assertThat(suppressions(told, AlertCode.N8)).containsExactly("[PARENT_ALERT:eu1|N1|Node||n1]");
    }

    @Test
    void severalNodesExplainAWorkloadOnlyOnceNoneOfThemIsReady() {
        Told told = Cases.run(Script.of(node("n1"), node("n2"), node("n3"))
                .at(0, crashing("web-0", "n1"), crashing("web-1", "n2"), lost("n1"))
                .at(20, lost("n2"))
                .until(22));

        assertThat(suppressions(told, AlertCode.N8))
                .containsExactly("[]", "[PARENT_ALERT:eu1|N1|Node||n1, PARENT_ALERT:eu1|N1|Node||n2]");
    }

    @Test
    void whileEventsAreNotWatchedNobodyKnowsWhetherAnAutoscalerHasReacted() {
        PodDraft waiting = pod("shop", "web-0").of("web").createdAt(0).unschedulable();
        Told told = Cases.run(Script.of(node("n1"))
                .at(0, waiting)
                .standing(5, "events", Standing.GAP)
                .until(16));

        assertThat(suppressions(told, AlertCode.A6)).containsExactly("[PARENT_ALERT:eu1|W1|Watcher||events]");
    }

    @Test
    void pressureOfANodeNobodyHearsOfIsStale() {
        Told told = Cases.run(Script.of(node("n1"))
                .at(0, node("n1").condition("MemoryPressure", "True"))
                .at(5, lost("n1").condition("MemoryPressure", "True"))
                .until(20));

        assertThat(told.lines(AlertCode.M1)).containsExactly("M1 n1 FIRING WARNING @0", "M1 n1 STALE WARNING @5");
    }

    @Test
    void aPermanentProblemProvesLittleOnceItsDetectorHasStartedAnew() {
        PodDraft detector = pod("kube-system", "npd-x7")
                .ownedBy("DaemonSet", "node-problem-detector")
                .on("n1");
        detector.container("main").running(30);
        NodeDraft sick = node("n1").condition("KernelDeadlock", "True", "AUFSUmountHung", "hung", Script.instant(0));

        Told told = Cases.run(
                Script.of(node("n1")).at(0, sick).at(31, detector).at(32, sick).until(33));

        assertThat(told.of(AlertCode.N7).getFirst().alert().confidence()).isEqualTo(Confidence.HIGH);

        Told later = Cases.run(Script.of(node("n1"), detector).at(40, sick).until(41));

        assertThat(later.of(AlertCode.N7).getFirst().alert().confidence()).isEqualTo(Confidence.LOW);
        assertThat(later.of(AlertCode.N7).getFirst().alert().measured()).containsEntry("durationSeconds", 2400);
    }

    @Test
    void aGroupHasOptedOutWhereAllItsNodesHave() {
        Script script = Script.of(node("n1").group("g").annotation("plimsoll.io/ignore", "A6"));

        Told told = Cases.run(stuck(script).until(2));

        assertThat(suppressions(told, AlertCode.A6)).containsExactly("[USER_OPT_OUT]");

        Told half = Cases.run(stuck(Script.of(
                        node("n1").group("g").annotation("plimsoll.io/ignore", "A6"),
                        node("n2").group("g")))
                .until(2));

        assertThat(suppressions(half, AlertCode.A6)).containsExactly("[]");
    }

    @Test
    void aGroupOfKarpentersOptsOutByItsNodePoolForATime() {
        var pool = new NodePoolState(
                "WhenEmpty",
                null,
                null,
                List.of(),
                Map.of("plimsoll.io/ignore", "SCALE_UP_STUCK", "plimsoll.io/ignore-until", "2030-01-01T00:10:00Z"));

        Told told = Cases.run(stuck(Script.of(node("n1").group("g"), raw("NodePool", null, "g", pool)))
                .until(12));

        assertThat(suppressions(told, AlertCode.A6)).containsExactly("[USER_OPT_OUT]", "[]");
        assertThat(told.of(AlertCode.A6).getLast().minute()).isEqualTo(10);
    }

    @Test
    void theClusterHasOptedOutWhereAllNodesHave() {
        Script script = Script.of();
        for (int i = 0; i < 10; i++) {
            script.at(0, node("n" + i).annotation("plimsoll.io/ignore", "MASS_CORDON"));
        }
        for (int i = 0; i < 3; i++) {
            script.at(
                    1,
                    node("n" + i)
                            .annotation("plimsoll.io/ignore", "MASS_CORDON")
                            .cordonedAt(1));
        }

        Told told = Cases.run(script.until(4));

        assertThat(told.of(AlertCode.C1)).isNotEmpty().allSatisfy(transition -> {
            assertThat(transition.alert().state()).isEqualTo(AlertState.FIRING);
            assertThat(transition.alert().suppressedBy()).containsExactly("USER_OPT_OUT");
        });
        assertThat(told.decisions()).isEmpty();
    }

    /** Node group g can't be scaled up. */
    private static Script stuck(Script script) {
        return script.at(
                1,
                event(
                        ObjectRef.of("ConfigMap", "kube-system", "cluster-autoscaler-status"),
                        "Warning",
                        "FailedToScaleUpGroup",
                        "Scale-up failed for group g: quota",
                        1,
                        1));
    }

    @Test
    void pressureOfOneNodeDoesNotExplainEvictionsOnAnother() {
        PodDraft one = pod("shop", "web-0").of("web").on("n1");
        PodDraft other = pod("shop", "web-1").of("web").on("n2");
        NodeDraft second = node("n2");
        String low = "The node was low on resource: memory.";

        Told told = Cases.run(Script.of(node("n1"), second, one, other)
                .at(0, node("n1").condition("MemoryPressure", "True"))
                .at(1, one.phase("Failed", "Evicted", low))
                .at(2, other.phase("Failed", "Evicted", low))
                .at(5, second.condition("MemoryPressure", "True"))
                .until(10));

        assertThat(suppressions(told, AlertCode.M6))
                .containsExactly(
                        "[PARENT_ALERT:eu1|M1|Node||n1]",
                        "[]",
                        "[PARENT_ALERT:eu1|M1|Node||n1, PARENT_ALERT:eu1|M1|Node||n2]");
    }

    @Test
    void anOptOutOfWhatBudgetsShareIsHeardInTheMiddleAndEndsInTime() {
        LabelSelector selector = LabelSelector.ofLabels(Map.of("app", "web"));
        BudgetDraft a = budget("shop", "a").minAvailable("1").selector(selector).status(1, 2, 1, 2);
        BudgetDraft b = budget("shop", "b").minAvailable("1").selector(selector).status(1, 2, 1, 2);
        Script script = Script.of(
                deployment("shop", "web").replicas(2),
                a,
                b,
                pod("shop", "web-0").of("web"),
                pod("shop", "web-1").of("web"));

        Told told = Cases.run(script.at(
                        5,
                        a.annotation("plimsoll.io/ignore", "OVERLAPPING")
                                .annotation("plimsoll.io/ignore-until", "2030-01-01T00:08:00Z"))
                .until(9.5));

        List<String> overlaps = told.of(AlertCode.P3).stream()
                .filter(transition -> "OVERLAPPING".equals(transition.alert().subtype()))
                .map(transition -> transition + " " + transition.alert().suppressedBy())
                .toList();
        assertThat(overlaps)
                .containsExactly(
                        "P3/OVERLAPPING shop/a,b FIRING WARNING @-1 []",
                        "P3/OVERLAPPING shop/a,b FIRING WARNING @5 [USER_OPT_OUT]",
                        "P3/OVERLAPPING shop/a,b FIRING WARNING @8 []");
    }

    @Test
    void anOptOutOfAGroupIsHeardInTheMiddle() {
        NodeDraft only = node("n1").group("g");

        Told told = Cases.run(stuck(Script.of(only))
                .at(4, only.annotation("plimsoll.io/ignore", "A6"))
                .until(6));

        assertThat(suppressions(told, AlertCode.A6)).containsExactly("[]", "[USER_OPT_OUT]");
        assertThat(told.of(AlertCode.A6).getLast().minute()).isEqualTo(4);
    }
}
