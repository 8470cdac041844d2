package io.plimsoll.analyzer.cases;

import static io.plimsoll.analyzer.cases.Drafts.autoscaler;
import static io.plimsoll.analyzer.cases.Drafts.deployment;
import static io.plimsoll.analyzer.cases.Drafts.event;
import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static io.plimsoll.analyzer.cases.Drafts.raw;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.fact.ClusterAutoscalerConfig;
import io.plimsoll.model.fact.HorizontalAutoscalerState.Metric;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of autoscalers (2.1) at their edges. */
class AutoscalerEdgeCasesTest {

    private static NodeDraft young(String name, double minute) {
        return node(name).group("g").createdAt(minute);
    }

    /** Four nodes come and three go, each after so many minutes; the next comes two minutes later. */
    private static Told bought(double life, double pause) {
        Script script = Script.of(node("n1").group("g"), node("n2").group("g"));
        double at = 0;
        for (int i = 0; i < 4; i++) {
            NodeDraft next = young("x" + i, at);
            script.at(at, next);
            at += life;
            if (i < 3) {
                script.deleted(at, next);
            }
            at += pause;
        }
        return Cases.run(script.until(at));
    }

    /** A1: "S = removed nodes whose lifetime <30 min". */
    @ParameterizedTest(name = "living {0} min: {1}")
    @CsvSource({"10, true", "29, true", "30, false"})
    void livesOfHalfAnHourAreNotThrownAway(double life, boolean told) {
        assertThat(bought(life, 2).lines(AlertCode.A1).isEmpty()).isNotEqualTo(told);
    }

    /** A1: "Reversal = two consecutive steps, opposite direction, gap ≤30 min". */
    @ParameterizedTest(name = "{0} min between: {1}")
    @CsvSource({"30, true", "31, false"})
    void stepsFurtherApartAreNoReversal(double pause, boolean told) {
        assertThat(bought(10, pause).lines(AlertCode.A1).isEmpty()).isNotEqualTo(told);
    }

    /** A1: "Re-registration of the same providerID … within 15 min is not an action". */
    @ParameterizedTest(name = "back after {0} min: {1}")
    @CsvSource({"14.5, false", "15.5, true"})
    void aMachineThatRegistersAnewInTimeWasNeverGone(double away, boolean told) {
        NodeDraft flaky = young("f", 0);
        Script script = Script.of(node("n1").group("g"), node("n2").group("g")).at(0, flaky);
        double at = 0;
        for (int i = 0; i < 3; i++) {
            script.deleted(at + 2, flaky);
            at += 2 + away;
            script.at(at, flaky.uid("f-" + i).createdAt(at));
        }

        assertThat(Cases.run(script.until(at + 1)).lines(AlertCode.A1).isEmpty())
                .isNotEqualTo(told);
    }

    /** A1: "Coalesce same-direction actions ≤2 min apart": a wave up and a wave down is one reversal, not many. */
    @Test
    void wavesAreOneStepEach() {
        Script script = Script.of(node("n1").group("g"), node("n2").group("g"));
        NodeDraft[] wave = new NodeDraft[6];
        for (int i = 0; i < wave.length; i++) {
            wave[i] = young("w" + i, 2 * i);
            script.at(2 * i, wave[i]);
        }
        for (int i = 0; i < wave.length; i++) {
            script.deleted(12 + 2 * i, wave[i]);
        }

        assertThat(Cases.run(script.until(60)).lines(AlertCode.A1)).isEmpty();
    }

    /** A1: each group is counted by itself. */
    @Test
    void turnsOfSeveralGroupsAreNotAddedUp() {
        List<String> groups = List.of("g", "h", "k");
        Script script = Script.of(
                node("n1").group("g"), node("n2").group("h"), node("n3").group("k"));
        for (int i = 0; i < 6; i++) {
            NodeDraft next = node("x" + i).group(groups.get(i % 3)).createdAt(14 * i);
            script.at(14 * i, next).deleted(14 * i + 11, next);
        }

        assertThat(Cases.run(script.until(90)).lines(AlertCode.A1)).isEmpty();
    }

    /** A3: "F≥4 warning", a turn is a move of amp = max(1, ceil(10 % of mean)) or more. */
    @ParameterizedTest(name = "{0} turns between {1} and {2}: {3}")
    @CsvSource({"3, 4, 8, 0", "4, 4, 8, 1", "6, 100, 110, 0", "6, 100, 112, 1", "4, 1, 2, 1"})
    void turnsAndTheirSize(int turns, int low, int high, int told) {
        AutoscalerDraft hpa = autoscaler("shop", "cart").range(1, 200).replicas(low, low);
        Script script = Script.of(hpa);
        for (int i = 0; i <= turns; i++) {
            script.at(4 * i, hpa.replicas(low, i % 2 == 0 ? high : low));
        }

        assertThat(Cases.run(script.until(4 * turns + 1)).lines(AlertCode.A3)).hasSize(told);
    }

    /** A3: "Resolve F≤1 for 15 min", counted over 30 min. */
    @Test
    void flappingIsOverOnceThereHasBeenNoMoreThanOneTurnInHalfAnHourForAQuarter() {
        AutoscalerDraft hpa = autoscaler("shop", "cart").replicas(4, 4);
        Script script = Script.of(hpa);
        for (int i = 0; i <= 4; i++) {
            script.at(4 * i, hpa.replicas(4, i % 2 == 0 ? 8 : 4));
        }

        // turns at 4, 8, 12, 16: the third last leaves the window at 42
        assertThat(Cases.run(script.until(70)).lines(AlertCode.A3))
                .containsExactly("A3 shop/cart FIRING WARNING @16", "A3 shop/cart RESOLVED WARNING @57");
    }

    /** A4: "for 15 min warning"; "Resolve … when current<max for 5 min". */
    @Test
    void saturationToTheTickAndItsEnd() {
        AutoscalerDraft hpa = autoscaler("shop", "cart").range(2, 10).replicas(9, 9);
        Script script = Script.of(hpa)
                .at(0, hpa.replicas(10, 10).condition("ScalingLimited", "True", "TooManyReplicas"))
                .at(14.9, hpa.replicas(9, 9).condition("ScalingLimited", "False", "DesiredWithinRange"))
                .at(20, hpa.replicas(10, 10).condition("ScalingLimited", "True", "TooManyReplicas"))
                .at(40, hpa.replicas(9, 9))
                .at(44.9, hpa.replicas(10, 10))
                .at(50, hpa.replicas(9, 9))
                .until(60);

        assertThat(Cases.run(script).lines(AlertCode.A4))
                .containsExactly("A4 shop/cart FIRING WARNING @35", "A4 shop/cart RESOLVED WARNING @55");
    }

    /** A4: "(ScalingLimited=True/TooManyReplicas ∨ condition absent)"; "current >1.5× target". */
    @ParameterizedTest(name = "{0}, ratio {1}: {2}")
    @CsvSource({
        "TooManyReplicas, 1.5, WARNING",
        "TooManyReplicas, 1.51, CRITICAL",
        "ScaleUpLimit, 1.6, ''",
        ", 1.2, WARNING"
    })
    void whatSaturationIs(String reason, double ratio, String severity) {
        AutoscalerDraft hpa =
                autoscaler("shop", "cart").range(2, 10).metric(new Metric("Resource", "cpu", "Utilization", ratio));
        if (reason != null) {
            hpa.condition("ScalingLimited", "True", reason);
        }

        Told told = Cases.run(Script.of().at(0, hpa.replicas(10, 10)).until(16));

        assertThat(told.of(AlertCode.A4).stream()
                        .map(transition -> transition.alert().severity().name())
                        .findFirst()
                        .orElse(""))
                .isEqualTo(severity);
    }

    /** A5: durations of Go, both ways of writing a flag; "<10m → finding, 0 → warning"; scan-interval never. */
    @ParameterizedTest(name = "{0}: {2} {3}")
    @CsvSource({
        "--scale-down-unneeded-time=10m, , '', 0",
        "--scale-down-unneeded-time=600s, , '', 0",
        "--scale-down-unneeded-time=9m59s, , INFO, 599",
        "--scale-down-unneeded-time=0, , WARNING, 0",
        "--scale-down-unneeded-time, 300s, INFO, 300",
        "--scale-down-delay-after-add=1h, , '', 0",
        "--scan-interval=1s, , '', 0"
    })
    void flagsOfTheClusterAutoscaler(String flag, String value, String severity, long seconds) {
        List<String> arguments = value == null ? List.of("./cluster-autoscaler", flag) : List.of(flag, value);

        Told told = Cases.run(Script.of()
                .at(
                        0,
                        raw(
                                "ClusterAutoscalerConfig",
                                "kube-system",
                                "cluster-autoscaler",
                                new ClusterAutoscalerConfig(arguments)))
                .until(1));

        var first = told.of(AlertCode.A5).stream().map(Transition::alert).findFirst();
        assertThat(first.map(alert -> alert.severity().name()).orElse("")).isEqualTo(severity);
        assertThat(first.map(alert -> alert.measured().get("valueSeconds")).orElse(0))
                .hasToString(String.valueOf(seconds));
    }

    /** A6: "≥15 min"; a pod that is placed, or deleted, a moment before was none. */
    @ParameterizedTest(name = "waits {0} min: {1}")
    @CsvSource({"14.9, 0", "15.1, 2"})
    void aPodWithoutAPlaceToTheTick(double minutes, int transitions) {
        var web = deployment("shop", "web").replicas(1);
        PodDraft waiting = pod("shop", "web-a").of("web").createdAt(0).unschedulable();

        Told told = Cases.run(Script.of(node("n1"), web)
                .at(0, waiting)
                .deleted(minutes, waiting)
                .until(30));

        assertThat(told.lines(AlertCode.A6)).hasSize(transitions);
    }

    /** A6: a group's failures, "≥3 in 30m". */
    @ParameterizedTest(name = "{0} times by minute {1}: {2}")
    @CsvSource({"2, 10, 0", "3, 29, 1", "3, 31, 0"})
    void aProviderWithoutCapacity(int times, double minute, int told) {
        var claim = new io.plimsoll.model.ObjectRef("NodeClaim", null, "claim-1", null);
        Script script = Script.of(node("n1").group("g"));
        script.at(0, event(claim, "Warning", "InsufficientCapacityError", "NodePool g: no capacity", 1, 1));
        script.at(
                minute,
                event(claim, "Warning", "InsufficientCapacityError", "NodePool g: no capacity", times, times - 1));

        Told run = Cases.run(script.until(minute + 0.5));

        assertThat(run.lines(AlertCode.A6)).hasSize(told);
    }
}
