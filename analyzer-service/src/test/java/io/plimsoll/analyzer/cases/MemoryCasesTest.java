package io.plimsoll.analyzer.cases;

import static io.plimsoll.analyzer.cases.Drafts.event;
import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.nodeUsage;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static io.plimsoll.analyzer.cases.Drafts.podUsage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.analyzer.analysis.ClusterAnalysis;
import io.plimsoll.analyzer.detect.growth.ContainerMemory;
import io.plimsoll.analyzer.detect.memory.PodMemory;
import io.plimsoll.analyzer.state.Position;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.Tick.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 3.2 of the rules: memory. */
public class MemoryCasesTest {

    private static final double MIB = 1 << 20;
    private static final long GIB = 1L << 30;

    /** Bytes of sample {@code i}, a minute apart. */
    private interface Curve {
        double at(int i, double x);
    }

    private static double noise(int i, double amplitude) {
        return amplitude * MIB * Math.sin(12.9898 * i);
    }

    private static Curve leak(double from, double perHour, double noise) {
        return (i, x) -> (from + perHour * x / 3600) * MIB + noise(i, noise);
    }

    private static PodDraft web(long limitMib) {
        PodDraft pod = pod("shop", "web-0").of("web").createdAt(0).on("n1");
        pod.limits(1000, limitMib << 20).container("main").running(0);
        return pod;
    }

    private static Script sampled(Curve curve, long limitMib, int minutes) {
        Script script =
                Script.ticking(Duration.ofSeconds(60)).snapshot(node("n1")).at(0, web(limitMib));
        for (int i = 0; i <= minutes; i++) {
            script.at(i, podUsage("shop", "web-0", i, 100, (long) curve.at(i, 60.0 * i)));
        }
        return script;
    }

    /** A day and more: three ways, but not disturbed besides. */
    private static Told analysed(Script script) {
        return Cases.threeWays(script.facts(), AnalysisSettings.defaults());
    }

    @Test
    void m01GrowthIsToldAtThreeHoursNearly() {
        Told told = analysed(sampled(leak(300, 20, 5), 1024, 360));

        assertThat(told.lines(AlertCode.M4)).containsExactly("M4 shop/web FIRING INFO @160");
        Alert alert = told.of(AlertCode.M4).getFirst().alert();
        assertThat(number(alert, "slopeBytesPerHour") / MIB).isCloseTo(20, within(2.0));
        assertThat(number(alert, "etaSeconds") / 3600).isCloseTo(34, within(4.0));
        assertThat(alert.measured()).containsKeys("mannKendallZ", "floorBytes", "limitBytes", "buckets");
        assertThat(told.loudBut()).isEmpty();
    }

    private static double number(Alert alert, String name) {
        return ((Number) alert.measured().get(name)).doubleValue();
    }

    @Test
    void m08LeakUnderADailyWaveIsSuspectedWithinTwoDays() {
        Curve curve = (i, x) -> (300 + 5 * x / 3600 + 60 * Math.sin(2 * Math.PI * x / 86400)) * MIB + noise(i, 3);

        Told told = analysed(sampled(curve, 1024, 48 * 60));

        Alert leak = told.of(AlertCode.M4).stream()
                .map(Transition::alert)
                .filter(alert -> "LEAK_SUSPECTED".equals(alert.subtype()))
                .findFirst()
                .orElseThrow();
        assertThat(number(leak, "slopeBytesPerHour") / MIB).isCloseTo(3.71, within(0.3));
        assertThat(leak.cause()).isEqualTo("OVER_A_DAY");
    }

    @Test
    void v10SlowLeakIsSuspectedWhenTheDayIsComplete() {
        Script script = sampled(leak(300, 2, 2), 512, 24 * 60 - 1).until(24 * 60);

        assertThat(analysed(script).lines(AlertCode.M4))
                .containsExactly("M4/LEAK_SUSPECTED shop/web FIRING INFO @1440", "M4 shop/web FIRING INFO @1440");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"M-03 sawtooth", "M-04 flat", "M-05 start-up", "M-06 step", "M-12 falling", "M-15 slow"})
    void whatDoesNotGrowIsNotTold(String id) {
        Curve curve =
                switch (id) {
                    case "M-03 sawtooth" -> (i, x) -> (300 + 80 * (x % 1200 / 1200)) * MIB;
                    case "M-04 flat" -> leak(300, 0, 10);
                    case "M-05 start-up" -> (i, x) -> (i < 10 ? 200 + 4 * i : 240) * MIB + noise(i, 0.2);
                    case "M-06 step" -> (i, x) -> (x < 10800 ? 200 : 420) * MIB + noise(i, 3);
                    case "M-12 falling" -> leak(800, -20, 5);
                    case "M-15 slow" -> leak(300, 0.5, 1);
                    default -> throw new IllegalArgumentException(id);
                };

        assertThat(analysed(sampled(curve, 1024, 24 * 60)).of(AlertCode.M4)).isEmpty();
    }

    /** M-11. */
    @Test
    void whatThereIsTooLittleOfIsCountedAsInsufficient() {
        var analysis = new ClusterAnalysis(Script.CLUSTER, AnalysisSettings.defaults());
        List<Fact> facts = sampled(leak(300, 20, 5), 1024, 180).facts();
        Map<Integer, Map<ContainerMemory.Status, Integer>> judged = new TreeMap<>();
        for (int i = 0; i < facts.size(); i++) {
            analysis.accept(facts.get(i), new Position(0, i));
            long minute = Duration.between(Script.T0, facts.get(i).observedAt()).toMinutes();
            judged.put((int) minute, PodMemory.judged(analysis.state()));
        }

        assertThat(analysed(sampled(leak(300, 20, 5), 1024, 60)).lines()).isEmpty();
        assertThat(judged.get(60))
                .containsEntry(ContainerMemory.Status.INSUFFICIENT, 1)
                .containsEntry(ContainerMemory.Status.GROWING, 0);
        assertThat(judged.get(175))
                .containsEntry(ContainerMemory.Status.INSUFFICIENT, 0)
                .containsEntry(ContainerMemory.Status.GROWING, 1);
    }

    @Test
    void m10FastGrowthIsProjectedBeforeItIsEstablished() {
        Told told = analysed(sampled(leak(200, 300, 5), 1024, 164));

        Transition first = told.of(AlertCode.M4).getFirst();
        assertThat(first.alert().subtype()).isEqualTo("EXHAUSTION_PROJECTED");
        assertThat(first.minute()).isCloseTo(136, within(3.0));
        Alert growth = told.of(AlertCode.M4).stream()
                .map(Transition::alert)
                .filter(alert -> alert.subtype() == null)
                .findFirst()
                .orElseThrow();
        assertThat(new Transition(growth).toString()).isEqualTo("M4 shop/web FIRING CRITICAL @160");
        assertThat(growth.suppressedBy())
                .containsExactly("PARENT_ALERT:" + first.alert().fingerprint());
    }

    @Test
    void m16ContainerThatWillBeFullIsToldInTime() {
        Told told = Cases.run(sampled(leak(200, 600, 5), 1024, 80));

        assertThat(told.of(AlertCode.M4).getFirst().minute()).isCloseTo(75, within(3.0));
        assertThat(told.of(AlertCode.M4).getFirst().alert().subtype()).isEqualTo("EXHAUSTION_PROJECTED");
    }

    @Test
    void aProjectionThatHasComeTrueIsOver() {
        PodDraft pod = web(1024);
        Script script =
                Script.ticking(Duration.ofSeconds(60)).snapshot(node("n1")).at(0, pod);
        for (int i = 0; i <= 140; i++) {
            double mib = 200 + 600 * (i < 82 ? i : i - 82) / 60.0;
            if (i == 82) {
                pod.container("main")
                        .restarts(1)
                        .lastTerminated("OOMKilled", 137, 82)
                        .running(82);
                script.at(i, pod);
            }
            script.at(i, podUsage("shop", "web-0", i, 100, (long) (mib * MIB)));
        }

        Told told = Cases.run(script.until(141));

        assertThat(told.lines(AlertCode.M4))
                .containsExactly(
                        "M4/EXHAUSTION_PROJECTED shop/web FIRING WARNING @74",
                        "M4/EXHAUSTION_PROJECTED shop/web RESOLVED WARNING @92");
    }

    @ParameterizedTest
    @CsvSource({"1200", "2400", "600"})
    void m17WarmUpsAreNotProjected(double tau) {
        Curve warmUp = (i, x) -> (200 + 400 * (1 - Math.exp(-x / tau))) * MIB + noise(i, 3);

        assertThat(analysed(sampled(warmUp, 640, 240)).of(AlertCode.M4)).isEmpty();
    }

    @Test
    void m27RolloutEndsTheAlertAtOnce() {
        PodDraft old = web(1024);
        PodDraft young = pod("shop", "web-1").of("web").createdAt(300).on("n1");
        Script script = sampled(leak(300, 20, 5), 1024, 299)
                .at(300, young)
                .deleted(300, old)
                .until(310);

        Told told = analysed(script);

        assertThat(told.lines(AlertCode.M4).getLast()).startsWith("M4 shop/web RESOLVED INFO @30");
        assertThat(told.of(AlertCode.M4).getLast().alert().resolvedReason()).isEqualTo("RESTARTED");
    }

    @Test
    void m28LostMetricsMakeTheAlertStale() {
        Script script = sampled(leak(300, 20, 5), 1024, 200)
                .standing(201, "usage", Standing.GAP)
                .until(211)
                .standing(211, "usage", Standing.CURRENT);
        for (int i = 212; i < 230; i++) {
            script.at(
                    i, podUsage("shop", "web-0", i, 100, (long) leak(300, 20, 5).at(i, 60.0 * i)));
        }

        List<String> lines = analysed(script).lines(AlertCode.M4);

        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).startsWith("M4 shop/web STALE INFO @20");
        assertThat(lines.get(2)).startsWith("M4 shop/web FIRING INFO @21");
    }

    private static NodeDraft pressed(NodeDraft node, String status) {
        return node.condition("MemoryPressure", status);
    }

    @Test
    void m20PressureThatComesBackIsOneAlert() {
        NodeDraft n1 = node("n1");
        Script script = Script.of(n1)
                .at(0, pressed(n1, "True"))
                .at(6, pressed(n1, "False"))
                .at(8, pressed(n1, "True"))
                .at(14, pressed(n1, "False"));

        assertThat(Cases.run(script.until(30)).lines(AlertCode.M1))
                .containsExactly("M1 n1 FIRING WARNING @0", "M1 n1 RESOLVED WARNING @24");
    }

    @Test
    void m21EvictionUnderPressureIsCriticalAndExplainsItself() {
        NodeDraft n1 = node("n1");
        PodDraft victim = pod("shop", "cart-0").of("cart").on("n1");
        Script script = Script.of(n1, victim)
                .at(0, pressed(n1, "True"))
                .at(
                        3,
                        victim.phase(
                                "Failed", "Evicted", "The node was low on resource: memory. Threshold quantity: 100Mi"))
                .at(6, pressed(n1, "False"));

        Told told = Cases.run(script.until(10));

        assertThat(told.lines(AlertCode.M1)).containsExactly("M1 n1 FIRING WARNING @0", "M1 n1 FIRING CRITICAL @3");
        assertThat(told.lines(AlertCode.M6)).containsExactly("M6 shop/cart FIRING INFO @3");
        assertThat(told.of(AlertCode.M6).getFirst().alert().suppressedBy())
                .containsExactly("PARENT_ALERT:eu1|M1|Node||n1");
        assertThat(told.of(AlertCode.M6).getFirst().alert().measured())
                .containsEntry("pods", 1)
                .containsEntry("resource", "memory");
    }

    @Test
    void unknownConditionsMakePressureStale() {
        NodeDraft n1 = node("n1");
        Script script = Script.of(n1).at(0, pressed(n1, "True")).at(5, pressed(n1, "Unknown"));

        assertThat(Cases.run(script.until(30)).lines(AlertCode.M1))
                .containsExactly("M1 n1 FIRING WARNING @0", "M1 n1 STALE WARNING @5");
    }

    private static Draft<?>[] m22Pods() {
        PodDraft a = pod("shop", "a").on("n1").qos("Guaranteed");
        a.requests(100, GIB).limits(100, GIB);
        PodDraft b = pod("shop", "b").on("n1").priority(1000);
        b.requests(100, 200 << 20);
        PodDraft c = pod("shop", "c").on("n1").qos("BestEffort");
        c.requests(0, 0);
        PodDraft d = pod("shop", "d").on("n1");
        d.requests(100, 100 << 20);
        PodDraft e = pod("shop", "e").on("n1").mirror().priority(2_000_001_000);
        return new Draft<?>[] {
            node("n1"),
            a,
            b,
            c,
            d,
            e,
            podUsage("shop", "a", -1, 100, 900 << 20),
            podUsage("shop", "b", -1, 100, 500 << 20),
            podUsage("shop", "c", -1, 100, 100 << 20),
            podUsage("shop", "d", -1, 100, 450 << 20),
            podUsage("shop", "e", -1, 100, 2L << 30)
        };
    }

    @Test
    @SuppressWarnings("unchecked")
    void m22PodsAreRankedAsTheKubeletRanksThem() {
        Told told = Cases.run(
                Script.of(m22Pods()).at(0, pressed(node("n1"), "True")).until(2));

        List<Transition> risks = told.of(AlertCode.M3);
        assertThat(risks).extracting(t -> t.alert().subject().name()).containsExactlyInAnyOrder("a", "b", "c", "d");
        var ranked =
                (List<Map<String, Object>>) risks.getFirst().alert().measured().get("ranked");
        assertThat(ranked).extracting(rank -> rank.get("pod")).containsExactly("shop/d", "shop/c", "shop/b", "shop/a");
        assertThat(ranked).extracting(rank -> rank.get("pdbProtected")).containsOnly(false);
    }

    @Test
    void m23WithoutPressureNobodyIsAtRisk() {
        Script script =
                Script.of(m22Pods()).at(0, nodeUsage("n1", 0, 1000, 9 * GIB)).until(10);

        assertThat(Cases.run(script).of(AlertCode.M3)).isEmpty();
    }

    @Test
    void m25UnseenRestartsCountAsUnverified() {
        PodDraft pod = pod("shop", "cart-0").of("cart");
        pod.container("main").restarts(2);
        Script script = Script.of(pod);
        pod.container("main").restarts(5).lastTerminated("OOMKilled", 137, 4.9);
        script.at(5, pod);

        Told told = Cases.run(script.until(130));

        assertThat(told.lines(AlertCode.M5))
                .containsExactly("M5/main shop/cart FIRING WARNING @5", "M5/main shop/cart RESOLVED WARNING @125");
        assertThat(told.of(AlertCode.M5))
                .allSatisfy(transition -> assertThat(transition.alert().measured())
                        .containsEntry("verified", 1)
                        .containsEntry("unverified", 2));
    }

    @Test
    void oneKillSeenTwiceIsOne() {
        PodDraft pod = pod("shop", "cart-0").of("cart");
        Script script = Script.of(pod);
        pod.container("main").terminated("OOMKilled", 137, 5);
        script.at(5, pod);
        pod.container("main").restarts(1).lastTerminated("OOMKilled", 137, 5).running(5.2);
        script.at(5.25, pod).relist(6, pod);

        Told told = Cases.run(script.until(20));

        assertThat(told.lines(AlertCode.M5)).containsExactly("M5/main shop/cart FIRING INFO @5");
    }

    @Test
    void m26KillAfterTheGracePeriodIsNoOom() {
        PodDraft pod = pod("shop", "cart-0").of("cart").on("n1");
        Script script = Script.of(node("n1"), pod);
        pod.container("main").restarts(1).lastTerminated("Error", 137, 5);
        script.at(5, pod);

        assertThat(Cases.run(script.until(20)).of(AlertCode.M5)).isEmpty();
    }

    @Test
    void killBesideASystemOomIsSuspected() {
        PodDraft pod = pod("shop", "cart-0").of("cart").on("n1");
        NodeDraft n1 = node("n1");
        Script script = Script.of(n1, pod);
        pod.container("main").restarts(1).lastTerminated("Error", 137, 5);
        script.at(5, pod)
                .at(5.5, event(n1.ref(), "Warning", "SystemOOM", "System OOM encountered, victim process: java", 1, 1));

        Told told = Cases.run(script.until(20));

        assertThat(told.lines(AlertCode.M5)).containsExactly("M5/main shop/cart FIRING INFO @5.5");
        assertThat(told.of(AlertCode.M5).getFirst().alert().cause()).isEqualTo("SUSPECTED_SYSTEM_OOM");
    }

    @Test
    void killOfAChildProcessIsToldOfTheNode() {
        NodeDraft n1 = node("n1");
        Script script = Script.of(n1)
                .at(
                        5,
                        event(
                                n1.ref(),
                                "Warning",
                                "OOMKilling",
                                "Memory cgroup out of memory: Killed process 7 (sh)",
                                1,
                                1));

        assertThat(Cases.run(script.until(20)).lines(AlertCode.M5)).containsExactly("M5/CHILD_OOM n1 FIRING INFO @6");
    }

    @Test
    void nodeWithLittleLeftForFiveMinutesIsTold() {
        Script script = Script.of(node("n1"));
        for (int i = 0; i < 20; i++) {
            script.at(i, nodeUsage("n1", i, 1000, i < 10 ? 16 * GIB - 600 * (long) MIB : 12 * GIB));
        }

        Told told = Cases.run(script);

        assertThat(told.lines(AlertCode.M2)).containsExactly("M2 n1 FIRING WARNING @5");
        assertThat(told.of(AlertCode.M2).getFirst().alert().measured())
                .containsEntry("headroomPercent", 3.1)
                .containsEntry("explainedPercent", 0);
    }

    @Test
    void nodeThatFillsIsToldBeforeItIsFull() {
        Script script = Script.of(node("n1"));
        for (int i = 0; i <= 20; i++) {
            script.at(i, nodeUsage("n1", i, 1000, 8 * GIB + i * 256 * (long) MIB));
        }

        assertThat(Cases.run(script).lines(AlertCode.M2).getFirst()).isEqualTo("M2 n1 FIRING WARNING @14");
    }

    @Test
    void containerWithoutALimitIsToldOnlyOnANodeInDanger() {
        Told calm = Cases.run(Script.of(m22Pods()).until(5));
        Told danger = Cases.run(
                Script.of(m22Pods()).at(0, pressed(node("n1"), "True")).until(5));

        assertThat(calm.of(AlertCode.M8)).isEmpty();
        assertThat(danger.of(AlertCode.M8))
                .extracting(t -> t.alert().subject().name())
                .containsExactlyInAnyOrder("b", "c", "d");
    }

    @Test
    void clusterThatCannotLoseItsLargestNodeIsTold() {
        PodDraft big = pod("shop", "big").on("n1");
        big.requests(100, 17 * GIB);

        Told told = Cases.run(Script.of(node("n1"), node("n2"), big).until(15));

        assertThat(told.lines(AlertCode.M7)).containsExactly("M7 eu1 FIRING WARNING @9");
    }
}
