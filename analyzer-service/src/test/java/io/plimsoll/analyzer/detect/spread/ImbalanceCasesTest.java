package io.plimsoll.analyzer.detect.spread;

import static io.plimsoll.analyzer.cases.Drafts.deployment;
import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.nodeUsage;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.cases.Cases;
import io.plimsoll.analyzer.cases.Draft;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.fact.TopologySpread;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class ImbalanceCasesTest {

    private static final int[] USED = {92, 20, 18, 15, 17};

    /** I-01. */
    @Test
    void aGroupUsedUnevenlyForHalfAnHourIsInfo() {
        var script = Script.of(nodes(5, "a"));
        for (int minute = 0; minute <= 32; minute++) {
            script.at(minute, used(minute));
        }

        var told = Cases.run(script.until(32.5));

        assertThat(told.of(AlertCode.I1)).singleElement().satisfies(transition -> {
            assertThat(transition.toString()).startsWith("I1/CPU default FIRING INFO");
            assertThat(transition.minute()).isBetween(30.0, 30.5);
            assertThat(transition.alert().measured()).containsEntry("max", 0.92).containsEntry("min", 0.15);
        });
        assertThat(told.loudBut()).isEmpty();
    }

    @Test
    void podsThatWaitMakeItAWarningAsSoonAsTheyDo() {
        var script = Script.of(nodes(5, "a"));
        for (int minute = 0; minute <= 36; minute++) {
            script.at(minute, used(minute));
            if (minute == 34) {
                script.at(34, pod("shop", "cart-9").of("cart").unschedulable());
            }
        }

        assertThat(Cases.run(script.until(36.5)).of(AlertCode.I1))
                .satisfiesExactly(
                        info -> {
                            assertThat(info.toString()).startsWith("I1/CPU default FIRING INFO");
                            assertThat(info.minute()).isBetween(30.0, 30.5);
                        },
                        warning -> {
                            assertThat(warning.toString()).startsWith("I1/CPU default FIRING WARNING");
                            assertThat(warning.minute()).isBetween(34.0, 35.0);
                        });
    }

    @Test
    void withoutNewSamplesItIsStaleNotResolved() {
        var script = Script.of(nodes(5, "a"));
        for (int minute = 0; minute <= 32; minute++) {
            script.at(minute, used(minute));
        }

        assertThat(Cases.run(script.until(50)).lines(AlertCode.I1))
                .satisfiesExactly(
                        fires -> assertThat(fires).startsWith("I1/CPU default FIRING INFO @30"),
                        stale -> assertThat(stale).startsWith("I1/CPU default STALE INFO @35"));
    }

    private static Draft<?>[] used(int minute) {
        return IntStream.range(0, 5)
                .mapToObj(i -> nodeUsage("n" + i, minute, USED[i] * 40L, 4L << 30))
                .toArray(Draft<?>[]::new);
    }

    @Test
    void twoNodesAreNoGroupToBalance() {
        var script = Script.of(nodes(2, "a"));
        for (int minute = 0; minute <= 35; minute++) {
            script.at(minute, nodeUsage("n0", minute, 3_900, 1L << 30), nodeUsage("n1", minute, 100, 1L << 30));
        }

        assertThat(Cases.run(script).of(AlertCode.I1)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"DoNotSchedule,WARNING", "ScheduleAnyway,INFO"})
    void podsCrowdedAgainstTheirConstraintAreToldOfAfterTenMinutes(String unsatisfiable, String severity) {
        var told = Cases.run(Script.of(node("a1"), node("b1").zone("b"))
                .at(0, cart(unsatisfiable, 1), on(0, "a1"), on(1, "a1"), on(2, "a1"))
                .until(11));

        assertThat(told.lines(AlertCode.I2)).containsExactly("I2 shop/cart FIRING " + severity + " @10");
        assertThat(told.of(AlertCode.I2).getFirst().alert().measured())
                .containsEntry("skew", 3)
                .containsEntry("maxSkew", 1);
    }

    @Test
    void aDomainThePodsCannotUseIsNotLacking() {
        var tainted = node("b1").zone("b").taint("gpu", "NoSchedule");
        var constraint = new TopologySpread(
                1,
                "topology.kubernetes.io/zone",
                "DoNotSchedule",
                selector(),
                null,
                null,
                "Honor",
                java.util.List.of());

        var told = Cases.run(Script.of(node("a1"), tainted)
                .at(0, deployment("shop", "cart").replicas(3).spread(constraint), on(0, "a1"), on(1, "a1"), on(2, "a1"))
                .until(12));

        assertThat(told.of(AlertCode.I2)).isEmpty();
    }

    @Test
    void withFewerDomainsThanDemandedTheMinimumIsTold() {
        var constraint = new TopologySpread(
                1, "topology.kubernetes.io/zone", "DoNotSchedule", selector(), 2, null, null, java.util.List.of());

        var told = Cases.run(Script.of(node("a1"))
                .at(0, deployment("shop", "cart").replicas(2).spread(constraint), on(0, "a1"), on(1, "a1"))
                .until(12));

        assertThat(told.of(AlertCode.I2)).singleElement().satisfies(skewed -> assertThat(
                        skewed.alert().measured())
                .containsEntry("skew", 2)
                .containsEntry("max", 2)
                .containsEntry("min", 0));
    }

    @Test
    void aSkewWithinTheAllowedIsQuiet() {
        var told = Cases.run(Script.of(node("a1"), node("b1").zone("b"))
                .at(0, cart("DoNotSchedule", 1), on(0, "a1"), on(1, "a1"), on(2, "b1"))
                .until(12));

        assertThat(told.of(AlertCode.I2)).isEmpty();
    }

    @Test
    void anUnspreadWorkloadOnOneNodeIsInfo() {
        var told = Cases.run(Script.of(node("a1"), node("a2"))
                .at(0, deployment("shop", "cart").replicas(3), on(0, "a1"), on(1, "a1"), on(2, "a1"))
                .until(11));

        assertThat(told.lines(AlertCode.I4)).containsExactly("I4 shop/cart FIRING INFO @10");
        assertThat(told.of(AlertCode.I4).getFirst().alert().cause()).isEqualTo("HOST");
    }

    @Test
    void whereThereIsNoOtherPlaceNothingIsSaid() {
        var told = Cases.run(Script.of(node("a1"))
                .at(0, deployment("shop", "cart").replicas(3), on(0, "a1"), on(1, "a1"), on(2, "a1"))
                .until(11));

        assertThat(told.of(AlertCode.I4)).isEmpty();
    }

    @Test
    void memoryRequestedUpWhileCpuIdlesIsInfoAfterAnHour() {
        var heavy = pod("shop", "cart-0").of("cart").on("n0").requests(200, 13L << 30);

        var told = Cases.run(Script.of(node("n0"), heavy).until(62));

        assertThat(told.lines(AlertCode.I3)).hasSize(1);
        assertThat(told.lines(AlertCode.I3).getFirst()).startsWith("I3/MEMORY_BOUND eu1 FIRING INFO @59");
    }

    @Test
    void aClusterThatTakesNoMorePodsIsAWarning() {
        var pods = IntStream.range(0, 10)
                .mapToObj(i -> pod("shop", "cart-" + i).of("cart").on("n0"))
                .toArray(Draft<?>[]::new);

        var told = Cases.run(Script.of(node("n0").allocatable(4_000, 16L << 30, 10))
                .at(0, pods)
                .until(13));

        assertThat(told.lines(AlertCode.I3).getFirst()).startsWith("I3/POD_BOUND eu1 FIRING WARNING");
    }

    private static Draft<?>[] nodes(int count, String zone) {
        return IntStream.range(0, count).mapToObj(i -> node("n" + i).zone(zone)).toArray(Draft<?>[]::new);
    }

    private static LabelSelector selector() {
        return LabelSelector.ofLabels(Map.of("app", "cart"));
    }

    private static Draft<?> cart(String unsatisfiable, int maxSkew) {
        return deployment("shop", "cart")
                .replicas(3)
                .spread(new TopologySpread(
                        maxSkew,
                        "topology.kubernetes.io/zone",
                        unsatisfiable,
                        selector(),
                        null,
                        null,
                        null,
                        java.util.List.of()));
    }

    private static Draft<?> on(int i, String node) {
        return pod("shop", "cart-" + i).of("cart").on(node);
    }
}
