package io.plimsoll.analyzer.cases;

import static io.plimsoll.analyzer.cases.Drafts.deployment;
import static io.plimsoll.analyzer.cases.Drafts.event;
import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static io.plimsoll.analyzer.cases.Drafts.podUsage;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.fact.Tick.Standing;
import org.junit.jupiter.api.Test;

/** What alerts end with, and what doesn't bring them back. */
class EndingCasesTest {

    @Test
    void crashingPodsThatADeletedWorkloadLeavesBehindRaiseNothingMore() {
        var web = deployment("shop", "web");
        var left = pod("shop", "web-0").of("web").on("n1").notReady();
        left.container("main").waiting("CrashLoopBackOff");

        Told told = Cases.run(Script.of(node("n1"), web)
                .at(0, left)
                .deleted(16, web)
                .at(16.1, left.terminatingAt(16.6))
                .deleted(17, left)
                .until(30));

        assertThat(told.lines(AlertCode.N8))
                .containsExactly("N8 shop/web FIRING WARNING @15", "N8 shop/web RESOLVED WARNING @16");
        assertThat(told.of(AlertCode.N8).getLast().alert().resolvedReason()).isEqualTo("OBJECT_DELETED");
    }

    @Test
    void aWorkloadThatIsDeletedWhileItsPodsCrashIsNotToldOfAfterwards() {
        var web = deployment("shop", "web");
        var left = pod("shop", "web-0").of("web").on("n1").notReady();
        left.container("main").waiting("CrashLoopBackOff");

        Told told = Cases.run(Script.of(node("n1"), web)
                .at(0, left)
                .deleted(14, web)
                .at(14.1, left.terminatingAt(14.6))
                .deleted(16, left)
                .until(30));

        assertThat(told.lines(AlertCode.N8)).isEmpty();
    }

    @Test
    void killsOfAWorkloadThatIsGoneAreNotToldOfAgain() {
        var web = deployment("shop", "web");
        var killed = pod("shop", "web-0").of("web").on("n1");
        Script script = Script.of(node("n1"), web, killed);
        killed.container("main").restarts(3).lastTerminated("OOMKilled", 137, 5);
        script.at(5, killed).deleted(10, web);
        killed.container("main").terminated("Completed", 0, 10.5);
        script.at(10.5, killed.terminatingAt(10.4)).deleted(11, killed).until(30);

        Told told = Cases.run(script);

        assertThat(told.lines(AlertCode.M5))
                .containsExactly("M5/main shop/web FIRING WARNING @5", "M5/main shop/web RESOLVED WARNING @10");
    }

    @Test
    void aWorkloadThatIsMadeAnewCanBeToldOfAgain() {
        var web = deployment("shop", "web");
        var crashing = pod("shop", "web-0").of("web").on("n1").notReady();
        crashing.container("main").waiting("CrashLoopBackOff");

        Told told = Cases.run(Script.of(node("n1"), web)
                .at(0, crashing)
                .deleted(16, web)
                .deleted(16.5, crashing)
                .at(40, web.uid("web-2"), crashing.uid("web-0-2"))
                .until(60));

        assertThat(told.lines(AlertCode.N8))
                .containsExactly(
                        "N8 shop/web FIRING WARNING @15",
                        "N8 shop/web RESOLVED WARNING @16",
                        "N8 shop/web FIRING WARNING @55");
    }

    @Test
    void aNodeThatIsGoneIsNotToldOfAgain() {
        var n1 = node("n1");
        String hangs = "rpc error: code = DeadlineExceeded desc = context deadline exceeded";

        Told told = Cases.run(Script.of(n1, node("n2"))
                .at(0, event(n1.ref(), "Warning", "ContainerGCFailed", hangs, 1, 1))
                .at(10, event(n1.ref(), "Warning", "ContainerGCFailed", hangs, 9, 8))
                .deleted(12, n1)
                .until(50));

        assertThat(told.lines(AlertCode.N5)).containsExactly("N5 n1 FIRING WARNING @10", "N5 n1 RESOLVED WARNING @12");
    }

    @Test
    void whatWasQuietBeforeALossOfSightIsToBeQuietAnew() {
        var n1 = node("n1");

        Told told = Cases.run(Script.of(n1, node("n2"))
                .at(0, n1.condition("MemoryPressure", "True"))
                .at(5, n1.condition("MemoryPressure", "False"))
                .standing(6, "nodes", Standing.GAP)
                .standing(30, "nodes", Standing.CURRENT)
                .until(45));

        assertThat(told.lines(AlertCode.M1))
                .containsExactly(
                        "M1 n1 FIRING WARNING @0",
                        "M1 n1 STALE WARNING @6",
                        "M1 n1 FIRING WARNING @30",
                        "M1 n1 RESOLVED WARNING @40");
    }

    @Test
    void theRiskOfEvictionEndsWithThePressure() {
        var n1 = node("n1");
        var web = pod("shop", "web-0").of("web").on("n1");

        Told told = Cases.run(Script.of(n1, deployment("shop", "web"), web)
                .at(0, podUsage("shop", "web-0", 0, 100, 1 << 30), n1.condition("MemoryPressure", "True"))
                .at(2, n1.condition("MemoryPressure", "False"))
                .until(30));

        assertThat(told.lines(AlertCode.M1)).contains("M1 n1 RESOLVED WARNING @12");
        assertThat(told.lines(AlertCode.M3))
                .containsExactly("M3 shop/web FIRING WARNING @0", "M3 shop/web RESOLVED WARNING @12");
        assertThat(told.lines(AlertCode.M8))
                .containsExactly("M8/main shop/web FIRING INFO @0", "M8/main shop/web RESOLVED INFO @12");
    }
}
