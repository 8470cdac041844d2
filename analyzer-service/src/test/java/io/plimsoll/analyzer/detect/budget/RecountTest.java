package io.plimsoll.analyzer.detect.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.budget.BudgetArithmetic.Counts;
import io.plimsoll.model.fact.OwnerRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecountTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final OwnerRef SET = new OwnerRef("ReplicaSet", "cart-1", "rs-1");

    /** Tuples of the disruption controller's own tests: allowed, healthy, desired, expected. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,2,7,1,1, 0,1,5,7",
                "-,2,5,1,1, 0,1,3,5",
                "-,30%,7,1,1, 0,1,4,7",
                "-,30%,3,1,1, 0,1,2,3",
                "20%,-,10,1,1, 0,1,2,10",
                "3,-,0,4,4, 1,4,3,4",
                "3,-,0,4,3, 0,3,3,4",
                "34%,-,3,3,3, 1,3,2,3",
                "-,5,10,4,4, 0,4,5,10"
            })
    void theNumbersAreTheDisruptionControllers(
            String minimum, String maximum, int scale, int pods, int healthy, int a, int h, int d, int e) {
        var recount = Recount.of(new BudgetRule(minimum, maximum), pods(pods, healthy), Map.of(), wishing(scale), NOW);

        assertThat(recount).isEqualTo(new Recount.Counted(new Counts(a, h, d, e), List.of()));
    }

    @Test
    void twoReplicaSetsOfOneDeploymentCountOnce() {
        var pods = new ArrayList<>(pods(2, 2));
        pods.add(new CoveredPod("new", true, false, new OwnerRef("ReplicaSet", "cart-2", "rs-2")));

        var recount = Recount.of(
                new BudgetRule("100%", null), pods, Map.of(), _ -> new Scale.Wished("deployment-uid", 3), NOW);

        assertThat(recount).isEqualTo(new Recount.Counted(new Counts(0, 3, 3, 3), List.of()));
    }

    @Test
    void aRoguePodCountsHealthyButNotInTheScale() {
        var pods = new ArrayList<>(pods(5, 5));
        pods.add(new CoveredPod("rogue", true, false, null));

        var recount = Recount.of(new BudgetRule("80%", null), pods, Map.of(), wishing(5), NOW);

        assertThat(recount).isEqualTo(new Recount.Counted(new Counts(2, 6, 4, 5), List.of("rogue")));
    }

    @Test
    void aNakedPodUnderAPercentageAllowsNothing() {
        var recount = Recount.of(
                new BudgetRule("28%", null),
                List.of(new CoveredPod("naked", true, false, null)),
                Map.of(),
                wishing(0),
                NOW);

        assertThat(recount).isEqualTo(new Recount.Counted(new Counts(0, 1, 0, 0), List.of("naked")));
    }

    @Test
    void anEvictedPodIsGoingForTwoMinutesOnly() {
        var rule = new BudgetRule("2", null);
        var fresh = Map.of("p0", NOW.minusSeconds(119));
        var stale = Map.of("p0", NOW.minusSeconds(120));

        assertThat(Recount.of(rule, pods(3, 3), fresh, wishing(3), NOW))
                .isEqualTo(new Recount.Counted(new Counts(0, 2, 2, 3), List.of()));
        assertThat(Recount.of(rule, pods(3, 3), stale, wishing(3), NOW))
                .isEqualTo(new Recount.Counted(new Counts(1, 3, 2, 3), List.of()));
    }

    @Test
    void aTerminatingPodIsExpectedButNotHealthy() {
        var pods = new ArrayList<>(pods(2, 2));
        pods.add(new CoveredPod("going", true, true, SET));

        var recount = Recount.of(new BudgetRule("2", null), pods, Map.of(), wishing(3), NOW);

        assertThat(recount).isEqualTo(new Recount.Counted(new Counts(0, 2, 2, 3), List.of()));
    }

    @Test
    void aControllerWithoutScaleFailsTheSyncUnlessOnlyPodsAreCounted() {
        Function<OwnerRef, Scale> none = _ -> new Scale.None("DaemonSet has no scale");

        assertThat(Recount.of(new BudgetRule(null, "1"), pods(3, 3), Map.of(), none, NOW))
                .isEqualTo(new Recount.SyncFailed("DaemonSet has no scale"));
        assertThat(Recount.of(new BudgetRule("2", null), pods(3, 3), Map.of(), none, NOW))
                .isEqualTo(new Recount.Counted(new Counts(1, 3, 2, 3), List.of()));
    }

    @Test
    void aCustomControllerLeavesTheStatusUnchecked() {
        var recount =
                Recount.of(new BudgetRule(null, "1"), pods(3, 3), Map.of(), _ -> new Scale.Unseen("Rollout"), NOW);

        assertThat(recount).isInstanceOf(Recount.Unknowable.class);
    }

    @Test
    void anUnreadableValueFailsTheSync() {
        var recount = Recount.of(new BudgetRule("half", null), pods(1, 1), Map.of(), wishing(1), NOW);

        assertThat(recount).isInstanceOf(Recount.SyncFailed.class);
    }

    @Test
    void aSelectorThatMatchesNothingCountsNothing() {
        var recount = Recount.of(new BudgetRule(null, "1"), List.of(), Map.of(), wishing(5), NOW);

        assertThat(recount).isEqualTo(new Recount.Counted(new Counts(0, 0, 0, 0), List.of()));
    }

    private static List<CoveredPod> pods(int count, int healthy) {
        return IntStream.range(0, count)
                .mapToObj(i -> new CoveredPod("p" + i, i < healthy, false, SET))
                .toList();
    }

    private static Function<OwnerRef, Scale> wishing(int replicas) {
        return owner -> new Scale.Wished(owner.uid() == null ? owner.name() : owner.uid(), replicas);
    }
}
