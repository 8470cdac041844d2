package io.plimsoll.analyzer.cases;

import static io.plimsoll.analyzer.cases.Drafts.autoscaler;
import static io.plimsoll.analyzer.cases.Drafts.deployment;
import static io.plimsoll.analyzer.cases.Drafts.event;
import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.nodeUsage;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static io.plimsoll.analyzer.cases.Drafts.raw;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.fact.ClusterAutoscalerConfig;
import io.plimsoll.model.fact.ClusterAutoscalerStatus;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.HorizontalAutoscalerState.Metric;
import io.plimsoll.model.fact.HorizontalAutoscalerState.ScalingPolicy;
import io.plimsoll.model.fact.HorizontalAutoscalerState.ScalingRules;
import io.plimsoll.model.fact.NodeClaimState;
import io.plimsoll.model.fact.NodePoolState;
import io.plimsoll.model.fact.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 3.1 of the rules: autoscalers. */
public class AutoscalerCasesTest {

    private static NodeDraft young(String name, double minute) {
        return node(name).group("g").createdAt(minute);
    }

    /** A-01's log: nodes bought and thrown away, three times. */
    private static Script thrash() {
        NodeDraft n3 = young("n3", 0);
        NodeDraft n4 = young("n4", 13);
        NodeDraft n5 = young("n5", 26);
        NodeDraft n6 = young("n6", 39);
        return Script.of(node("n1").group("g"), node("n2").group("g"))
                .at(0, n3)
                .deleted(11, n3)
                .at(13, n4)
                .deleted(24, n4)
                .at(26, n5)
                .deleted(37, n5)
                .at(39, n6);
    }

    @Test
    void a01GroupThatBuysAndThrowsAwayIsToldAtItsThirdReversal() {
        Told told = Cases.run(thrash().until(130));

        assertThat(told.lines(AlertCode.A1))
                .containsExactly("A1 g FIRING WARNING @24", "A1 g FIRING CRITICAL @39", "A1 g RESOLVED CRITICAL @107");
        Alert first = told.of(AlertCode.A1).getFirst().alert();
        assertThat(first.measured())
                .containsEntry("reversals", 3)
                .containsEntry("shortLived", 2)
                .containsEntry("balance", 1.0)
                .containsEntry("added", 2)
                .containsEntry("removed", 2)
                .containsEntry("wastedNodeMinutes", 22);
        assertThat(told.of(AlertCode.A1)).extracting(t -> t.alert().id()).containsOnly(first.id());
        assertThat(told.of(AlertCode.A1).get(1).alert().measured()).containsEntry("reversals", 6);
        assertThat(first.cause()).isEqualTo("UNKNOWN");
        assertThat(told.loudBut(AlertCode.A1)).isEmpty();
    }

    @Test
    void a02RollingUpgradeIsNoThrash() {
        Script script = Script.of();
        for (int i = 0; i < 8; i++) {
            script.at(0, node("old" + i).group("g"));
        }
        for (int i = 0; i < 8; i++) {
            script.at(7 * i, young("new" + i, 7 * i));
            script.deleted(7 * i + 5, node("old" + i).group("g"));
        }

        assertThat(Cases.run(script.until(90)).loudBut()).isEmpty();
    }

    @Test
    void a03GrowthIsNoThrash() {
        Script script = Script.of(node("n0").group("g"));
        for (int i = 1; i <= 12; i++) {
            script.at(5 * i, young("n" + i, 5 * i));
        }

        assertThat(Cases.run(script.until(90)).loudBut()).isEmpty();
    }

    @Test
    void a04HourlyDemandIsNoThrash() {
        Script script = Script.of(node("n0").group("g"));
        for (int hour = 0; hour < 4; hour++) {
            NodeDraft extra = young("cron" + hour, 60 * hour);
            script.at(60 * hour, extra).deleted(60 * hour + 25, extra);
        }

        assertThat(Cases.run(script.until(260)).loudBut()).isEmpty();
    }

    @Test
    void a06SpotInterruptionsAreNoThrash() {
        NodeDraft a = young("a", 0);
        NodeDraft b = young("b", 10);
        NodeDraft c = young("c", 20);
        Script script = Script.of(node("n0").group("g"))
                .at(0, a)
                .at(8, a.taint("aws-node-termination-handler/spot-itn", "NoSchedule"))
                .deleted(9, a)
                .at(10, b)
                .at(18, b.taint("aws-node-termination-handler/spot-itn", "NoSchedule"))
                .deleted(19, b)
                .at(20, c);

        assertThat(Cases.run(script.until(60)).of(AlertCode.A1)).isEmpty();
    }

    @Test
    void a08RebootsAreNoThrash() {
        NodeDraft n = node("n1").group("g");
        Script script = Script.of(n);
        for (int i = 0; i < 3; i++) {
            script.deleted(20 * i + 5, n);
            n = young("n1", 20 * i + 9).uid("n1-" + i).bootId("boot-" + (i + 2));
            script.at(20 * i + 9, n);
        }

        assertThat(Cases.run(script.until(90)).of(AlertCode.A1)).isEmpty();
    }

    @Test
    void initialListAndRelistAreNoActions() {
        NodeDraft n3 = young("n3", -2);
        Script script =
                Script.of(n3, young("n4", -3)).relist(10, young("n5", 9)).relist(20, young("n6", 19));

        assertThat(Cases.run(script.until(60)).of(AlertCode.A1)).isEmpty();
    }

    @Test
    void causeIsTheAutoscalersShortDelayWhereItHasOne() {
        Script withDelay = Script.of(
                node("n1").group("g"),
                raw(
                        "ClusterAutoscalerConfig",
                        "kube-system",
                        "cluster-autoscaler",
                        new ClusterAutoscalerConfig(List.of("--scale-down-unneeded-time=2m"))));
        NodeDraft n3 = young("n3", 0);
        NodeDraft n4 = young("n4", 13);
        withDelay.at(0, n3).deleted(11, n3).at(13, n4).deleted(24, n4);

        Told told = Cases.run(withDelay.until(30));

        assertThat(told.of(AlertCode.A1).getFirst().alert().cause()).isEqualTo("SHORT_DELAYS");
        assertThat(told.of(AlertCode.A5))
                .extracting(Transition::toString)
                .containsExactly(
                        "A5/scale-down-unneeded-time kube-system/cluster-autoscaler FIRING INFO @-1",
                        "A5/scale-down-unneeded-time kube-system/cluster-autoscaler FIRING WARNING @24");
    }

    @Test
    void causeIsTheFlappingWorkloadThatLivedOnTheRemovedNodes() {
        AutoscalerDraft hpa = autoscaler("shop", "cart").replicas(1, 1);
        Script script = Script.of(node("n1").group("g"), hpa);
        int[][] lives = {{0, 11}, {13, 24}};
        for (int i = 0; i < lives.length; i++) {
            NodeDraft bought = young("n" + (i + 3), lives[i][0]);
            PodDraft tenant = pod("shop", "cart-" + i).of("cart").on("n" + (i + 3));
            script.at(lives[i][0], hpa.replicas(1, 4), bought)
                    .at(lives[i][0] + 1, tenant)
                    .at(lives[i][0] + 3, hpa.replicas(1, 1))
                    .at(lives[i][0] + 5, hpa.replicas(1, 4))
                    .at(lives[i][0] + 7, hpa.replicas(1, 1))
                    .deleted(lives[i][0] + 8, tenant)
                    .deleted(lives[i][1], bought);
        }

        Told told = Cases.run(script.until(30));

        assertThat(told.of(AlertCode.A3)).isNotEmpty();
        assertThat(told.of(AlertCode.A1).getFirst().alert().cause()).isEqualTo("HPA_DRIVEN");
    }

    @Test
    void causeIsLowRequestsWhereTheAutoscalerThinksAFullNodeIdle() {
        NodeDraft n3 = young("n3", 0);
        NodeDraft n4 = young("n4", 13);
        Script script = Script.of(node("n1").group("g"))
                .at(0, n3)
                .at(9, nodeUsage("n3", 9, 3_600, 1L << 30))
                .at(
                        10,
                        event(
                                ObjectRef.of("ConfigMap", "kube-system", "cluster-autoscaler-status"),
                                "Normal",
                                "ScaleDown",
                                "Scale-down: removing node n3, utilization: {0.2 0.1 0 cpu 0.2}, pods to reschedule: shop/cart",
                                1,
                                1))
                .deleted(11, n3)
                .at(13, n4)
                .deleted(24, n4);

        assertThat(Cases.run(script.until(26))
                        .of(AlertCode.A1)
                        .getFirst()
                        .alert()
                        .cause())
                .isEqualTo("LOW_REQUESTS");
    }

    @Test
    void demandThatComesAndGoesLikeClockworkIsForInformation() {
        Script script = Script.of(node("n0").group("g"));
        for (int i = 0; i < 5; i++) {
            NodeDraft extra = young("n" + (i + 1), 10 * i);
            script.at(10 * i, extra).deleted(10 * i + 5, extra);
        }

        Told told = Cases.run(script.until(50));

        assertThat(told.lines(AlertCode.A1)).containsExactly("A1 g FIRING WARNING @15", "A1 g FIRING INFO @35");
        assertThat(told.of(AlertCode.A1).getLast().alert().cause()).isEqualTo("PERIODIC_DEMAND");
    }

    @Test
    void consolidationIsNamedWhereKarpenterSaysSo() {
        NodeDraft n3 = young("n3", 0);
        NodeDraft n4 = young("n4", 13);
        Script script = Script.of(node("n1").group("g"))
                .at(0, n3, claim("n3", "Underutilized"))
                .deleted(11, n3)
                .at(13, n4, claim("n4", "Underutilized"))
                .deleted(24, n4);

        assertThat(Cases.run(script.until(26))
                        .of(AlertCode.A1)
                        .getFirst()
                        .alert()
                        .cause())
                .isEqualTo("KARPENTER_CONSOLIDATION");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void factsTwiceAndARelistInTheMiddleChangeNothing(long seed) {
        Random random = new Random(seed);
        List<Fact> facts = thrash().until(130).facts();
        List<Fact> noisy = new ArrayList<>();
        for (Fact fact : facts) {
            noisy.add(fact);
            if (fact.kind().equals("Node")) {
                for (int again = random.nextInt(3); again > 0; again--) {
                    noisy.add(fact);
                }
            }
            boolean known = fact.kind().equals("Tick") && random.nextInt(40) == 0;
            if (known) {
                noisy.add(relisted(facts.getFirst(), fact));
            }
        }

        Told plain = Cases.analysed(facts, AnalysisSettings.defaults());
        Told disturbed = Cases.analysed(noisy, AnalysisSettings.defaults());

        assertThat(disturbed.lines(AlertCode.A1))
                .isEqualTo(plain.lines(AlertCode.A1))
                .isNotEmpty();
    }

    /** An object of the first list once more, as a later list has it. */
    private static Fact relisted(Fact object, Fact at) {
        return new Fact(
                object.cluster(),
                object.kind(),
                object.namespace(),
                object.name(),
                object.uid(),
                "relist-" + at.observedAt(),
                at.observedAt(),
                Origin.SNAPSHOT,
                2,
                false,
                List.of(),
                object.body());
    }

    @Test
    void a09ReplicasThatGoBackAndForthAreToldAtTheFourthTurn() {
        AutoscalerDraft hpa = autoscaler("shop", "cart").replicas(4, 4);
        Script script = Script.of(hpa);
        int[][] moves = {{0, 8}, {6, 4}, {9, 8}, {15, 4}, {18, 8}};
        for (int[] move : moves) {
            script.at(move[0], hpa.replicas(4, move[1]));
        }

        Told told = Cases.run(script.until(70));

        assertThat(told.lines(AlertCode.A3))
                .startsWith("A3 shop/cart FIRING WARNING @18")
                .hasSize(2);
        assertThat(told.of(AlertCode.A3).getFirst().alert().measured())
                .containsEntry("turningPoints", 4)
                .containsEntry("amplitude", 1)
                .containsEntry("window", "PT30M");
        assertThat(told.loudBut(AlertCode.A3)).isEmpty();
    }

    @Test
    void a11DefaultsOfTheApiAreNoFinding() {
        AutoscalerDraft silent = autoscaler("shop", "cart");
        AutoscalerDraft spelled = autoscaler("shop", "web")
                .behavior(null, new ScalingRules(null, null, List.of(new ScalingPolicy("Percent", 100, 15))));

        assertThat(Cases.run(Script.of(silent, spelled).until(5)).of(AlertCode.A5))
                .isEmpty();
    }

    @Test
    void fastScaleDownThatIsHardlyStabilisedIsAFinding() {
        AutoscalerDraft hasty = autoscaler("shop", "cart")
                .behavior(null, new ScalingRules(30, null, List.of(new ScalingPolicy("Percent", 100, 15))));

        Told told = Cases.run(Script.of().at(0, hasty).until(5));

        assertThat(told.lines(AlertCode.A5)).containsExactly("A5 shop/cart FIRING INFO @0");
        assertThat(told.of(AlertCode.A5).getFirst().alert().measured()).containsEntry("stabilizationSeconds", 30);
    }

    private static Drafts.Raw command(String... arguments) {
        return raw(
                "ClusterAutoscalerConfig",
                "kube-system",
                "cluster-autoscaler",
                new ClusterAutoscalerConfig(List.of(arguments)));
    }

    @Test
    void a12DefaultsOfTheClusterAutoscalerAreNoFinding() {
        Script script = Script.of().at(0, command("--scan-interval=10s", "--scale-down-unneeded-time=10m"));

        assertThat(Cases.run(script.until(5)).of(AlertCode.A5)).isEmpty();
    }

    @Test
    void a13ShortDelayIsInformedOf() {
        Script script = Script.of().at(0, command("--scale-down-unneeded-time", "4m30s"));

        Told told = Cases.run(script.until(5));

        assertThat(told.lines(AlertCode.A5))
                .containsExactly("A5/scale-down-unneeded-time kube-system/cluster-autoscaler FIRING INFO @0");
        assertThat(told.of(AlertCode.A5).getFirst().alert().measured())
                .containsEntry("flag", "scale-down-unneeded-time")
                .containsEntry("valueSeconds", 270);
    }

    @Test
    void a14NoDelayAtAllWarns() {
        Script script =
                Script.of().at(0, command("--scale-down-unneeded-time", "4m30s", "--scale-down-delay-after-add=0s"));

        Told told = Cases.run(script.until(5));

        assertThat(told.lines(AlertCode.A5))
                .containsExactlyInAnyOrder(
                        "A5/scale-down-unneeded-time kube-system/cluster-autoscaler FIRING INFO @0",
                        "A5/scale-down-delay-after-add kube-system/cluster-autoscaler FIRING WARNING @0");
    }

    @Test
    void hastyConsolidationIsInformedOf() {
        var pool = new NodePoolState("WhenEmptyOrUnderutilized", Duration.ZERO, null, List.of(), Map.of());

        Told told = Cases.run(
                Script.of().at(0, raw("NodePool", null, "default", pool)).until(5));

        assertThat(told.lines(AlertCode.A5)).containsExactly("A5 default FIRING INFO @0");
    }

    @Test
    void a16RampAndDescentIsNoFlapping() {
        AutoscalerDraft hpa = autoscaler("shop", "cart").replicas(2, 2);
        Script script = Script.of(hpa);
        int[] desired = {4, 8, 16, 12, 8};
        for (int i = 0; i < desired.length; i++) {
            script.at(3 * i, hpa.replicas(2, desired[i]));
        }

        assertThat(Cases.run(script.until(40)).of(AlertCode.A3)).isEmpty();
    }

    @Test
    void changedBoundsBeginTheCountAnew() {
        AutoscalerDraft hpa = autoscaler("shop", "cart").replicas(4, 4);
        Script script = Script.of(hpa);
        int[][] moves = {{0, 8}, {3, 4}, {6, 8}, {9, 4}};
        for (int[] move : moves) {
            script.at(move[0], hpa.replicas(4, move[1]));
        }
        script.at(10, hpa.range(1, 20)).at(12, hpa.replicas(4, 8));

        assertThat(Cases.run(script.until(40)).of(AlertCode.A3)).isEmpty();
    }

    @Test
    void scalingToZeroAndBackIsOnlyInformedOf() {
        AutoscalerDraft hpa =
                autoscaler("shop", "keda-hpa-worker").replicas(0, 0).range(0, 10);
        Script script = Script.of(hpa);
        for (int i = 0; i < 6; i++) {
            script.at(3 * i, hpa.replicas(0, i % 2 == 0 ? 1 : 0));
        }

        Told told = Cases.run(script.until(20));

        assertThat(told.lines(AlertCode.A3)).containsExactly("A3 shop/keda-hpa-worker FIRING INFO @12");
        assertThat(told.of(AlertCode.A3).getFirst().alert().labels()).containsKey("SCALE_TO_ZERO");
    }

    @Test
    void a17AutoscalerThatWantsMoreThanItsMaximumIsSaturated() {
        AutoscalerDraft hpa = autoscaler("shop", "cart").range(2, 10).replicas(9, 9);
        Script script = Script.of(hpa)
                .at(0, hpa.replicas(10, 10).condition("ScalingLimited", "True", "TooManyReplicas"))
                .at(30, hpa.replicas(8, 8).condition("ScalingLimited", "False", "DesiredWithinRange"));

        assertThat(Cases.run(script.until(40)).lines(AlertCode.A4))
                .containsExactly("A4 shop/cart FIRING WARNING @15", "A4 shop/cart RESOLVED WARNING @35");
    }

    @Test
    void saturationFarAboveTheTargetIsCritical() {
        AutoscalerDraft hpa = autoscaler("shop", "cart")
                .range(2, 10)
                .replicas(10, 10)
                .metric(new Metric("Resource", "cpu", "Utilization", 1.6));

        Told told = Cases.run(Script.of().at(0, hpa).until(20));

        assertThat(told.lines(AlertCode.A4)).containsExactly("A4 shop/cart FIRING CRITICAL @15");
    }

    @Test
    void a18PinnedAutoscalerIsNotSaturated() {
        AutoscalerDraft hpa = autoscaler("shop", "cart")
                .range(3, 3)
                .replicas(3, 3)
                .condition("ScalingLimited", "True", "TooManyReplicas");

        assertThat(Cases.run(Script.of().at(0, hpa).until(60)).of(AlertCode.A4)).isEmpty();
    }

    @Test
    void autoscalerWithoutMetricsIsBlindUnlessSwitchedOff() {
        AutoscalerDraft blind =
                autoscaler("shop", "cart").condition("ScalingActive", "False", "FailedGetResourceMetric");
        AutoscalerDraft off = autoscaler("shop", "web").condition("ScalingActive", "False", "ScalingDisabled");

        Told told = Cases.run(Script.of().at(0, blind, off).until(10));

        assertThat(told.lines(AlertCode.A4B)).containsExactly("A4b shop/cart FIRING WARNING @5");
    }

    @Test
    void a20PodsWithoutRoomAreToldOncePerWorkload() {
        PodDraft ready = pod("shop", "cart-0").of("cart");
        PodDraft one = pod("shop", "cart-1").of("cart").createdAt(0).unschedulable();
        PodDraft two = pod("shop", "cart-2").of("cart").createdAt(0).unschedulable();
        Script script = Script.of(ready).at(0, one, two);
        for (int i = 1; i <= 9; i++) {
            script.at(
                    i,
                    event(
                            one.ref(),
                            "Normal",
                            "NotTriggerScaleUp",
                            "pod didn't trigger scale-up: 1 max node group size reached",
                            i,
                            1));
        }

        Told told = Cases.run(script.until(20));

        assertThat(told.lines(AlertCode.A6)).hasSize(1);
        assertThat(told.of(AlertCode.A6).getFirst().minute()).isEqualTo(15);
        assertThat(told.of(AlertCode.A6).getFirst().alert().measured()).containsEntry("notTriggered", 9);
        assertThat(told.loudBut(AlertCode.A6)).isEmpty();
    }

    @Test
    void aWorkloadThatSaysItHasReadyPodsIsNotDown() {
        PodDraft waiting = pod("shop", "cart-1").of("cart").createdAt(0).unschedulable();

        Told told = Cases.run(Script.of(deployment("shop", "cart").replicas(2).ready(1))
                .at(0, waiting)
                .until(20));

        assertThat(told.lines(AlertCode.A6)).containsExactly("A6 shop/cart FIRING WARNING @15");
    }

    @Test
    void a21GatedPodsWaitForSomethingElse() {
        Script script = Script.of().at(0, pod("shop", "cart-1").of("cart").gated("example.com/quota"));

        assertThat(Cases.run(script.until(60)).of(AlertCode.A6)).isEmpty();
    }

    @Test
    void podsThatAnAutoscalerCaresForAreNotStuck() {
        PodDraft waiting = pod("shop", "cart-1").of("cart").createdAt(0).unschedulable();
        Script script = Script.of()
                .at(0, waiting)
                .at(
                        1,
                        event(
                                waiting.ref(),
                                "Normal",
                                "TriggeredScaleUp",
                                "pod triggered scale-up: [{g 1->2 (max: 3)}]",
                                1,
                                1));

        assertThat(Cases.run(script.until(15)).of(AlertCode.A6)).isEmpty();
    }

    @Test
    void groupThatBacksOffIsTold() {
        String status = """
                nodeGroups:
                - name: pool-a
                  scaleUp:
                    status: Backoff
                    backoffInfo:
                      errorCode: QUOTA_EXCEEDED
                """;
        var object = raw("ConfigMap", "kube-system", "cluster-autoscaler-status", new ClusterAutoscalerStatus(status));

        Told told = Cases.run(Script.of().at(0, object).until(5));

        assertThat(told.lines(AlertCode.A6)).containsExactly("A6 pool-a FIRING WARNING @0");
        assertThat(told.of(AlertCode.A6).getFirst().alert().cause()).isEqualTo("QUOTA_EXCEEDED");
    }

    private static Drafts.Raw claim(String node, String reason) {
        return raw(
                "NodeClaim",
                null,
                "claim-" + node,
                new NodeClaimState(
                        "g",
                        node,
                        "aws:///" + node,
                        "m5.large",
                        List.of(new Condition("DisruptionReason", "True", reason, null, null)),
                        Script.T0,
                        null));
    }

    private static Told replacements(String reason) {
        Script script = Script.of();
        for (int i = 0; i < 6; i++) {
            script.at(0, node("old" + i).group("g").label("node.kubernetes.io/instance-type", "m5.large"));
            script.at(0, claim("old" + i, reason));
        }
        for (int i = 0; i < 6; i++) {
            script.at(9 * i + 1, young("new" + i, 9 * i + 1).label("node.kubernetes.io/instance-type", "m5.large"));
            script.deleted(9 * i + 5, node("old" + i).group("g"));
        }
        return Cases.run(script.until(70));
    }

    @Test
    void a24ReplacementsOfOneShapeAreToldAtTheFifth() {
        Told told = replacements("Underutilized");

        assertThat(told.lines(AlertCode.A2).getFirst()).isEqualTo("A2 g FIRING WARNING @41");
        assertThat(told.of(AlertCode.A2).getFirst().alert().measured())
                .containsEntry("replacements", 5)
                .containsEntry("requestChangePercent", 0.0);
        assertThat(told.of(AlertCode.A1)).isEmpty();
    }

    @Test
    void a24ReplacementsOfDriftedNodesAreMeant() {
        assertThat(replacements("Drifted").of(AlertCode.A2)).isEmpty();
    }

    @Test
    void groupThatFailsIsCriticalOnceAWorkloadHasWaitedTooLongWithNothingReady() {
        var waiting = pod("shop", "web-0").of("web").createdAt(0).unschedulable();
        var failed = event(
                ObjectRef.of("ConfigMap", "kube-system", "cluster-autoscaler-status"),
                "Warning",
                "FailedToScaleUpGroup",
                "Scale-up failed for group g: quota",
                1,
                1);

        Told told = Cases.run(
                Script.of(node("n1").group("g")).at(0, waiting).at(5, failed).until(16));

        assertThat(told.lines(AlertCode.A6))
                .containsExactlyInAnyOrder(
                        "A6 g FIRING WARNING @5", "A6 shop/web FIRING CRITICAL @15", "A6 g FIRING CRITICAL @15");
    }
}
