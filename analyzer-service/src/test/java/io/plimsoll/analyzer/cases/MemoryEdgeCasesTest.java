package io.plimsoll.analyzer.cases;

import static io.plimsoll.analyzer.cases.Drafts.deployment;
import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.nodeUsage;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.alert.AlertCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of memory (2.2) at their edges. */
class MemoryEdgeCasesTest {

    private static final long MIB = 1L << 20;
    /** Of a node of 16 GiB. */
    private static final double CAPACITY_MIB = 16 * 1024;

    private static final double EVICTION_MIB = 100;

    /** M1: "keepFor 10 min after False". */
    @ParameterizedTest(name = "False for {0} min: {1} transitions")
    @CsvSource({"9.9, 1", "10.1, 3"})
    void pressureThatPausesForTenMinutesIsOver(double pause, int transitions) {
        var n1 = node("n1");

        Told told = Cases.run(Script.of(n1, node("n2"))
                .at(0, n1.condition("MemoryPressure", "True"))
                .at(6, n1.condition("MemoryPressure", "False"))
                .at(6 + pause, n1.condition("MemoryPressure", "True"))
                .until(6 + pause + 2));

        assertThat(told.lines(AlertCode.M1)).hasSize(transitions);
        assertThat(told.of(AlertCode.M1))
                .extracting(t -> t.alert().id())
                .containsOnly(told.of(AlertCode.M1).getFirst().alert().id());
    }

    /** M1: "critical if in last 10 min ≥1 Evicted(memory)": one before the pressure counts as long. */
    @ParameterizedTest(name = "evicted {0} min before: {1}")
    @CsvSource({"9.9, CRITICAL", "10.1, WARNING"})
    void anEvictionShortlyBeforeTheConditionIsSeenMakesItCritical(double before, String severity) {
        var n1 = node("n1");
        var victim = pod("shop", "web-a").of("web").on("n1");

        Told told = Cases.run(Script.of(n1, node("n2"), victim)
                .at(1, victim.phase("Failed", "Evicted", "The node was low on resource: memory. "))
                .at(1 + before, n1.condition("MemoryPressure", "True"))
                .until(1 + before + 1));

        assertThat(told.of(AlertCode.M1).getFirst().alert().severity()).hasToString(severity);
    }

    /** M2: "Warning h ≤5 % capacity for 5 min", h = capacity − 100Mi − workingSet. */
    @ParameterizedTest(name = "{0} % left: {1}")
    @CsvSource({"5.0, 1", "5.01, 0"})
    void headroomToThePercent(double percent, int told) {
        assertThat(lowFor(percent, 6).lines(AlertCode.M2)).hasSize(told);
    }

    /** M2: "for 5 min". */
    @ParameterizedTest(name = "for {0} min: {1}")
    @CsvSource({"4, 0", "6, 2"})
    void headroomShortForLessThanFiveMinutesIsQuiet(int minutes, int told) {
        assertThat(lowFor(4, minutes).lines(AlertCode.M2)).hasSize(told == 0 ? 0 : 1);
    }

    /** M2: "Resolve h ≥8 % for 10 min": between 5 and 8 % it goes on. */
    @Test
    void headroomBetweenTheThresholdsEndsNothing() {
        Script script = Script.of(node("n1"), node("n2"));
        for (int i = 0; i <= 60; i++) {
            double percent = i < 10 ? 4 : i < 30 ? 7.9 : 8;
            script.at(i, usage(i, percent));
        }

        assertThat(Cases.run(script.until(60)).lines(AlertCode.M2))
                .containsExactly("M2 n1 FIRING WARNING @5", "M2 n1 RESOLVED WARNING @40");
    }

    private static Told lowFor(double percent, int minutes) {
        Script script = Script.of(node("n1"), node("n2"));
        for (int i = 0; i <= 10; i++) {
            script.at(i, usage(i, i < minutes ? percent : 50));
        }
        return Cases.run(script.until(10.5));
    }

    private static Draft<?> usage(int minute, double percentLeft) {
        double used = CAPACITY_MIB * (1 - percentLeft / 100) - EVICTION_MIB;
        return nodeUsage("n1", minute, 1000, Math.round(used * MIB));
    }

    /** M5: "≥1 info; ≥2/h (verified+unverified) warning; ≥3 verified/h … critical". */
    @ParameterizedTest(name = "{0} kills, {1} min apart: {2}")
    @CsvSource({"1, 0, INFO", "2, 59, WARNING", "2, 61, INFO", "3, 29, CRITICAL", "3, 31, WARNING"})
    void killsInAnHour(int kills, double apart, String severity) {
        var web = deployment("shop", "web").replicas(2);
        var killed = pod("shop", "web-a").of("web").on("n1");
        Script script = Script.of(
                node("n1"), web, killed, pod("shop", "web-b").of("web").on("n1"));
        for (int i = 0; i < kills; i++) {
            killed.container("main").restarts(i + 1).lastTerminated("OOMKilled", 137, 1 + i * apart);
            script.at(1 + i * apart, killed);
        }

        Told told = Cases.run(script.until(kills * apart + 2));

        assertThat(told.of(AlertCode.M5).getLast().alert().severity()).hasToString(severity);
    }

    /** M5: "… or all replicas critical"; the only replica of one is not all of them, or every kill would be. */
    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource({"1, 1, INFO", "2, 2, CRITICAL", "2, 3, WARNING", "3, 3, CRITICAL"})
    void allReplicas(int killed, int replicas, String severity) {
        var web = deployment("shop", "web").replicas(replicas);
        List<PodDraft> pods = new ArrayList<>();
        for (int i = 0; i < replicas; i++) {
            pods.add(pod("shop", "web-" + i).of("web").on("n1"));
        }
        List<Draft<?>> objects = new ArrayList<>(List.of(node("n1"), web));
        objects.addAll(pods);
        Script script = Script.of(objects.toArray(Draft<?>[]::new));
        for (int i = 0; i < killed; i++) {
            pods.get(i).container("main").restarts(1).lastTerminated("OOMKilled", 137, 1 + i);
            script.at(1 + i, pods.get(i));
        }

        Told told = Cases.run(script.until(5));

        assertThat(told.of(AlertCode.M5).getLast().alert().severity()).hasToString(severity);
    }

    /** M5: "Resolve 2 h without OOM"; a kill a moment before begins them anew. */
    @ParameterizedTest(name = "a second kill after {0} min: resolved at {1}")
    @CsvSource({"119, 240", "121, 121"})
    void twoHoursWithoutAKill(double second, int resolved) {
        var killed = pod("shop", "web-a").of("web").on("n1");
        Script script = Script.of(node("n1"), deployment("shop", "web").replicas(2), killed);
        killed.container("main").restarts(1).lastTerminated("OOMKilled", 137, 1);
        script.at(1, killed);
        killed.container("main").restarts(2).lastTerminated("OOMKilled", 137, 1 + second);
        script.at(1 + second, killed);

        Told told = Cases.run(script.until(241));

        assertThat(told.lines(AlertCode.M5)).anyMatch(line -> line.endsWith("@" + resolved));
    }

    /** M6: "≥3 pods of a workload … in 30m warning", each pod once, "not API evictions, not preemption". */
    @ParameterizedTest(name = "the third after {0} min, by {1}: {2}")
    @CsvSource({
        "29, TerminationByKubelet, WARNING",
        "31, TerminationByKubelet, INFO",
        "29, EvictionByEvictionAPI, INFO",
        "29, PreemptionByScheduler, INFO"
    })
    void evictionsOfAWorkload(double third, String reason, String severity) {
        List<PodDraft> pods = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            pods.add(pod("shop", "web-" + i).of("web").on("n" + i));
        }
        String message = "The node was low on resource: ephemeral-storage. ";
        Script script = Script.of(node("n0"), node("n1"), node("n2"), pods.get(0), pods.get(1), pods.get(2))
                .at(1, pods.get(0).phase("Failed", "Evicted", message))
                .at(2, pods.get(1).phase("Failed", "Evicted", message), pods.get(1))
                .at(
                        1 + third,
                        pods.get(2)
                                .condition("DisruptionTarget", "True", reason)
                                .phase("Failed", "Evicted", message))
                .until(1 + third + 1);

        assertThat(Cases.run(script).of(AlertCode.M6).stream()
                        .filter(transition -> transition.alert().state().name().equals("FIRING"))
                        .toList()
                        .getLast()
                        .alert()
                        .severity())
                .hasToString(severity);
    }

    /** M7: asked each minute, at whatever seconds the ticks come. */
    @ParameterizedTest(name = "ticks {0} s after the minute")
    @CsvSource({"0", "7", "14"})
    void theClusterIsAddedUpWheneverTheTicksCome(int seconds) {
        var big = pod("shop", "big").on("n1");
        big.requests(100, 17 * 1024 * MIB);
        Script script =
                Script.of(node("n1"), node("n2")).ticksFrom(seconds / 60.0).at(1.5, big);

        assertThat(Cases.run(script.until(15)).lines(AlertCode.M7)).hasSize(1);
    }

    /** M3: "order running non-critical pods …", "k≤5"; only told while M1 or M2 fires, and of a workload once. */
    @Test
    void sevenWorkloadsOnANodeUnderPressureFiveAreTold() {
        var n1 = node("n1");
        List<Draft<?>> objects = new ArrayList<>(List.of(n1, node("n2")));
        for (int i = 0; i < 7; i++) {
            objects.add(pod("shop", "w" + i + "-a").of("w" + i).on("n1").priority(i));
        }

        Told told = Cases.run(Script.of(objects.toArray(Draft<?>[]::new))
                .at(0, n1.condition("MemoryPressure", "True"))
                .until(2));

        assertThat(told.of(AlertCode.M3))
                .extracting(transition -> transition.alert().subject().name())
                .containsExactlyInAnyOrder("w0", "w1", "w2", "w3", "w4");
    }
}
