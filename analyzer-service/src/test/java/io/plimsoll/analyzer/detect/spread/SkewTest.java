package io.plimsoll.analyzer.detect.spread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.fact.Affinity;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.Resources;
import io.plimsoll.model.fact.Taint;
import io.plimsoll.model.fact.Toleration;
import io.plimsoll.model.fact.TopologySpread;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SkewTest {

    private static final String ZONE = "topology.kubernetes.io/zone";

    @Test
    void anEmptyDomainCounts() {
        assertThat(new Skew(Map.of("a", 3, "b", 2, "c", 0)).value(null)).isEqualTo(3);
        assertThat(new Skew(Map.of("a", 3, "b", 2)).value(null)).isEqualTo(1);
        assertThat(new Skew(Map.of("a", 3)).value(null)).isZero();
        assertThat(new Skew(Map.of()).value(null)).isZero();
    }

    @Test
    void withFewerDomainsThanDemandedTheEmptiestIsZero() {
        assertThat(new Skew(Map.of("a", 3, "b", 3)).value(3)).isEqualTo(3);
        assertThat(new Skew(Map.of("a", 3, "b", 3)).value(2)).isZero();
    }

    @Test
    void aNodeTheAffinityRulesOutIsNoDomainUnlessThePolicyIgnoresIt() {
        var selector = new EligibleNode(Map.of("disk", "ssd"), null, List.of());
        var node = node(Map.of(ZONE, "a"), List.of(), false);

        assertThat(selector.countsFor(constraint(null, null), "n", node)).isFalse();
        assertThat(selector.countsFor(constraint("Ignore", null), "n", node)).isTrue();
    }

    @Test
    void anyOneNodeTermSuffices() {
        var wanted = new Affinity(
                List.of(
                        new Affinity.NodeTerm(
                                List.of(new LabelSelector.Requirement(ZONE, "In", List.of("b"))), List.of()),
                        new Affinity.NodeTerm(
                                List.of(),
                                List.of(new LabelSelector.Requirement("metadata.name", "In", List.of("n"))))),
                List.of(),
                List.of());
        var pods = new EligibleNode(Map.of(), wanted, List.of());
        var node = node(Map.of(ZONE, "a"), List.of(), false);

        assertThat(pods.countsFor(constraint(null, null), "n", node)).isTrue();
        assertThat(pods.countsFor(constraint(null, null), "other", node)).isFalse();
    }

    @Test
    void taintsRuleOutOnlyWhereHonoured() {
        var pods = new EligibleNode(Map.of(), null, List.of());
        var tainted = node(Map.of(ZONE, "a"), List.of(new Taint("gpu", "yes", "NoSchedule", null)), false);
        var cordoned = node(Map.of(ZONE, "a"), List.of(), true);
        var preferred = node(Map.of(ZONE, "a"), List.of(new Taint("x", "", "PreferNoSchedule", null)), false);

        assertThat(pods.countsFor(constraint(null, null), "n", tainted)).isTrue();
        assertThat(pods.countsFor(constraint(null, "Honor"), "n", tainted)).isFalse();
        assertThat(pods.countsFor(constraint(null, "Honor"), "n", cordoned)).isFalse();
        assertThat(pods.countsFor(constraint(null, "Honor"), "n", preferred)).isTrue();

        var tolerant =
                new EligibleNode(Map.of(), null, List.of(new Toleration("gpu", "Equal", "yes", "NoSchedule", null)));
        assertThat(tolerant.countsFor(constraint(null, "Honor"), "n", tainted)).isTrue();
    }

    @Test
    void aNodeWithoutTheKeyIsNoDomain() {
        var pods = new EligibleNode(Map.of(), null, List.of());

        assertThat(pods.countsFor(constraint(null, null), "n", node(Map.of(), List.of(), false)))
                .isFalse();
    }

    @Test
    void dispersionIsThatOfTheWholePopulation() {
        var dispersion = Dispersion.of(List.of(.92, .20, .18, .15, .17));

        assertThat(dispersion.max()).isEqualTo(.92);
        assertThat(dispersion.min()).isEqualTo(.15);
        assertThat(dispersion.coefficientOfVariation()).isCloseTo(.922, within(.001));
        assertThat(Dispersion.of(List.of(0.0, 0.0)).coefficientOfVariation()).isZero();
    }

    private static TopologySpread constraint(@Nullable String affinity, @Nullable String taints) {
        return new TopologySpread(1, ZONE, "DoNotSchedule", null, null, affinity, taints, List.of());
    }

    private static NodeState node(Map<String, String> labels, List<Taint> taints, boolean unschedulable) {
        return new NodeState(
                labels,
                Map.of(),
                unschedulable,
                null,
                taints,
                null,
                null,
                null,
                null,
                Resources.NONE,
                Resources.NONE,
                List.of(),
                null,
                null,
                null);
    }
}
