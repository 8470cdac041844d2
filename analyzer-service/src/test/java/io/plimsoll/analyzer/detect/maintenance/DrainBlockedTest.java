package io.plimsoll.analyzer.detect.maintenance;

import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.cases.Cases;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.analyzer.cases.Told;
import io.plimsoll.model.alert.AlertCode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrainBlockedTest {

    /** D-01. */
    @Test
    void aDrainThatMovesNothingForTenMinutesIsToldWithWhatHoldsEachPod() {
        var n1 = node("n1");
        var stuck = pod("shop", "a")
                .of("cart")
                .on("n1")
                .finalizer("example.com/hold")
                .terminatingAt(-1);
        var bare = pod("shop", "b").on("n1");
        var other = pod("shop", "c").of("cart").on("n1");
        Script script = Script.of(n1, node("n2"), stuck, bare, other)
                .at(0, n1.cordoned().annotation("plimsoll.io/claim", "patch-1"))
                .until(31);

        Told told = Cases.run(script);

        assertThat(told.lines(AlertCode.D1)).containsExactly("D1 n1 FIRING WARNING @10", "D1 n1 FIRING CRITICAL @30");
        assertThat(told.transitions().getFirst().alert().measured())
                .containsEntry("evictable", 3)
                .containsEntry("reasons", Map.of("FINALIZER", 1, "UNMANAGED", 1, "NOT_EVICTED", 1));
    }

    @Test
    void aPlainCordonIsNoDrain() {
        var n1 = node("n1");
        Script script = Script.of(n1, node("n2"), pod("shop", "a").of("cart").on("n1"))
                .at(0, n1.cordoned())
                .until(60);

        assertThat(Cases.run(script).lines()).isEmpty();
    }

    @Test
    void aDrainThatGoesOnIsQuiet() {
        var n1 = node("n1");
        var a = pod("shop", "a").of("cart").on("n1");
        var b = pod("shop", "b").of("cart").on("n1");
        var c = pod("shop", "c").of("cart").on("n1");
        Script script = Script.of(n1, node("n2"), a, b, c)
                .at(0, n1.cordoned().annotation("plimsoll.io/claim", "patch-1"))
                .deleted(8, a)
                .deleted(16, b)
                .deleted(24, c)
                .until(60);

        assertThat(Cases.run(script).lines()).isEmpty();
    }
}
