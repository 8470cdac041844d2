package io.plimsoll.analyzer.detect.nodes;

import static io.plimsoll.analyzer.cases.Drafts.event;
import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.cases.Cases;
import io.plimsoll.analyzer.cases.NodeDraft;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.analyzer.cases.Told;
import io.plimsoll.model.alert.AlertCode;
import java.util.List;
import org.junit.jupiter.api.Test;

public class NodeCasesTest {

    /** */
    @Test
    void aNodeThatComesBackWithAnotherBootIdIsInformationTwiceAndAWarningTheThirdTime() {
        var n1 = node("n1");
        Script script = Script.of(n1, node("n2"));
        for (int i = 0; i < 3; i++) {
            script.deleted(10 * i, n1)
                    .at(10 * i + 4, n1.uid("n1-" + i).bootId("boot-" + (i + 2)).createdAt(10 * i + 4));
        }
        script.until(30);

        Told told = Cases.run(script);

        assertThat(told.lines(AlertCode.N6).stream().filter(line -> line.contains("FIRING")))
                .containsExactly("N6 n1 FIRING INFO @4", "N6 n1 FIRING INFO @14", "N6 n1 FIRING WARNING @24");
    }

    /** N-05. */
    @Test
    void diskPressureIsCriticalOnceCollectingGarbageFreesNothingAgainAndAgain() {
        var n1 = node("n1");
        String message = "wanted to free 4613545984 bytes, but freed 0 bytes";
        Script script = Script.of(n1, node("n2"))
                .at(0, n1.condition("DiskPressure", "True"))
                .at(1, event(n1.ref(), "Warning", "ImageGCFailed", message, 1, 1))
                .at(20, event(n1.ref(), "Warning", "ImageGCFailed", message, 3, 2))
                .until(25);

        Told told = Cases.run(script);

        assertThat(told.lines(AlertCode.N3)).containsExactly("N3 n1 FIRING WARNING @0", "N3 n1 FIRING CRITICAL @20");
    }

    @Test
    void whatNewerKubeletsSayOfNothingToFreeCountsAlike() {
        var n1 = node("n1");
        String message =
                "Failed to garbage collect required amount of images. Attempted to free 4613545984 bytes, but only "
                        + "found 0 bytes eligible to free.";
        Script script = Script.of(n1, node("n2"))
                .at(0, n1.condition("DiskPressure", "True"))
                .at(1, event(n1.ref(), "Warning", "FreeDiskSpaceFailed", message, 1, 1))
                .at(20, event(n1.ref(), "Warning", "FreeDiskSpaceFailed", message, 3, 2))
                .until(25);

        assertThat(Cases.run(script).lines(AlertCode.N3))
                .containsExactly("N3 n1 FIRING WARNING @0", "N3 n1 FIRING CRITICAL @20");
    }

    /** N-09. */
    @Test
    void aCordonedNodeUnderDiskPressureIsToldOfAllTheSame() {
        var n1 = node("n1").cordoned();
        Script script = Script.of(n1, node("n2"))
                .at(0, n1.condition("DiskPressure", "True"))
                .until(5);

        Told told = Cases.run(script);

        assertThat(told.lines()).containsExactly("N3 n1 FIRING WARNING @0");
        assertThat(told.transitions().getFirst().alert().labels()).containsEntry("cordoned", "true");
    }

    /** N-06. */
    @Test
    void thePlegMessageIsReadWithItsDurations() {
        var n1 = node("n1");
        Script script = Script.of(n1, node("n2"))
                .at(
                        0,
                        n1.ready(
                                "False",
                                "PLEG is not healthy: pleg was last seen active 27h8m4s ago; threshold is 3m0s"))
                .until(1);

        Told told = Cases.run(script);

        assertThat(told.lines()).containsExactly("N4 n1 FIRING CRITICAL @0");
        assertThat(told.transitions().getFirst().alert().measured()).containsEntry("lastSeenSeconds", 97_684);
    }

    @Test
    void plegIsCriticalOnceItWasLastSeenAQuarterOfAnHourAgo() {
        var n1 = node("n1");
        Script script = Script.of(n1, node("n2"))
                .at(0, n1.ready("False", "PLEG is not healthy: pleg was last seen active 3m0s ago; threshold is 3m0s"))
                .at(1, n1.ready("False", "PLEG is not healthy: pleg was last seen active 4m0s ago; threshold is 3m0s"))
                .until(14);

        assertThat(Cases.run(script).lines(AlertCode.N4))
                .containsExactly("N4 n1 FIRING WARNING @0", "N4 n1 FIRING CRITICAL @12");
    }

    @Test
    void plegIsCriticalAtOnceWhereALaterMessageSaysSo() {
        var n1 = node("n1");
        Script script = Script.of(n1, node("n2"))
                .at(0, n1.ready("False", "PLEG is not healthy: pleg was last seen active 3m10s ago; threshold is 3m0s"))
                .at(6, n1.ready("False", "PLEG is not healthy: pleg was last seen active 15m1s ago; threshold is 3m0s"))
                .until(8);

        assertThat(Cases.run(script).lines(AlertCode.N4))
                .containsExactly("N4 n1 FIRING WARNING @0", "N4 n1 FIRING CRITICAL @6");
    }

    @Test
    void aRebootThatOnlyAListShowsIsNotCounted() {
        var n1 = node("n1");
        Script script = Script.of(n1, node("n2")).relist(1, n1.bootId("boot-2")).until(5);

        assertThat(Cases.run(script).of(AlertCode.N6)).isEmpty();
    }

    @Test
    void anImageThatMayNeverBePulledIsAnImageThatCannotBe() {
        var cart = pod("shop", "cart-1").of("cart").on("n1");
        Script script = Script.of(node("n1"), cart);
        cart.container("main").waiting("ErrImageNeverPull");
        script.at(0, cart).until(16);

        assertThat(Cases.run(script).lines(AlertCode.N8)).containsExactly("N8/IMAGE_PULL shop/cart FIRING WARNING @15");
    }

    /** N-07. */
    @Test
    void collectionsThatRunIntoTheirDeadlineMeanAHungRuntime() {
        var n1 = node("n1");
        String message = "rpc error: code = DeadlineExceeded desc = context deadline exceeded";
        Script script = Script.of(n1, node("n2"))
                .at(0, event(n1.ref(), "Warning", "ContainerGCFailed", message, 538, 1))
                .at(20, event(n1.ref(), "Warning", "ContainerGCFailed", message, 543, 5))
                .until(25);

        Told told = Cases.run(script);

        assertThat(told.lines()).containsExactly("N5 n1 FIRING WARNING @20");
    }

    @Test
    void aNodeThatFlapsIsToldAtTheThirdTurnAndKeptForHalfAnHour() {
        var n1 = node("n1");
        Script script = Script.of(n1, node("n2"))
                .at(0, n1.ready("False", "x"))
                .at(1, n1.ready())
                .at(2, n1.ready("False", "x"))
                .at(3, n1.ready())
                .until(40);

        Told told = Cases.run(script);

        assertThat(told.lines()).containsExactly("N2 n1 FIRING WARNING @2", "N2 n1 RESOLVED WARNING @33");
    }

    @Test
    void aCrashingContainerIsToldAfterAQuarterOfAnHourThoughItRunsInBetween() {
        var cart = pod("shop", "cart-1").of("cart").on("n1");
        Script script = Script.of(node("n1"), cart);
        for (int minute = 0; minute < 16; minute += 4) {
            cart.container("main").waiting("CrashLoopBackOff");
            script.at(minute, cart);
            cart.container("main").running(minute + 2);
            script.at(minute + 2, cart);
        }
        script.until(25);

        Told told = Cases.run(script);

        assertThat(told.lines(AlertCode.N8))
                .containsExactly("N8 shop/cart FIRING WARNING @15", "N8 shop/cart RESOLVED WARNING @19");
    }

    @Test
    void whatARebootMayHaveMendedIsSaidToBeDoubtfulAtOnce() {
        var n1 = node("n1").bootId("boot-1");
        Script script = Script.of(n1, node("n2"))
                .at(0, deadlocked(n1))
                .at(5, n1.bootId("boot-2"))
                .until(8);

        assertThat(confidences(Cases.run(script))).containsExactly("0 HIGH", "5 LOW");
    }

    @Test
    void whatARestartOfItsDetectorMayTakeBackIsSaidToBeDoubtfulAtOnce() {
        var n1 = node("n1");
        var detector = pod("kube-system", "npd-1")
                .ownedBy("DaemonSet", "node-problem-detector")
                .on("n1");
        Script script = Script.of(n1, node("n2"), detector).at(0, deadlocked(n1));
        detector.container("main").running(5);
        script.at(5, detector).until(8);

        assertThat(confidences(Cases.run(script))).containsExactly("0 HIGH", "5 LOW");
    }

    private static NodeDraft deadlocked(NodeDraft node) {
        return node.condition("KernelDeadlock", "True", null, null, Script.T0);
    }

    private static List<String> confidences(Told told) {
        return told.of(AlertCode.N7).stream()
                .map(change -> (long) change.minute() + " " + change.alert().confidence())
                .toList();
    }

    @Test
    void aConditionOfNodeProblemDetectorIsTold() {
        var n1 = node("n1");
        Script script = Script.of(n1, node("n2"))
                .at(0, n1.condition("KernelDeadlock", "True").condition("EtcdIsVoter", "True"))
                .until(5);

        assertThat(Cases.run(script).lines()).containsExactly("N7/KernelDeadlock n1 FIRING WARNING @0");
    }

    @Test
    void falseAndThenUnknownAreOneStretchOfNotBeingReady() {
        var n1 = node("n1");

        Told told = Cases.run(Script.of(n1, node("n2"))
                .at(0, n1.ready("False", "runtime is down"))
                .at(1.5, n1.ready("Unknown", "Kubelet stopped posting node status."))
                .until(16));

        assertThat(told.lines(AlertCode.N1)).containsExactly("N1 n1 FIRING WARNING @2", "N1 n1 FIRING CRITICAL @15");
        assertThat(told.of(AlertCode.N1).getFirst().alert().measured()).containsEntry("durationSeconds", 120);
    }

    @Test
    void unknownAndThenFalseAreOneStretchOfNotBeingReady() {
        var n1 = node("n1");

        Told told = Cases.run(Script.of(n1, node("n2"))
                .at(0, n1.ready("Unknown", "Kubelet stopped posting node status."))
                .at(0.5, n1.ready("False", "runtime is down"))
                .until(5));

        assertThat(told.lines(AlertCode.N1)).containsExactly("N1 n1 FIRING WARNING @2");
    }

    @Test
    void shortageOfDiskOnANodeNobodyHearsOfIsStale() {
        var n1 = node("n1");

        Told told = Cases.run(Script.of(n1, node("n2"))
                .at(0, n1.condition("DiskPressure", "True"))
                .at(5, n1.ready("Unknown", "lost").condition("DiskPressure", "Unknown"))
                .at(15, n1.ready().condition("DiskPressure", "False"))
                .until(25));

        assertThat(told.lines(AlertCode.N3))
                .containsExactly(
                        "N3 n1 FIRING WARNING @0",
                        "N3 n1 STALE WARNING @5",
                        "N3 n1 FIRING WARNING @15",
                        "N3 n1 RESOLVED WARNING @20");
    }

    @Test
    void aLoopThatHasStoppedOnANodeNobodyHearsOfIsStale() {
        var n1 = node("n1");
        String stopped = "PLEG is not healthy: pleg was last seen active 4m0s ago; threshold is 3m0s";

        Told told = Cases.run(Script.of(n1, node("n2"))
                .at(0, n1.ready("False", stopped))
                .at(5, n1.ready("Unknown", "Kubelet stopped posting node status."))
                .at(9, n1.ready())
                .until(12));

        assertThat(told.lines(AlertCode.N4))
                .containsExactly("N4 n1 FIRING WARNING @0", "N4 n1 STALE WARNING @5", "N4 n1 RESOLVED WARNING @9");
    }
}
