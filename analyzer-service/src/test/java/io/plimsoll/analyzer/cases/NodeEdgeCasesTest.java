package io.plimsoll.analyzer.cases;

import static io.plimsoll.analyzer.cases.Drafts.deployment;
import static io.plimsoll.analyzer.cases.Drafts.event;
import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.alert.AlertCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of nodes (2.4) at their edges: a tick every 5 s, facts a moment before and after. */
class NodeEdgeCasesTest {

    private static final Duration TICK = Duration.ofSeconds(5);
    private static final double SECOND = 1 / 60.0;

    private static Script of(Draft<?>... objects) {
        return Script.ticking(TICK).snapshot(objects);
    }

    /** N1: "Ready=False 2 min / Unknown 1 min warning". */
    @ParameterizedTest(name = "{0} for {1} s: {2}")
    @CsvSource({"False, 119, 0", "False, 121, 2", "Unknown, 59, 0", "Unknown, 61, 2"})
    void notReadyForASecondLessIsQuietForASecondMoreIsTold(String status, int seconds, int transitions) {
        var n1 = node("n1");

        Told told = Cases.run(of(n1, node("n2"))
                .at(0, n1.ready(status, null))
                .at(seconds * SECOND, n1.ready())
                .until(10));

        assertThat(told.lines(AlertCode.N1)).hasSize(transitions);
        assertThat(told.loudBut(AlertCode.N1)).isEmpty();
    }

    /** N1: "15m critical"; the whole time from the start on counts, the kind of not being ready doesn't matter. */
    @ParameterizedTest(name = "{0} s: critical {1}")
    @CsvSource({"899, false", "901, true"})
    void aQuarterOfAnHourIsCritical(int seconds, boolean critical) {
        var n1 = node("n1");

        Told told = Cases.run(of(n1, node("n2"))
                .at(0, n1.ready("False", null))
                .at(seconds * SECOND, n1.ready())
                .until(20));

        assertThat(told.lines(AlertCode.N1).contains("N1 n1 FIRING CRITICAL @15"))
                .isEqualTo(critical);
    }

    /** N1: "not for … node age <5m". */
    @Test
    void aNodeThatNeverGetsReadyIsToldOfOnceItIsFiveMinutesOld() {
        var young = node("n9").createdAt(0).ready("False", "cni not initialized");

        Told told = Cases.run(of(node("n1"), node("n2")).at(0, young).until(8));

        assertThat(told.lines(AlertCode.N1)).containsExactly("N1 n9 FIRING WARNING @5");
    }

    /** N1: "not for autoscaler/spot/ToBeDeleted taints"; what was told of it before is no fault of anybody's any more. */
    @Test
    void aNodeThatTheAutoscalerTakesAwayIsSuppressedUntilItIsGone() {
        var n1 = node("n1");
        var n2 = node("n2");

        Told told = Cases.run(of(n1, n2, node("n3"))
                .at(0, n1.ready("False", null), n2.ready("False", null))
                .at(3, n1.taint("ToBeDeletedByClusterAutoscaler", "NoSchedule"))
                .deleted(4, n1, n2)
                .until(10));

        assertThat(told.lines(AlertCode.N1))
                .containsExactly(
                        "N1 n1 FIRING WARNING @2",
                        "N1 n2 FIRING WARNING @2",
                        "N1 n1 FIRING WARNING @3",
                        "N1 n1 RESOLVED WARNING @4",
                        "N1 n2 RESOLVED WARNING @4");
        assertThat(told.of(AlertCode.N1))
                .extracting(transition -> transition.alert().resolvedReason())
                .containsExactly(null, null, null, "OBJECT_DELETED", "OBJECT_DELETED");
        assertThat(told.of(AlertCode.N1))
                .extracting(transition -> transition.alert().suppressedBy().toString())
                .containsExactly("[]", "[]", "[NODE_REMOVAL_BY_AUTOSCALER]", "[NODE_REMOVAL_BY_AUTOSCALER]", "[]");
    }

    /** Common: "If the condition returns within 10 min of RESOLVED → same alertId, flapCount+1, reopened=true". */
    @Test
    void aNodeMadeAnewUnderItsNameThatIsntReadyEitherGoesOnWithTheEpisode() {
        var n1 = node("n1");

        Told told = Cases.run(of(n1, node("n2"))
                .at(0, n1.ready("Unknown", null))
                .deleted(3, n1)
                .at(
                        4,
                        n1.uid("another")
                                .createdAt(4)
                                .providerId("aws:///another")
                                .ready("False", null))
                .until(12));

        assertThat(told.lines(AlertCode.N1))
                .containsExactly("N1 n1 FIRING WARNING @1", "N1 n1 RESOLVED WARNING @3", "N1 n1 FIRING WARNING @9");
        assertThat(told.of(AlertCode.N1))
                .extracting(t -> t.alert().id())
                .containsOnly(told.of(AlertCode.N1).getFirst().alert().id());
        assertThat(told.of(AlertCode.N1).getLast().alert().flapCount()).isOne();
        assertThat(told.of(AlertCode.N1).getLast().alert().reopened()).isTrue();
    }

    /** Common: the condition back within 10 min of the end, or later. */
    @ParameterizedTest(name = "back {0} min after the end: the same episode {1}")
    @CsvSource({"9.9, true", "10.1, false"})
    void whatIsBackSoonIsTheSameEpisode(double after, boolean same) {
        var n1 = node("n1");

        Told told = Cases.run(of(n1, node("n2"))
                .at(0, n1.ready("Unknown", null))
                .at(3, n1.ready())
                .at(3 + after, n1.ready("Unknown", null))
                .until(20));

        var alerts = told.of(AlertCode.N1).stream().map(Transition::alert).toList();
        assertThat(alerts).hasSize(3);
        assertThat(alerts.getLast().id().equals(alerts.getFirst().id())).isEqualTo(same);
        assertThat(alerts.getLast().reopened()).isEqualTo(same);
        assertThat(alerts.getLast().flapCount()).isEqualTo(same ? 1 : 0);
    }

    /** N2: "≥3 Ready transitions in 15 min → fires immediately …, keep 30 min without transitions". */
    @ParameterizedTest(name = "the third at {0} min: {1}")
    @CsvSource({"14.9, FIRING FIRING RESOLVED", "15.1, ''"})
    void threeTurnsWithinAQuarterOfAnHour(double third, String states) {
        var n1 = node("n1");

        Told told = Cases.run(of(n1, node("n2"))
                .at(0, n1.ready("False", null))
                .at(0.5, n1.ready())
                .at(third, n1.ready("False", null))
                .at(third + 0.01, n1.taint("ToBeDeletedByClusterAutoscaler", "NoSchedule"))
                .until(third + 31));

        // The second says that the node's removal explains it.
        assertThat(told.of(AlertCode.N2).stream()
                        .map(transition -> transition.alert().state().name())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(states);
    }

    /** N2: False and Unknown are both not ready, so that going from one to the other is no Ready transition. */
    @Test
    void falseThatBecomesUnknownIsNoTurn() {
        var n1 = node("n1");

        Told told = Cases.run(of(n1, node("n2"))
                .at(0, n1.ready("False", null))
                .at(1, n1.ready("Unknown", null))
                .at(2, n1.ready("False", null))
                .at(3, n1.ready())
                .until(10));

        assertThat(told.lines(AlertCode.N2)).isEmpty();
    }

    /** N3: "critical if … 'freed 0 bytes' Δcount ≥2 in 30m". */
    @ParameterizedTest(name = "count {0} at {1} min: {2}")
    @CsvSource({"2, 10, WARNING", "3, 29, CRITICAL", "3, 31, WARNING"})
    void collectionsThatFreeNothingCountByTheirGrowthInHalfAnHour(int count, double minute, String severity) {
        var n1 = node("n1");
        String message = "wanted to free 4613545984 bytes, but freed 0 bytes space with errors in image deletion";

        Told told = Cases.run(of(n1, node("n2"))
                .at(0, n1.condition("DiskPressure", "True"), event(n1.ref(), "Warning", "ImageGCFailed", message, 1, 1))
                .at(minute, event(n1.ref(), "Warning", "ImageGCFailed", message, count, count - 1))
                .until(minute + 2));

        assertThat(told.of(AlertCode.N3).getLast().alert().severity()).hasToString(severity);
    }

    /** N5: "ContainerGCFailed with DeadlineExceeded Δcount ≥5 in 30m". */
    @ParameterizedTest(name = "{0} more by minute {1}: {2}")
    @CsvSource({"4, 20, 0", "5, 29, 1", "5, 31, 0"})
    void collectionsThatHangCountByTheirGrowthInHalfAnHour(int more, double minute, int transitions) {
        var n1 = node("n1");
        String message = "rpc error: code = DeadlineExceeded desc = context deadline exceeded";

        Told told = Cases.run(of(n1, node("n2"))
                .at(0, event(n1.ref(), "Warning", "ContainerGCFailed", message, 538, 538))
                .at(minute, event(n1.ref(), "Warning", "ContainerGCFailed", message, 538 + more, more))
                .until(minute + 2));

        assertThat(told.lines(AlertCode.N5)).hasSize(transitions);
    }

    /** N6: "bootID change → info; ≥3/24h warning". */
    @ParameterizedTest(name = "the third after {0} h: {1}")
    @CsvSource({"23.9, WARNING", "24.1, INFO"})
    void threeReboots(double hours, String severity) {
        var n1 = node("n1");

        Told told = Cases.run(Script.of(n1, node("n2"))
                .at(0, n1.bootId("b"))
                .at(60, n1.bootId("c"))
                .at(hours * 60, n1.bootId("d"))
                .until(hours * 60 + 0.5));

        assertThat(told.of(AlertCode.N6).getLast().alert().severity()).hasToString(severity);
    }

    /** N8: "waiting CrashLoopBackOff present for 15 min (max over 5 min)". */
    @ParameterizedTest(name = "a pause of {0} min: {1}")
    @CsvSource({"4.9, 1", "5.1, 0"})
    void aPauseBetweenAttemptsCountsOnlyAfterFiveMinutes(double pause, int transitions) {
        var web = deployment("shop", "web").replicas(1);
        var crashing = pod("shop", "web-0").of("web").on("n1").notReady();
        Script script = of(node("n1"), web);
        crashing.container("main").waiting("CrashLoopBackOff");
        script.at(0, crashing);
        crashing.container("main").running(8);
        script.at(8, crashing);
        crashing.container("main").waiting("CrashLoopBackOff");
        script.at(8 + pause, crashing).until(16);

        Told told = Cases.run(script);

        assertThat(told.lines(AlertCode.N8)).hasSize(transitions);
    }

    /** C1: "|cordoned| > max(1, floor(10 %·N))", "for 60 s". */
    @ParameterizedTest(name = "{1} of {0}: {2}")
    @CsvSource({"40, 4, 0", "40, 5, 1", "9, 1, 0", "9, 2, 1", "19, 1, 0", "19, 2, 1", "29, 2, 0", "29, 3, 1"})
    void aTenthRoundedDownAndMoreThanOne(int nodes, int cordoned, int transitions) {
        List<NodeDraft> all = nodes(nodes);

        Told told = Cases.run(of(all.toArray(Draft<?>[]::new))
                .at(0, cordoned(all, 0, cordoned))
                .until(3));

        assertThat(told.lines(AlertCode.C1)).hasSize(transitions);
    }

    /** C1: "Critical: ≥25 %". */
    @ParameterizedTest(name = "{1} of {0}: {2}")
    @CsvSource({"40, 9, WARNING", "40, 10, CRITICAL"})
    void aQuarter(int nodes, int cordoned, String severity) {
        List<NodeDraft> all = nodes(nodes);

        Told told = Cases.run(of(all.toArray(Draft<?>[]::new))
                .at(0, cordoned(all, 0, cordoned))
                .until(3));

        assertThat(told.lines(AlertCode.C1)).containsExactly("C1 eu1 FIRING " + severity + " @1");
    }

    /** C1: "newly unschedulable … in 15 min": one every four minutes is what a patient person does. */
    @Test
    void cordonsOneByOneOverALongerTimeAreNoMass() {
        List<NodeDraft> all = nodes(40);
        Script script = of(all.toArray(Draft<?>[]::new));
        for (int i = 0; i < 10; i++) {
            script.at(4 * i, all.get(i).cordoned());
        }

        Told told = Cases.run(script.until(60));

        assertThat(told.lines(AlertCode.C1)).isEmpty();
    }

    /** C1: "for 60 s" and "Resolve below warning for 5 min". */
    @Test
    void aMassCordonTakenBackAtOnceIsQuietOneTakenBackForFourMinutesGoesOn() {
        List<NodeDraft> all = nodes(20);
        Draft<?>[] none = {};

        Told told = Cases.run(of(all.toArray(Draft<?>[]::new))
                .at(0, cordoned(all, 0, 3))
                .at(0.9, uncordoned(all, 3))
                .at(10, cordoned(all, 0, 3))
                .at(15, uncordoned(all, 3))
                .at(19.5, cordoned(all, 0, 3))
                .at(22, uncordoned(all, 3))
                .at(30, none)
                .until(40));

        assertThat(told.lines(AlertCode.C1))
                .containsExactly("C1 eu1 FIRING WARNING @11", "C1 eu1 RESOLVED WARNING @27");
    }

    /** C1: "excluding control-plane, autoscaler-tainted, NotReady and nodes already cordoned >24 h". */
    @Test
    void whatIsOutForAnotherReasonIsNotCounted() {
        List<NodeDraft> all = nodes(20);
        all.get(0).label("node-role.kubernetes.io/control-plane", "");
        all.get(1).taint("ToBeDeletedByClusterAutoscaler", "NoSchedule");
        all.get(2).ready("False", null).createdAt(-1);
        all.get(3).cordonedAt(-25 * 60);
        Script script = of(all.toArray(Draft<?>[]::new));

        Told told = Cases.run(
                script.at(0, cordoned(all, 0, 3)).at(0, all.get(4).cordoned()).until(3));

        assertThat(told.lines(AlertCode.C1)).noneMatch(line -> line.startsWith("C1 eu1"));
    }

    /** C2: "bind time > cordonTime+30 s". */
    @ParameterizedTest(name = "bound {0} s after the cordon: {1}")
    @CsvSource({"30, 0", "31, 1"})
    void aBindingUnderWayAtTheCordonIsNoFault(int seconds, int transitions) {
        var n1 = node("n1");
        var tool = deployment("ops", "tool").replicas(1).templateNode("n1");

        Told told = Cases.run(of(n1, node("n2"), node("n3"), tool)
                .at(0, n1.cordonedAt(0))
                .at(seconds * SECOND, pod("ops", "tool-a").of("tool").on("n1"))
                .until(3));

        assertThat(told.lines(AlertCode.C2)).hasSize(transitions);
    }

    /** C2: key = workload and node: it holds while any pod that was put there since is there. */
    @Test
    void theLastPodThatWasPutOnACordonedNodeEndsItNotTheNewest() {
        var n1 = node("n1");
        var tool = deployment("ops", "tool").replicas(2).templateNode("n1");
        var first = pod("ops", "tool-a").of("tool").on("n1");
        var second = pod("ops", "tool-b").of("tool").on("n1");

        Told told = Cases.run(of(n1, node("n2"), node("n3"), tool)
                .at(0, n1.cordonedAt(0))
                .at(1, first)
                .at(2, second)
                .deleted(4, second)
                .deleted(6, first)
                .until(8));

        assertThat(told.lines(AlertCode.C2))
                .containsExactly("C2/n1 ops/tool FIRING WARNING @1", "C2/n1 ops/tool RESOLVED WARNING @6");
    }

    /** D1: "evictable-pod count unchanged for 10 min"; a drain that moves one just before has ten minutes more. */
    @Test
    void aDrainThatMovesAPodAtTheLastMomentHasItsTimeAnew() {
        var n1 = node("n1").annotation("plimsoll.io/claim", "{}");
        var left = pod("shop", "a").of("web").on("n1");

        Told told =
                Cases.run(of(n1, node("n2"), left, pod("shop", "b").of("web").on("n1"))
                        .at(0, n1.cordoned())
                        .deleted(9.75, left)
                        .until(21));

        assertThat(told.lines(AlertCode.D1)).containsExactly("D1 n1 FIRING WARNING @19.75");
    }

    private static List<NodeDraft> nodes(int count) {
        return IntStream.range(0, count).mapToObj(i -> node("n" + (100 + i))).toList();
    }

    private static Draft<?>[] cordoned(List<NodeDraft> nodes, int from, int to) {
        return nodes.subList(from, to).stream().map(NodeDraft::cordoned).toArray(Draft<?>[]::new);
    }

    private static Draft<?>[] uncordoned(List<NodeDraft> nodes, int count) {
        return Arrays.copyOf(
                nodes.stream().limit(count).map(NodeDraft::uncordoned).toArray(Draft<?>[]::new), count);
    }
}
