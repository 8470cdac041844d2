package io.plimsoll.actuator.guard;

import static io.plimsoll.actuator.view.Cluster.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.calendar.Calendar;
import io.plimsoll.actuator.calendar.WindowSetting;
import io.plimsoll.actuator.plan.PlanOptions;
import io.plimsoll.actuator.plan.Planner;
import io.plimsoll.actuator.request.DrainOptions;
import io.plimsoll.actuator.view.Cluster;
import io.plimsoll.actuator.view.ForeignLocks;
import io.plimsoll.actuator.view.Freshness;
import io.plimsoll.actuator.view.Resource;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.fact.LeaseState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GuardsTest {

    private static final Duration CALM = Duration.ofMinutes(2);

    private static final DrainOptions WIDE = with(DrainOptions.DEFAULTS, 5, null);

    private final Cluster cluster = new Cluster();
    private Situation situation = Situation.calm();
    private GuardSettings settings = GuardSettings.DEFAULTS;

    GuardsTest() {
        IntStream.rangeClosed(1, 20)
                .forEach(i -> cluster.node("n" + i).group("pool-" + i % 2).put());
        cluster.deployment("cart", 3);
        IntStream.rangeClosed(1, 3)
                .forEach(i -> cluster.pod("cart-" + i, "n" + i).of("cart").put());
    }

    @Test
    void inACalmClusterEveryGuardIsOpen() {
        assertThat(judge("n1")).isEmpty();
    }

    @Test
    void everyClosedGuardIsNamedAtOnce() {
        cluster.freshness.put(Resource.PODS, Freshness.unusable("first list under way"));
        situation = new Situation(
                Calendar.of(
                        List.of(WindowSetting.weekly("w", List.of("Mon"), "22:00", "23:00", "Nowhere/Land")),
                        List.of()),
                List.of(new Underway("n5", "r-0", "Draining", NOW)),
                List.of(new Pause("d-1", Scope.cluster(), "mass cordon", null)),
                List.of(),
                Soak.begin("n4", NOW, List.of()),
                new SchedulingFailures(Map.of(), NOW));

        assertThat(judge("n1"))
                .extracting(Verdict.Closed::code)
                .containsExactly("WINDOW", "PAUSED", "CONCURRENCY", "INTERVAL", "SOAK", "BREAKER", "FRESH");
        assertThat(judge("n1")).allSatisfy(closed -> {
            assertThat(closed.reason()).isNotBlank();
            assertThat(closed.remedy()).isNotBlank();
        });
    }

    /** Whoever asks what holds maintenance back isn't told of the troubles of one node, nor spared those of the others. */
    @Test
    void whatIsClosedForNoNodeInParticularIsAskedForOneInService() {
        cluster.node("n1").cordoned().taint("karpenter.sh/disrupted").put();
        cluster.node("n10").cordoned().put();
        Pause pause = new Pause("p1", new Scope(Scope.Kind.NodeGroup, "pool-0"), "audit season", null);
        situation =
                new Situation(Calendar.always(), List.of(), List.of(pause), List.of(), null, SchedulingFailures.none());

        List<Verdict.Closed> closed = Guards.anywhere(cluster.view, situation, settings, NOW);

        assertThat(closed).extracting(Verdict.Closed::code).containsExactly("CONCURRENCY", "PAUSED");
        assertThat(closed.getFirst().reason()).contains("3rd of 20", "n1 (", "n10 (cordoned)");
        assertThat(closed.getFirst().remedy()).contains("kubectl uncordon n10");
        assertThat(closed.getLast().reason()).contains("p1", "node group pool-0", "audit season");
        assertThat(closed.getLast().remedy()).contains("resume", "node group pool-0");
    }

    @Test
    void aGuardThatCannotBeEvaluatedIsClosed() {
        var broken = new GuardContext(cluster.view, candidate("n1"), situation, null, NOW);

        assertThat(Guards.all(broken)).extracting(Verdict.Closed::code).contains("CAPACITY", "FRESH", "CONCURRENCY");
    }

    @Test
    void aNodeThatIsNotInViewIsNotStarted() {
        var unseen = new Candidate("r-1", "n99", DrainOptions.DEFAULTS, null);

        assertThat(Guards.all(new GuardContext(cluster.view, unseen, situation, settings, NOW)))
                .extracting(Verdict.Closed::code)
                .contains("CONCURRENCY", "QUORUM");
    }

    /** Case 51. */
    @Test
    void outsideTheWindowItSaysWhenItOpens() {
        situation = with(
                Calendar.of(List.of(WindowSetting.weekly("nights", List.of(), "22:00", "04:00", "UTC")), List.of()));

        assertThat(only("n1")).satisfies(closed -> {
            assertThat(closed.code()).isEqualTo("WINDOW");
            assertThat(closed.opensAt()).isEqualTo("2030-01-01T22:00:00Z");
        });
    }

    @Test
    void aDrainThatWillNotFinishBeforeTheWindowEndsIsNotStarted() {
        situation =
                with(Calendar.of(List.of(WindowSetting.weekly("noon", List.of(), "11:00", "12:10", "UTC")), List.of()));
        assertThat(judge("n1")).as("a quarter of 30 minutes fits into 10").isEmpty();

        Instant long1 = NOW.minus(Duration.ofHours(3));
        var slow = new PastDrain("n7", long1, long1.plus(Duration.ofMinutes(12)));
        situation = new Situation(
                situation.calendar(), List.of(), List.of(), List.of(slow), null, SchedulingFailures.none());

        assertThat(only("n1").reason()).contains("PT12M").contains("2030-01-01T12:10:00Z");
        assertThat(only("n1").opensAt()).isEqualTo("2030-01-02T11:00:00Z");
    }

    @Test
    void aPauseHoldsTheNodesOfItsScopeUntilItEnds() {
        Instant later = NOW.plusSeconds(60);
        situation = pausedBy(
                new Pause("p-1", Scope.node("n1"), "disk", later),
                new Pause("p-2", new Scope(Scope.Kind.NodeGroup, "pool-0"), "thrash", null),
                new Pause("p-3", new Scope(Scope.Kind.Namespace, "shop"), "P1", later),
                new Pause("p-4", Scope.cluster(), "over", NOW));

        assertThat(only("n1").reason()).contains("p-1", "p-3").doesNotContain("p-2", "p-4");
        assertThat(only("n1").opensAt()).isEqualTo(later);
        assertThat(only("n8").reason()).contains("p-2", "node group pool-0");
        assertThat(only("n8").opensAt()).isNull();
        assertThat(judge("n9")).isEmpty();
    }

    @Test
    void aPauseHoldsNodesAndPodsThatComeLaterToo() {
        situation = pausedBy(
                new Pause("p-1", new Scope(Scope.Kind.NodeGroup, "gpu"), "driver", null),
                new Pause("p-2", new Scope(Scope.Kind.Namespace, "shop"), "P1", null),
                new Pause("p-3", Scope.node("n77"), "disk", null));

        assertThat(judge("n9")).isEmpty();
        cluster.node("n70").group("gpu").put().node("n77").put();
        cluster.pod("late", "n9").put();

        assertThat(only("n70").reason()).contains("p-1").doesNotContain("p-2", "p-3");
        assertThat(only("n77").reason()).contains("p-3");
        assertThat(only("n9").reason()).contains("p-2");
    }

    /** Case 40: of 20 nodes 10 % may be out, and two are, by nobody's asking of ours. */
    @Test
    void nodesThatOthersTookOutCountAndAreNamed() {
        cluster.node("n6").cordoned().put().node("n7").notReady().put();

        assertThat(only("n1")).satisfies(closed -> {
            assertThat(closed.code()).isEqualTo("CONCURRENCY");
            assertThat(closed.reason()).contains("3rd of 20", "at most 2 (10 %)", "n6 (cordoned)", "n7 (NotReady)");
        });
    }

    @Test
    void anAutoscalersTaintCountsAsOutAndTheCandidateItselfDoesNot() {
        cluster.node("n6").taint("ToBeDeletedByClusterAutoscaler").put();
        cluster.node("n1").cordoned().put();
        assertThat(judge("n1")).isEmpty();

        cluster.node("n7").taint("karpenter.sh/disrupted").put();
        assertThat(only("n1").reason()).contains("n6 (tainted ToBeDeletedByClusterAutoscaler)");
    }

    @Test
    void inASmallClusterOneMayGoIfNobodyElseIsOut() {
        var small = new Cluster();
        IntStream.rangeClosed(1, 4).forEach(i -> small.node("s" + i).put());
        var candidate = new Candidate("r-1", "s1", DrainOptions.DEFAULTS, null);
        var context = new GuardContext(small.view, candidate, situation, settings, NOW);
        assertThat(new ConcurrencyGuard().judge(context).isOpen()).isTrue();

        small.node("s2").cordoned().put();
        assertThat(new ConcurrencyGuard().judge(context).isOpen()).isFalse();
    }

    /** Case 39. */
    @Test
    void oneAtATimeUnlessBothTheActuatorAndTheRequestAllowMore() {
        situation = underway(new Underway("n5", "r-1", "Draining", NOW.minusSeconds(600)));
        assertThat(only("n1").reason()).contains("n5 (Draining, for r-1)", "at most 1");

        settings = atMost(3, null, null);
        assertThat(only("n1").reason()).contains("same request", "allows 1");

        assertThat(judge("n1", WIDE)).isEmpty();
    }

    @Test
    void zonesAndGroupsHaveTheirOwnLimits() {
        settings = atMost(5, null, 1);
        cluster.node("n6").group("pool-0").cordoned().put();

        assertThat(only("n8").reason()).contains("node group pool-0", "n6");
        assertThat(judge("n9")).isEmpty();
        settings = atMost(5, 1, null);
        assertThat(only("n9").reason()).contains("zone a");
    }

    @Test
    void betweenNodesLiesAnInterval() {
        var last = new PastDrain("n5", NOW.minusSeconds(300), NOW.minusSeconds(30));
        situation =
                new Situation(Calendar.always(), List.of(), List.of(), List.of(last), null, SchedulingFailures.none());

        assertThat(only("n1").code()).isEqualTo("INTERVAL");
        assertThat(only("n1").opensAt()).isEqualTo(NOW.plusSeconds(90));
    }

    @Test
    void whatStaysFreeAfterwardsMustBeEnough() {
        cluster.deployment("big", 20);
        IntStream.rangeClosed(4, 20).forEach(i -> cluster.pod("big-" + i, "n" + i)
                .of("big")
                .asks(3_700, 1_000)
                .put());

        assertThat(only("n1").code()).isEqualTo("CAPACITY");
        assertThat(only("n1").reason())
                .contains("% of cpu")
                .contains("19 nodes")
                .contains("20 %");
    }

    @Test
    void aPodWithoutAPlaceClosesCapacity() {
        cluster.deployment("gpu", 1)
                .pod("gpu-1", "n9")
                .of("gpu")
                .selects("gpu", "yes")
                .put();

        assertThat(only("n9").reason()).contains("shop/gpu-1", "would be Pending", "node selector");
    }

    @Test
    void aViolatedOrHopelessBudgetClosesBudgets() {
        cluster.budget("cart", "cart", "3", null, 2, 3, 3, 0);
        assertThat(only("n1").reason()).contains("PDB shop/cart").contains("(minAvailable 3)");

        cluster.budget("cart", "cart", "2", null, 1, 2, 3, 0);
        assertThat(only("n1").reason()).isEqualTo("PDB shop/cart needs 2 healthy, has 1");
    }

    /** Case 28. */
    @Test
    void anUnreadyPodThatItsPolicyLetsGoIsNoObstacle() {
        cluster.pod("cart-1", "n1").of("cart").unready().put();
        cluster.budget("cart", "cart", "2", null, "AlwaysAllow", 1, 2, 3, 0);
        assertThat(judge("n1")).isEmpty();

        cluster.budget("cart", "cart", "2", null, "IfHealthyBudget", 1, 2, 3, 0);
        assertThat(only("n1").code()).isEqualTo("BUDGETS");
    }

    /** Case 59. */
    @Test
    void theSoakEndsOnceAllHasBeenWellForLongEnoughAndHaltsTheWaveIfThatTakesTooLong() {
        cluster.workload("ReplicaSet", "cart-rs", 3, 2, null, Map.of());
        var soak = Soak.begin("n4", NOW.minusSeconds(300), List.of(new Displaced("cart-rs", "shop/cart-rs", 1)));
        situation = soaking(soak.observed(cluster.view, CALM, NOW));
        assertThat(only("n1").reason()).isEqualTo("after node n4, shop/cart-rs has 2 of 3 replicas ready");

        GuardContext late = context("n1", DrainOptions.DEFAULTS, NOW.plusSeconds(400));
        assertThat(new SoakGuard().judge(late))
                .isInstanceOfSatisfying(Verdict.Closed.class, closed -> assertThat(closed.reason())
                        .contains("the wave halts", "2 of 3 replicas"));

        cluster.workload("ReplicaSet", "cart-rs", 3, 3, null, Map.of());
        Soak calm = soak.observed(cluster.view, CALM, NOW);
        situation = soaking(calm);
        assertThat(only("n1").opensAt()).isEqualTo(NOW.plusSeconds(120));
        assertThat(new SoakGuard()
                        .judge(context("n1", DrainOptions.DEFAULTS, NOW.plusSeconds(120)))
                        .isOpen())
                .isTrue();
    }

    @Test
    void aSoakThatHasPassedIsNotUndoneByWhatTheNextNodeDisplaces() {
        cluster.workload("ReplicaSet", "cart-rs", 3, 3, null, Map.of());
        Soak passed = Soak.begin("n4", NOW, List.of(new Displaced("cart-rs", "shop/cart-rs", 1)))
                .observed(cluster.view, CALM, NOW);
        Instant later = NOW.plus(Duration.ofMinutes(20));

        cluster.workload("ReplicaSet", "cart-rs", 3, 2, null, Map.of());
        Soak disturbed = passed.observed(cluster.view, CALM, later);

        assertThat(disturbed.standing(CALM, Duration.ofMinutes(10), later)).isEqualTo(Soak.Standing.PASSED);
    }

    @Test
    void aPodThatFindsNoNodeInterruptsTheCalm() {
        Soak soak = Soak.begin("n4", NOW, List.of()).observed(cluster.view, CALM, NOW);
        assertThat(soak.calmSince()).isEqualTo(NOW);

        cluster.pod("new", null).unschedulableSince(NOW.plusSeconds(10)).put();
        cluster.pod("old", null).unschedulableSince(NOW.minusSeconds(10)).put();

        assertThat(soak.observed(cluster.view, CALM, NOW.plusSeconds(20)).calmSince())
                .isNull();
        assertThat(soak.amiss(cluster.view)).containsExactly("shop/new finds no node");
    }

    @Test
    void fiveSchedulingFailuresStopEverythingForHalfAnHour() {
        IntStream.range(0, 5)
                .forEach(i -> cluster.pod("p" + i, null).unschedulableSince(NOW).put());
        SchedulingFailures none =
                SchedulingFailures.none().observed(cluster.view, null, 5, Duration.ofMinutes(10), NOW);
        assertThat(none.trippedAt()).as("nothing of ours is out").isNull();

        SchedulingFailures tripped = none.observed(cluster.view, NOW, 5, Duration.ofMinutes(10), NOW.plusSeconds(5))
                .observed(cluster.view, NOW, 5, Duration.ofMinutes(10), NOW.plusSeconds(6));

        assertThat(tripped.trippedAt()).isEqualTo(NOW.plusSeconds(5));
        situation = new Situation(Calendar.always(), List.of(), List.of(), List.of(), null, tripped);
        assertThat(only("n1").opensAt()).isEqualTo(NOW.plusSeconds(1_805));
    }

    @Test
    void aSecondControlPlaneNodeStays() {
        cluster.node("n6").label("node-role.kubernetes.io/control-plane", "").put();
        cluster.node("n7")
                .label("node-role.kubernetes.io/control-plane", "")
                .notReady()
                .put();

        assertThat(only("n6").code()).isEqualTo("QUORUM");
        assertThat(judge("n1")).isEmpty();
    }

    @Test
    void aLabelledQuorumWorkloadKeepsItsMajority() {
        cluster.statefulSet("etcd", 3, 3, Map.of("plimsoll.io/quorum", "true"));
        IntStream.rangeClosed(0, 2).forEach(i -> cluster.pod("etcd-" + i, "n" + (10 + i))
                .ownedBy("StatefulSet", "etcd")
                .put());
        assertThat(judge("n10")).isEmpty();

        cluster.pod("etcd-2", "n12").ownedBy("StatefulSet", "etcd").unready().put();

        assertThat(only("n10").reason()).contains("StatefulSet shop/etcd would have 1 of 3", "a majority is 2");
    }

    /** Case 45. */
    @Test
    void somebodyElsesMarkDefersUntilItIsGone() {
        String kured = "{\"nodeID\":\"n1\",\"metadata\":{\"unschedulable\":false},"
                + "\"created\":\"2030-01-01T11:00:00Z\",\"TTL\":7200000000000}";
        cluster.view.putLocks(
                "DaemonSet kube-system/kured", ForeignLocks.ofKured("DaemonSet kube-system/kured", kured));
        assertThat(only("n1").reason()).contains("kured", "DaemonSet kube-system/kured");
        assertThat(only("n1").opensAt()).isEqualTo("2030-01-01T13:00:00Z");
        cluster.view.putLocks("DaemonSet kube-system/kured", ForeignLocks.ofKured("x", ""));
        assertThat(judge("n1")).isEmpty();

        var lease = ForeignLocks.ofLease(
                "medik8s-leases", "node-n1", new LeaseState("node-maintenance", NOW.minusSeconds(60), 3600));
        cluster.view.putLocks("Lease medik8s-leases/node-n1", List.of(lease));
        assertThat(only("n1").reason()).contains("node-maintenance-operator (node-maintenance");
        cluster.view.putLocks("Lease medik8s-leases/node-n1", List.of());

        cluster.node("n1").taint("karpenter.sh/disrupted").put();
        assertThat(only("n1").reason()).contains("Karpenter");
    }

    @Test
    void severalKuredLocksAreReadAndGarbageHoldsNothing() {
        String locks = "{\"maxOwners\":2,\"locks\":[{\"nodeID\":\"n1\",\"TTL\":0},{\"nodeID\":\"n2\"}]}";

        assertThat(ForeignLocks.ofKured("kured", locks))
                .extracting(lock -> lock.node())
                .containsExactly("n1", "n2");
        assertThat(ForeignLocks.ofKured("kured", "][")).isEmpty();
    }

    /** Case 56. */
    @Test
    void aStaleViewCloses() {
        cluster.freshness.put(Resource.BUDGETS, new Freshness(Duration.ofSeconds(16), null));
        assertThat(only("n1").reason()).contains("budgets is 16 s old");

        cluster.freshness.put(Resource.BUDGETS, new Freshness(Duration.ofSeconds(15), null));
        assertThat(judge("n1")).isEmpty();
    }

    /** Whatever order the objects came in, and however often: the verdicts are the same. */
    @ParameterizedTest
    @MethodSource("seeds")
    void orderAndRepetitionChangeNothing(long seed) {
        var random = new Random(seed);
        List<Runnable> puts = new ArrayList<>();
        var shuffled = new Cluster();
        for (int i = 1; i <= 12; i++) {
            int state = random.nextInt(8);
            String name = "n" + i;
            puts.add(() -> {
                var node = shuffled.node(name).zone("z" + name.length());
                (state == 0 ? node.cordoned() : state == 1 ? node.notReady() : node).put();
            });
            puts.add(() -> shuffled.pod("cart-" + name, name).of("cart").put());
        }
        puts.add(() -> shuffled.deployment("cart", 12));
        puts.add(() -> shuffled.budget("cart", "cart", "90%", null, 12, 11, 12, 1));
        List<Pause> pauses = new ArrayList<>(List.of(
                new Pause("a", Scope.node("n3"), "x", null),
                new Pause("b", Scope.node("n3"), "y", NOW.plusSeconds(9))));

        puts.forEach(Runnable::run);
        List<String> first = codes(shuffled, pauses);
        Collections.shuffle(puts, random);
        Collections.shuffle(pauses, random);
        puts.addAll(puts.subList(0, 5));
        puts.forEach(Runnable::run);

        assertThat(codes(shuffled, pauses)).as("seed %d", seed).isEqualTo(first);
    }

    /** Counted anew, without the guards' own words for it. */
    @ParameterizedTest
    @MethodSource("seeds")
    void whateverIsOutAnOpenDoorNeverLetsMoreOutThanMayBe(long seed) {
        var random = new Random(seed);
        int nodes = 5 + random.nextInt(30);
        int percent = 5 + random.nextInt(40);
        int atOnce = 1 + random.nextInt(4);
        var mixed = new Cluster();
        int away = 0;
        for (int i = 1; i <= nodes; i++) {
            var node = mixed.node("n" + i);
            int state = i == 1 ? 9 : random.nextInt(12);
            away += state < 3 ? 1 : 0;
            (switch (state) {
                        case 0 -> node.cordoned();
                        case 1 -> node.notReady();
                        case 2 -> node.taint("ToBeDeletedByClusterAutoscaler");
                        default -> node;
                    })
                    .put();
        }
        List<Underway> ours = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            ours.add(new Underway("gone-" + i, "r-" + i, "Draining", NOW));
        }
        var d = GuardSettings.DEFAULTS;
        var limits = new GuardSettings(
                atOnce,
                percent,
                null,
                null,
                Duration.ZERO,
                0,
                d.soakCalm(),
                d.soakPatience(),
                d.breakerFailures(),
                d.breakerRest(),
                d.freshness(),
                d.quorumLabels(),
                false,
                false);
        var situation = new Situation(Calendar.always(), ours, List.of(), List.of(), null, SchedulingFailures.none());
        var candidate = new Candidate("r-9", "n1", with(DrainOptions.DEFAULTS, 9, null), null);

        boolean open = new ConcurrencyGuard()
                .judge(new GuardContext(mixed.view, candidate, situation, limits, NOW))
                .isOpen();

        boolean room = away + ours.size() + 1 <= Math.max(1, nodes * percent / 100) && ours.size() + 1 <= atOnce;
        assertThat(open)
                .as(
                        "seed %d: %d nodes, %d away, %d ours, %d %%, %d at once",
                        seed, nodes, away, ours.size(), percent, atOnce)
                .isEqualTo(room);
    }

    static IntStream seeds() {
        return IntStream.range(0, 50);
    }

    private static List<String> codes(Cluster cluster, List<Pause> pauses) {
        var situation = new Situation(Calendar.always(), List.of(), pauses, List.of(), null, SchedulingFailures.none());
        var plan = Planner.planNode(cluster.view, "n3", PlanOptions.of(DrainOptions.DEFAULTS), NOW);
        var candidate = new Candidate("r-1", "n3", DrainOptions.DEFAULTS, plan);
        return Guards.all(new GuardContext(cluster.view, candidate, situation, GuardSettings.DEFAULTS, NOW)).stream()
                .map(closed -> closed.code() + closed.opensAt())
                .toList();
    }

    private Verdict.Closed only(String node) {
        List<Verdict.Closed> closed = judge(node);
        assertThat(closed).hasSize(1);
        return closed.getFirst();
    }

    private List<Verdict.Closed> judge(String node) {
        return judge(node, DrainOptions.DEFAULTS);
    }

    private List<Verdict.Closed> judge(String node, DrainOptions options) {
        return Guards.all(context(node, options, NOW));
    }

    private GuardContext context(String node, DrainOptions options, Instant now) {
        var plan = Planner.planNode(cluster.view, node, PlanOptions.of(options), now);
        return new GuardContext(cluster.view, new Candidate("r-1", node, options, plan), situation, settings, now);
    }

    private Candidate candidate(String node) {
        return context(node, DrainOptions.DEFAULTS, NOW).candidate();
    }

    private static Situation with(Calendar calendar) {
        return new Situation(calendar, List.of(), List.of(), List.of(), null, SchedulingFailures.none());
    }

    private static Situation pausedBy(Pause... pauses) {
        return new Situation(Calendar.always(), List.of(), List.of(pauses), List.of(), null, SchedulingFailures.none());
    }

    private static Situation underway(Underway... underway) {
        return new Situation(
                Calendar.always(), List.of(underway), List.of(), List.of(), null, SchedulingFailures.none());
    }

    private static Situation soaking(Soak soak) {
        return new Situation(Calendar.always(), List.of(), List.of(), List.of(), soak, SchedulingFailures.none());
    }

    private static GuardSettings atMost(int concurrent, Integer perZone, Integer perGroup) {
        var d = GuardSettings.DEFAULTS;
        return new GuardSettings(
                concurrent,
                50,
                perZone,
                perGroup,
                d.interval(),
                d.freePercent(),
                d.soakCalm(),
                d.soakPatience(),
                d.breakerFailures(),
                d.breakerRest(),
                d.freshness(),
                d.quorumLabels(),
                d.onePerZone(),
                d.breakerUncordons());
    }

    private static DrainOptions with(DrainOptions of, int maxConcurrent, String window) {
        return new DrainOptions(
                of.gracePeriod(),
                of.nodeDeadline(),
                of.deleteEmptyDirData(),
                of.evictUnmanaged(),
                of.evictLocalVolumes(),
                of.onDeadline(),
                maxConcurrent,
                window);
    }
}
