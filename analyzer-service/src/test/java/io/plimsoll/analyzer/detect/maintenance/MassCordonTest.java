package io.plimsoll.analyzer.detect.maintenance;

import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.analyzer.cases.Cases;
import io.plimsoll.analyzer.cases.Draft;
import io.plimsoll.analyzer.cases.NodeDraft;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.analyzer.cases.Told;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.decision.Action;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MassCordonTest {

    /** C-01. */
    @Test
    void anEighthOfTheNodesCordonedAtOnceIsAWarningAfterAMinute() {
        List<NodeDraft> nodes = nodes(40);
        Script script =
                Script.of(loaded(nodes, 1_600)).at(0, cordoned(nodes, 5)).until(10);

        Told told = Cases.run(script);

        assertThat(told.lines()).containsExactly("C1 eu1 FIRING WARNING @1");
        var measured = told.transitions().getFirst().alert().measured();
        assertThat(measured)
                .containsEntry("cordoned", 5)
                .containsEntry("total", 40)
                .containsEntry("percent", 12.5)
                .containsEntry("freeCpuPercent", 60);
    }

    /** C-03. */
    @Test
    void aQuarterOfACrowdedClusterIsCritical() {
        List<NodeDraft> nodes = nodes(12);
        Script script =
                Script.of(loaded(nodes, 3_400)).at(0, cordoned(nodes, 3)).until(5);

        Told told = Cases.run(script);

        assertThat(told.lines()).containsExactly("C1 eu1 FIRING CRITICAL @1");
        var measured = told.transitions().getFirst().alert().measured();
        assertThat(measured)
                .containsEntry("freeCpuPercent", 15)
                .containsEntry("displacedCpuMillis", 10_200)
                .containsKey("blockedPdbs");
    }

    /** C-02: one of nine is what everybody does. */
    @Test
    void aSingleNodeIsNeverTooMany() {
        List<NodeDraft> nodes = nodes(9);
        Script script =
                Script.of(loaded(nodes, 1_000)).at(0, cordoned(nodes, 1)).until(10);

        assertThat(Cases.run(script).lines()).isEmpty();
    }

    /** C-06. */
    @Test
    void aCordonFromYesterdayIsStaleAndNoMassCordon() {
        var n1 = node("n1");
        Script script = Script.ticking(java.time.Duration.ofMinutes(5))
                .snapshot(n1.cordonedAt(-25 * 60), node("n2"), node("n3"))
                .until(10);

        assertThat(Cases.run(script).lines()).containsExactly("C1/STALE_CORDON n1 FIRING INFO @-1");
    }

    @Test
    void maintenanceIsPausedAtOnceAndResumedTenQuietMinutesAfterTheEnd() {
        List<NodeDraft> nodes = nodes(12);
        Script script = Script.of(loaded(nodes, 1_000)).at(0, cordoned(nodes, 3));
        nodes.forEach(NodeDraft::uncordoned);
        script.at(10, nodes.subList(0, 3).toArray(Draft<?>[]::new)).until(30);

        Told told = Cases.run(script);

        assertThat(told.lines(AlertCode.C1))
                .containsExactly("C1 eu1 FIRING CRITICAL @1", "C1 eu1 RESOLVED CRITICAL @15");
        assertThat(told.decisions())
                .extracting(decision -> decision.action(), decision -> decision.issuedAt())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Action.PAUSE_MAINTENANCE, Script.instant(1)),
                        org.assertj.core.groups.Tuple.tuple(Action.RESUME_MAINTENANCE, Script.instant(25)));
        assertThat(told.decisions().getLast().supersedes())
                .isEqualTo(told.decisions().getFirst().id());
    }

    private static List<NodeDraft> nodes(int count) {
        List<NodeDraft> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(node("n" + (100 + i)));
        }
        return nodes;
    }

    private static Draft<?>[] loaded(List<NodeDraft> nodes, long cpuMillis) {
        List<Draft<?>> all = new ArrayList<>(nodes);
        nodes.forEach(node -> all.add(pod("shop", "p-" + node.ref().name())
                .of("cart")
                .on(node.ref().name())
                .requests(cpuMillis, 1L << 30)));
        return all.toArray(Draft<?>[]::new);
    }

    private static Draft<?>[] cordoned(List<NodeDraft> nodes, int count) {
        return nodes.subList(0, count).stream().map(NodeDraft::cordoned).toArray(Draft<?>[]::new);
    }

    @Test
    void roomJustBelowAFifthIsLittle() {
        List<NodeDraft> nodes = nodes(40);
        Script script =
                Script.of(loaded(nodes, 3_216)).at(0, cordoned(nodes, 5)).until(3);

        Told told = Cases.run(script);

        // 19.6 % of cpu
        assertThat(told.lines()).containsExactly("C1 eu1 FIRING CRITICAL @1");
        assertThat(told.transitions().getFirst().alert().cause()).isEqualTo("LITTLE_ROOM");
    }

    @Test
    void aCordonIsOldOnlyOnceItsDrainGetsOnNoMore() {
        var n1 = node("n1").cordonedAt(-60).annotation("plimsoll.io/claim", "patch-7");
        var last = pod("shop", "web-0").of("web").on("n1");
        Script script = Script.of(
                        n1, node("n2"), last, pod("shop", "web-1").of("web").on("n1"))
                .deleted(600, last)
                .until(600 + 24 * 60);

        Told told = Cases.analysed(script.facts(), AnalysisSettings.defaults());

        assertThat(told.lines(AlertCode.C1)).containsExactly("C1/STALE_CORDON n1 FIRING INFO @2040");
    }
}
