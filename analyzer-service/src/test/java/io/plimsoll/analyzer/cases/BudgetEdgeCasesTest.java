package io.plimsoll.analyzer.cases;

import static io.plimsoll.analyzer.cases.Drafts.autoscaler;
import static io.plimsoll.analyzer.cases.Drafts.budget;
import static io.plimsoll.analyzer.cases.Drafts.deployment;
import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static io.plimsoll.analyzer.cases.Drafts.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.alert.AlertCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of disruption budgets (2.3) at their edges: a tick every 5 s, facts a moment before and after. */
class BudgetEdgeCasesTest {

    private static final double SECOND = 1 / 60.0;

    private final WorkloadDraft cart = deployment("shop", "cart").replicas(3);
    private final BudgetDraft budget = budget("shop", "cart").minAvailable("2").status(1, 3, 2, 3);
    private final PodDraft one = pod("shop", "cart-a").of("cart").on("n1");
    private final PodDraft two = pod("shop", "cart-b").of("cart").on("n2");
    private final PodDraft three = pod("shop", "cart-c").of("cart").on("n2");

    private static Script of(Draft<?>... objects) {
        return Script.ticking(Duration.ofSeconds(5)).snapshot(objects);
    }

    private Script cluster() {
        return of(node("n1"), node("n2"), cart, budget, one, two, three);
    }

    private Draft<?>[] twoDown() {
        return new Draft<?>[] {two.notReady(), three.notReady(), budget.status(0, 1, 2, 3)};
    }

    private Draft<?>[] allUp() {
        return new Draft<?>[] {one.ready(), two.ready(), three.ready(), budget.status(1, 3, 2, 3)};
    }

    /** P1: "Warning for 5 min; critical for 15 min". */
    @ParameterizedTest(name = "{0} s: {1}")
    @CsvSource({"299, 0", "301, 1", "899, 1", "901, 2"})
    void aViolationToTheSecond(int seconds, int firing) {
        Told told = Cases.run(
                cluster().at(0, twoDown()).at(seconds * SECOND, allUp()).until(30));

        assertThat(told.lines(AlertCode.P1).stream().filter(line -> line.contains("FIRING")))
                .hasSize(firing);
        assertThat(told.loudBut(AlertCode.P1)).isEmpty();
    }

    /** P1: "critical for 1 min if currentHealthy==0"; the minute is that of none, not of too few. */
    @ParameterizedTest(name = "none healthy for {0} s: {1}")
    @CsvSource({"59, ''", "61, P1 shop/cart FIRING CRITICAL @2"})
    void noneHealthyToTheSecond(int seconds, String first) {
        Told told = Cases.run(cluster()
                .at(0, twoDown())
                .at(1, one.notReady(), budget.status(0, 0, 2, 3))
                .at(1 + seconds * SECOND, one.ready(), budget.status(0, 1, 2, 3))
                .at(4, allUp())
                .until(10));

        assertThat(told.lines(AlertCode.P1).stream().findFirst().orElse("")).isEqualTo(first);
    }

    /** P1: "Resolve: healthy ≥ desired for 2 min": shorter recoveries end nothing, and the episode is one. */
    @Test
    void recoveriesShorterThanTwoMinutesEndNothing() {
        Script script = cluster().at(0, twoDown());
        for (int i = 0; i < 4; i++) {
            script.at(8 + 4 * i, allUp()).at(8 + 4 * i + 1.9, twoDown());
        }

        Told told = Cases.run(script.at(30, allUp()).until(40));

        assertThat(told.lines(AlertCode.P1))
                .containsExactly("P1 shop/cart FIRING WARNING @5", "P1 shop/cart RESOLVED WARNING @32");
    }

    /** Traps: "PDB deleted during firing → OBJECT_DELETED"; made anew and violated within ten minutes it goes on. */
    @Test
    void aBudgetMadeAnewUnderItsNameGoesOnWithItsEpisode() {
        Told told = Cases.run(cluster()
                .at(0, twoDown())
                .deleted(7, budget)
                .at(9, budget.uid("another"))
                .until(16));

        assertThat(told.lines(AlertCode.P1))
                .containsExactly(
                        "P1 shop/cart FIRING WARNING @5",
                        "P1 shop/cart RESOLVED WARNING @7",
                        "P1 shop/cart FIRING WARNING @14");
        assertThat(told.of(AlertCode.P1).get(1).alert().resolvedReason()).isEqualTo("OBJECT_DELETED");
        assertThat(told.of(AlertCode.P1).getLast().alert().flapCount()).isOne();
    }

    /** P2: "Warning 5 min, critical 30 min"; a node given back a moment earlier was none. */
    @ParameterizedTest(name = "drained for {0} s: {1}")
    @CsvSource({"299, 0", "301, 1", "1799, 1", "1801, 2"})
    void aDrainToTheSecond(int seconds, int firing) {
        var n1 = node("n1");
        budget.minAvailable("3").status(0, 3, 3, 3);

        Told told = Cases.run(of(n1, node("n2"), node("n3"), cart, budget, one, two, three)
                .at(0, n1.cordoned())
                .at(seconds * SECOND, n1.uncordoned())
                .until(35));

        assertThat(told.lines(AlertCode.P2).stream().filter(line -> line.contains("FIRING")))
                .hasSize(firing);
    }

    /** P2: "ToBeDeleted/karpenter.sh/disrupted taint" make a drain without a cordon; other taints none. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "ToBeDeletedByClusterAutoscaler, 1",
        "karpenter.sh/disrupted, 1",
        "DeletionCandidateOfClusterAutoscaler, 0",
        "example.com/dedicated, 0"
    })
    void marksThatMakeADrain(String taint, int firing) {
        var n1 = node("n1");
        budget.minAvailable("3").status(0, 3, 3, 3);

        Told told = Cases.run(of(n1, node("n2"), cart, budget, one, two, three)
                .at(0, n1.taint(taint, "NoSchedule"))
                .until(6));

        assertThat(told.lines(AlertCode.P2)).hasSize(firing);
    }

    /** P2: two budgets each allow one, yet the eviction API answers 500: the drain is held up all the same. */
    @Test
    void twoBudgetsThatBothAllowHoldADrainUp() {
        var n1 = node("n1");
        var other = budget("shop", "other")
                .selector(LabelSelector.ofLabels(Map.of("app", "cart")))
                .maxUnavailable("1")
                .status(1, 3, 2, 3);

        Told told = Cases.run(of(n1, node("n2"), cart, budget, other, one, two, three)
                .at(0, n1.cordoned())
                .until(6));

        assertThat(told.lines(AlertCode.P2)).containsExactly("P2 shop/cart FIRING WARNING @5");
        var alert = told.of(AlertCode.P2).getFirst().alert();
        assertThat(alert.cause()).isEqualTo("MULTIPLE_PDBS");
        assertThat(alert.measured()).containsEntry("disruptionsAllowed", 1);
        assertThat(alert.summary()).contains("cart, other");
    }

    /** P3: NEVER_ALLOWS and BLOCKS_AT_HPA_RANGE over an autoscaler's whole range, "lists n". */
    @ParameterizedTest(name = "{0} of {1} to {2}: {3}")
    @CsvSource({
        "4, 2, 4, NEVER_ALLOWS, WARNING, '[2, 3, 4]'",
        "3, 2, 4, BLOCKS_AT_HPA_RANGE, WARNING, '[2, 3]'",
        "50%, 1, 4, BLOCKS_AT_HPA_RANGE, WARNING, '[1]'",
        "80%, 0, 8, BLOCKS_AT_HPA_RANGE, INFO, '[1, 2, 3, 4]'",
        "100%, 2, 9, NEVER_ALLOWS, WARNING, '[2, 3, 4, 5, 6, 7, 8, 9]'"
    })
    void whatARangeBlocks(String minimum, int from, int to, String subtype, String severity, String blocked) {
        Script script = of(
                node("n1"),
                cart.replicas(to),
                autoscaler("shop", "cart").range(from, to).replicas(to, to),
                budget.minAvailable(minimum).status(0, 0, 0, 0));

        Told told = Cases.run(script.until(11));

        var alert = told.of(AlertCode.P3).stream()
                .map(Transition::alert)
                .filter(one -> subtype.equals(one.subtype()))
                .findFirst()
                .orElseThrow();
        assertThat(alert.severity()).hasToString(severity);
        assertThat(String.valueOf(alert.measured().get("blockedReplicaCounts"))).isEqualTo(blocked);
    }

    /** P3: "percent maxUnavailable never blocks (except 0 %)". */
    @ParameterizedTest(name = "maxUnavailable {0} of {1}: {2}")
    @CsvSource({"1%, 1, ''", "25%, 3, ''", "0%, 5, NEVER_ALLOWS", "0, 5, NEVER_ALLOWS", "1, 1, ''"})
    void whatMaxUnavailableBlocks(String maximum, int replicas, String subtype) {
        Script script = of(
                node("n1"),
                cart.replicas(replicas),
                budget.minAvailable(null).maxUnavailable(maximum).status(0, 0, 0, 0));

        Told told = Cases.run(script.until(11));

        assertThat(told.of(AlertCode.P3).stream()
                        .map(transition -> transition.alert().subtype())
                        .filter(one -> one != null && (one.equals("NEVER_ALLOWS") || one.equals("SINGLE_REPLICA")))
                        .findFirst()
                        .orElse(""))
                .isEqualTo(subtype);
    }

    /** P3: TOO_PERMISSIVE "allowed(N)/N ≥0.5 with N≥2; … quorum … (StatefulSet ≥3, odd): allowed > floor((N−1)/2)". */
    @ParameterizedTest(name = "{0} of {2} {1}: {3}")
    @CsvSource({
        "1, web, 2, INFO",
        "1, web, 3, ''",
        "2, web, 4, INFO",
        "1, etcd, 3, ''",
        "2, etcd, 3, WARNING",
        "2, etcd, 5, ''",
        "3, etcd, 5, WARNING",
        "2, etcd, 4, INFO"
    })
    void whatIsTooPermissive(String maximum, String name, int replicas, String severity) {
        var set = workload("StatefulSet", "shop", name).replicas(replicas);
        var over = budget("shop", name).maxUnavailable(maximum).status(0, 0, 0, 0);
        List<Draft<?>> objects = new ArrayList<>(List.of(node("n1"), set, over));

        Told told = Cases.run(of(objects.toArray(Draft<?>[]::new)).until(11));

        assertThat(told.of(AlertCode.P3).stream()
                        .filter(transition ->
                                "TOO_PERMISSIVE".equals(transition.alert().subtype()))
                        .map(transition -> transition.alert().severity().name())
                        .findFirst()
                        .orElse(""))
                .isEqualTo(severity);
    }

    /** P3: MISSING_PDB "Deployment/StatefulSet with replicas (or HPA.min) ≥2". */
    @ParameterizedTest(name = "{0} replicas, autoscaled from {1}: {2}")
    @CsvSource({"1, , 0", "2, , 1", "2, 2, 1", "5, 1, 0", "1, 2, 1"})
    void replicasThatWantABudget(int replicas, Integer from, int firing) {
        List<Draft<?>> objects = new ArrayList<>(List.of(node("n1"), cart.replicas(replicas)));
        if (from != null) {
            objects.add(autoscaler("shop", "cart").range(from, 9).replicas(replicas, replicas));
        }

        Told told = Cases.run(of(objects.toArray(Draft<?>[]::new)).until(11));

        assertThat(told.of(AlertCode.P3).stream().filter(transition -> "MISSING_PDB"
                        .equals(transition.alert().subtype())))
                .hasSize(firing);
    }

    /** P3: OVERLAPPING "key = ns + sorted PDB names", one alert for all three. */
    @Test
    void threeBudgetsOverOnePodAreOneAlertUnderAllTheirNames() {
        LabelSelector same = LabelSelector.ofLabels(Map.of("app", "cart"));

        Told told = Cases.run(of(
                        node("n1"),
                        cart,
                        one,
                        budget("shop", "zulu")
                                .selector(same)
                                .maxUnavailable("1")
                                .status(1, 1, 0, 1),
                        budget("shop", "alpha")
                                .selector(same)
                                .maxUnavailable("1")
                                .status(1, 1, 0, 1),
                        budget("shop", "mike")
                                .selector(same)
                                .maxUnavailable("1")
                                .status(1, 1, 0, 1))
                .until(1));

        assertThat(told.lines(AlertCode.P3).stream().filter(line -> line.contains("OVERLAPPING")))
                .hasSize(1)
                .allMatch(line -> line.startsWith("P3/OVERLAPPING shop/alpha,mike,zulu FIRING WARNING"));
    }

    /** P4: "warning ≥2 of one PDB in 10m". */
    @ParameterizedTest(name = "the second {0} min later: {1}")
    @CsvSource({"9.9, WARNING", "10.1, INFO"})
    void twoBypassesCountTogetherForTenMinutes(double later, String severity) {
        budget.minAvailable("1").status(0, 3, 1, 3);
        Script script = cluster()
                .at(1, one.condition("DisruptionTarget", "True", "DeletionByTaintManager"))
                .deleted(1.5, one)
                .at(1 + later, two.condition("DisruptionTarget", "True", "PreemptionByScheduler"))
                .until(1 + later + 0.5);

        Told told = Cases.run(script);

        assertThat(told.of(AlertCode.P4).getLast().alert().severity()).hasToString(severity);
    }

    /** P3: STATUS_STALE "observedGeneration<generation, or recomputation ≠ status, 2 min". */
    @ParameterizedTest(name = "for {0} s: {1}")
    @CsvSource({"119, 0", "121, 2"})
    void aStatusThatLagsToTheSecond(int seconds, int transitions) {
        Told told = Cases.run(cluster()
                .at(0, budget.generations(3, 2))
                .at(seconds * SECOND, budget.generations(3, 3))
                .until(5));

        assertThat(told.lines(AlertCode.P3).stream().filter(line -> line.contains("STATUS_STALE")))
                .hasSize(transitions);
    }

    /** P3: NO_PODS_MATCH "matched=0 for 10 min". */
    @ParameterizedTest(name = "pods after {0} s: {1}")
    @CsvSource({"599, 0", "601, 2"})
    void aBudgetWithoutPodsToTheSecond(int seconds, int transitions) {
        var lonely = budget("shop", "none").minAvailable("1").status(0, 0, 1, 0);

        Told told = Cases.run(of(node("n1"))
                .at(0, lonely)
                .at(seconds * SECOND, pod("shop", "none-a").of("none").on("n1"))
                .until(12));

        assertThat(told.lines(AlertCode.P3).stream().filter(line -> line.contains("NO_PODS_MATCH")))
                .hasSize(transitions);
    }
}
