package io.plimsoll.analyzer.detect.nodes;

import static io.plimsoll.analyzer.cases.Drafts.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.cases.Cases;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.analyzer.cases.Told;
import io.plimsoll.model.alert.AlertCode;
import org.junit.jupiter.api.Test;

class NodeNotReadyTest {

    /** N-02. */
    @Test
    void aNodeNobodyHasHeardOfForAMinuteIsToldAndOverWhenItIsBack() {
        var n1 = node("n1");
        Script script = Script.of(n1, node("n2"))
                .at(0, n1.ready("Unknown", "Kubelet stopped posting node status."))
                .at(3, n1.ready())
                .until(6);

        Told told = Cases.run(script);

        assertThat(told.lines()).containsExactly("N1 n1 FIRING WARNING @1", "N1 n1 RESOLVED WARNING @3");
        assertThat(told.transitions().getFirst().alert().cause()).isEqualTo("UNKNOWN");
    }

    /** N-03. */
    @Test
    void aYoungNodeMayTakeItsTime() {
        var n1 = node("n1").createdAt(-3).ready("False", "not yet");
        Script script = Script.of(node("n2")).at(0, n1).at(1.5, n1.ready()).until(10);

        Told told = Cases.run(script);

        assertThat(told.lines()).isEmpty();
    }

    @Test
    void aNodeThatIsStillDownAfterFifteenMinutesTurnsCriticalUnderTheSameId() {
        var n1 = node("n1");
        Script script = Script.of(n1).at(0, n1.ready("False", "disk full")).until(20);

        Told told = Cases.run(script);

        assertThat(told.lines(AlertCode.N1)).containsExactly("N1 n1 FIRING WARNING @2", "N1 n1 FIRING CRITICAL @15");
        assertThat(told.transitions().stream().map(t -> t.alert().id()).distinct())
                .hasSize(1);
    }

    @Test
    void aNodeThatAnAutoscalerRemovesIsNotToldOf() {
        var n1 = node("n1");
        Script script = Script.of(n1)
                .at(0, n1.taint("ToBeDeletedByClusterAutoscaler", "NoSchedule").ready("Unknown", null))
                .until(20);

        assertThat(Cases.run(script).lines()).isEmpty();
    }
}
