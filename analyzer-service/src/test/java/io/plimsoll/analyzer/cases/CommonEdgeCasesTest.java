package io.plimsoll.analyzer.cases;

import static io.plimsoll.analyzer.cases.Drafts.deployment;
import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.analyzer.analysis.ClusterAnalysis;
import io.plimsoll.analyzer.analysis.Outcome;
import io.plimsoll.analyzer.state.Position;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.fact.Tick.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds for every rule (2.0): loss of sight, opt-outs, parents, clusters side by side, and true sentences. */
class CommonEdgeCasesTest {

    private static List<String> summaries(Told told, AlertCode code) {
        return told.of(code).stream()
                .map(transition -> transition.alert().summary())
                .toList();
    }

    private static List<String> withSuppressions(Told told, AlertCode code) {
        return told.of(code).stream()
                .map(transition -> transition + " " + transition.alert().suppressedBy())
                .toList();
    }

    /** "state transitions from objects"; a sentence is of its own time, also when it is about an end. */
    @Test
    void anEndSaysWhenAndHowItCameAndWhatItEnded() {
        var n1 = node("n1");
        var n2 = node("n2");

        Told told = Cases.run(Script.of(n1, n2, node("n3"))
                .at(0, n1.ready("Unknown", null), n2.condition("MemoryPressure", "True"))
                .at(3, n1.ready(), n2.condition("MemoryPressure", "False"))
                .at(5, n1.ready("Unknown", null))
                .deleted(7, n1)
                .until(14));

        assertThat(summaries(told, AlertCode.N1))
                .containsExactly(
                        "n1 has not been ready for 60 s (Ready is Unknown)",
                        "over at 2030-01-01T00:03:00Z after 3 min, the condition is gone; it was:"
                                + " n1 has not been ready for 60 s (Ready is Unknown)",
                        "n1 has not been ready for 60 s (Ready is Unknown)",
                        "over at 2030-01-01T00:07:00Z after 7 min, what it was found at was deleted; it was:"
                                + " n1 has not been ready for 60 s (Ready is Unknown)");
        assertThat(summaries(told, AlertCode.M1))
                .containsExactly(
                        "n2 is under memory pressure",
                        "over at 2030-01-01T00:13:00Z after 13 min, the condition has been gone for 10 min; it was:"
                                + " n2 is under memory pressure");
    }

    /** "STALE when the inputs of a firing alert are no longer fresh": then nobody can say that it is still so. */
    @Test
    void aStaleAlertSaysSinceWhenNobodyKnows() {
        var n1 = node("n1");

        Told told = Cases.run(Script.of(n1, node("n2"))
                .at(0, n1.ready("Unknown", null))
                .standing(5, "nodes", Standing.GAP)
                .standing(9, "nodes", Standing.CURRENT)
                .until(12));

        assertThat(told.lines(AlertCode.N1))
                .containsExactly("N1 n1 FIRING WARNING @1", "N1 n1 STALE WARNING @5", "N1 n1 FIRING WARNING @9");
        assertThat(summaries(told, AlertCode.N1))
                .containsExactly(
                        "n1 has not been ready for 60 s (Ready is Unknown)",
                        "not known since 2030-01-01T00:05:00Z, for what it rests on is not seen any more; last known:"
                                + " n1 has not been ready for 60 s (Ready is Unknown)",
                        "n1 has not been ready for 9 min (Ready is Unknown)");
    }

    /** "heartbeat each repeatInterval": one that falls into the time in which an alert is about to end says so. */
    @Test
    void aHeartbeatOfWhatIsAlreadyGoneSaysSo() {
        var n1 = node("n1");
        var victim = pod("shop", "web-a").of("web").on("n1");
        var facts = Script.of(n1, node("n2"), victim)
                .at(
                        0,
                        victim.phase("Failed", "Evicted", "The node was low on resource: memory. "),
                        n1.condition("MemoryPressure", "True"))
                .at(14, n1.condition("MemoryPressure", "False"))
                .until(16)
                .facts();
        var analysis = new ClusterAnalysis(Script.CLUSTER, AnalysisSettings.defaults());
        List<String> repeated = new ArrayList<>();
        for (int i = 0; i < facts.size(); i++) {
            for (Outcome outcome : analysis.accept(facts.get(i), new Position(0, i))) {
                if (outcome instanceof Outcome.AlertRepeated(var alert, var _)) {
                    repeated.add(alert.summary());
                }
            }
        }

        assertThat(repeated)
                .containsExactly("gone since 2030-01-01T00:14:00Z, over once that has lasted 10 min; it was:"
                        + " n1 is under memory pressure; its kubelet evicted 1 pod for memory in 10 min");
    }

    /**
     * "never start PENDING from stale inputs": what was pending is held against what is seen afterwards, also where a watch
     * takes up where it had stopped and nothing is listed again.
     */
    @ParameterizedTest(name = "{0} afterwards: {1}")
    @CsvSource({"Unknown, 1", "True, 0", "not listed, 1"})
    void whatWasPendingWhenSightWasLostIsJudgedByWhatIsSeenThen(String status, int told) {
        var n1 = node("n1");
        Script script = Script.of(n1, node("n2"))
                .at(0, n1.ready("Unknown", null))
                .standing(0.5, "nodes", Standing.GAP)
                .until(8.5);
        switch (status) {
            case "Unknown" -> script.relist(8.9, n1);
            case "True" -> script.relist(8.9, n1.ready());
            default -> script.until(8.9);
        }
        script.standing(9, "nodes", Standing.CURRENT).until(12);

        Told run = Cases.run(script);

        assertThat(run.lines(AlertCode.N1)).hasSize(told).allMatch(line -> line.endsWith("FIRING WARNING @9"));
    }

    /** "origin=SNAPSHOT … set state but never count as a transition": what was so before is told with its own times. */
    @Test
    void whatTheFirstListHoldsIsToldByTheApiServersOwnTimes() {
        var long1 = node("n1").condition("Ready", "False", "KubeletNotReady", null, Script.instant(-30));
        var just = node("n2").condition("Ready", "False", "KubeletNotReady", null, Script.instant(-1.5));

        Told told = Cases.run(Script.of(long1, just, node("n3")).until(2));

        assertThat(told.lines(AlertCode.N1)).containsExactly("N1 n1 FIRING CRITICAL @-1", "N1 n2 FIRING WARNING @0.5");
        assertThat(told.lines(AlertCode.N2)).isEmpty();
    }

    /** Opt-outs: at the start, taken back in the middle, and set again with an end. */
    @Test
    void anOptOutIsHeardWheneverItIsSaid() {
        var n1 = node("n1").annotation("plimsoll.io/ignore", "N2, NODE_NOT_READY");

        Told told = Cases.run(Script.of(n1, node("n2"))
                .at(0, n1.ready("Unknown", null))
                .at(4, n1.annotation("plimsoll.io/ignore", "N2"))
                .at(
                        6,
                        n1.annotation("plimsoll.io/ignore", "*")
                                .annotation("plimsoll.io/ignore-until", "2030-01-01T00:08:00Z"))
                .at(10, n1.ready())
                .until(12));

        assertThat(withSuppressions(told, AlertCode.N1))
                .containsExactly(
                        "N1 n1 FIRING WARNING @1 [USER_OPT_OUT]",
                        "N1 n1 FIRING WARNING @4 []",
                        "N1 n1 FIRING WARNING @6 [USER_OPT_OUT]",
                        "N1 n1 FIRING WARNING @8 []",
                        "N1 n1 RESOLVED WARNING @10 []");
        assertThat(told.decisions()).isEmpty();
    }

    /** Opt-outs that can't be read opt out of nothing, and one that is over never did. */
    @ParameterizedTest(name = "{0} until {1}: {2}")
    @CsvSource({
        "N1, 2029-12-31T00:00:00Z, []",
        "N1, tomorrow, []",
        "N1, 2030-01-02, [USER_OPT_OUT]",
        "n1, , [USER_OPT_OUT]",
        "NODE_NOT_READY, , [USER_OPT_OUT]",
        "NODE_FLAPPING, , []",
        "'N10 , N1', , [USER_OPT_OUT]"
    })
    void whatAnOptOutMeans(String names, String until, String suppressed) {
        var n1 = node("n1").annotation("plimsoll.io/ignore", names);
        if (until != null) {
            n1.annotation("plimsoll.io/ignore-until", until);
        }

        Told told = Cases.run(
                Script.of(n1, node("n2")).at(0, n1.ready("Unknown", null)).until(2));

        assertThat(told.of(AlertCode.N1).getFirst().alert().suppressedBy()).hasToString(suppressed);
    }

    /** "NODE_NOT_READY suppresses per-pod alerts of pods on that node": no longer than it fires. */
    @Test
    void whatItsNodeExplainsIsToldOnceTheNodeIsBack() {
        var n1 = node("n1");
        var crashing = pod("shop", "web-a").of("web").on("n1").notReady();
        crashing.container("main").waiting("CrashLoopBackOff");

        Told told = Cases.run(Script.of(n1, node("n2"), deployment("shop", "web"))
                .at(0, crashing)
                .at(10, n1.ready("Unknown", null))
                .at(20, n1.ready())
                .until(22));

        assertThat(withSuppressions(told, AlertCode.N8))
                .containsExactly(
                        "N8 shop/web FIRING WARNING @15 [PARENT_ALERT:eu1|N1|Node||n1]",
                        "N8 shop/web FIRING WARNING @20 []");
    }

    /** Ticks that stop for an hour, as where the watcher was away: nothing is told for that time but by what is seen then. */
    @Test
    void anHourWithoutTicksStartsNothingByItself() {
        var n1 = node("n1");
        var n2 = node("n2");

        Told told = Cases.run(Script.of(n1, n2, node("n3"))
                .at(0, n1.ready("False", null), n2.ready("False", null))
                .until(1)
                .ticksFrom(61)
                .relist(60.9, n1.ready(), n2)
                .until(63));

        assertThat(told.lines(AlertCode.N1)).containsExactly("N1 n2 FIRING CRITICAL @60.9");
    }

    /** "two clusters in one topic (key contains cluster)": each is told as if it were alone. */
    @Test
    void clustersSideBySideAreToldAsIfEachWereAlone() {
        var n1 = node("n1");
        var facts = Script.of(n1, node("n2"))
                .at(0, n1.ready("Unknown", null))
                .at(5, n1.ready())
                .until(7)
                .facts();
        var both = facts.stream()
                .flatMap(fact -> Stream.of(fact, Script.in("eu2", fact)))
                .toList();

        var told = io.plimsoll.analyzer.stream.Replay.through(both, AnalysisSettings.defaults())
                .told();

        assertThat(told.transitions())
                .extracting(transition -> transition.alert().fingerprint() + " "
                        + transition.alert().state() + " " + transition.minute())
                .containsExactly(
                        "eu1|N1|Node||n1 FIRING 1.0",
                        "eu2|N1|Node||n1 FIRING 1.0",
                        "eu1|N1|Node||n1 RESOLVED 5.0",
                        "eu2|N1|Node||n1 RESOLVED 5.0");
        assertThat(told.transitions().stream().map(t -> t.alert().id()).distinct())
                .hasSize(2);
    }
}
