package io.plimsoll.actuator.plan;

import static io.plimsoll.actuator.view.Cluster.NOW;
import static io.plimsoll.actuator.view.Cluster.container;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.plan.NodePlan.Outcome;
import io.plimsoll.actuator.plan.WorkloadLoss.Loss;
import io.plimsoll.actuator.request.DrainOptions;
import io.plimsoll.actuator.view.Cluster;
import io.plimsoll.actuator.view.PodDemand;
import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.LabelSelector.Requirement;
import io.plimsoll.model.fact.Affinity;
import io.plimsoll.model.fact.Affinity.NodeTerm;
import io.plimsoll.model.fact.Affinity.PodTerm;
import io.plimsoll.model.fact.ContainerState.Type;
import io.plimsoll.model.fact.Resources;
import io.plimsoll.model.fact.TopologySpread;
import io.plimsoll.wire.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlannerTest {

    private static final String HOSTNAME = "kubernetes.io/hostname";
    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final LabelSelector CART = LabelSelector.ofLabels(Map.of("app", "cart"));

    private final Cluster cluster =
            new Cluster().node("n1").put().node("n2").put().node("n3").zone("b").put();

    @Test
    void aNodeWhosePodsMoveFreelyGoes() {
        cluster.deployment("cart", 2)
                .pod("a", "n1")
                .of("cart")
                .put()
                .pod("b", "n1")
                .of("cart")
                .put();

        NodePlan plan = plan("n1");

        assertThat(plan.outcome()).isEqualTo(Outcome.GO);
        assertThat(plan.causes()).isEmpty();
        assertThat(plan.pods()).allSatisfy(pod -> assertThat(pod.destination()).isIn("n2", "n3"));
        assertThat(plan.after()).isEqualTo(new Utilisation(2, 8_000, 200, 32L << 30, 256L << 20));
        assertThat(plan.byClass()).isEqualTo(Map.of(PodClass.EVICTABLE, 2L));
    }

    /** Case 12. */
    @Test
    void podsOfOneBudgetGoOneAfterTheOther() {
        cluster.deployment("cart", 3).budget("cart", "cart", "2", null, 3, 2, 3, 1);
        cluster.pod("a", "n1")
                .of("cart")
                .put()
                .pod("b", "n1")
                .of("cart")
                .put()
                .pod("c", "n2")
                .of("cart")
                .put();

        NodePlan plan = plan("n1");

        assertThat(plan.outcome()).isEqualTo(Outcome.GO_WITH_WAIT);
        assertThat(plan.pods())
                .extracting(PodVerdict::name, PodVerdict::podClass)
                .containsExactly(tuple("a", PodClass.EVICTABLE), tuple("b", PodClass.PDB_BLOCKED));
        assertThat(plan.causes()).singleElement().satisfies(cause -> assertThat(cause.message())
                .contains("allows 1 at a time"));
        assertThat(plan.budgets()).containsExactly(new BudgetDraw("shop/cart", 1, 2));
    }

    /** Case 14: known before anything is touched. */
    @Test
    void aNodeThatCanNeverDrainIsBlockedAndHopeless() {
        cluster.deployment("solo", 1).budget("solo", "solo", "1", null, 1, 1, 1, 0);
        cluster.pod("solo-1", "n1").of("solo").put();

        NodePlan plan = plan("n1");

        assertThat(plan.outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(plan.hopeless()).isTrue();
        assertThat(plan.causes()).singleElement().satisfies(cause -> {
            assertThat(cause.code()).isEqualTo("PDB_PERMANENTLY_BLOCKED");
            assertThat(cause.object()).isEqualTo("shop/solo");
            assertThat(cause.message()).contains("minAvailable 1", "its 1 replica healthy");
        });
    }

    @Test
    void anUnknownNodeIsACauseOfThePlan() {
        Plan plan = Planner.plan(cluster.view, List.of("n1", "nope"), options(), NOW);

        assertThat(plan.nodes()).extracting(NodePlan::node).containsExactly("n1");
        assertThat(plan.causes()).extracting(cause -> cause.code()).containsExactly("NODE_NOT_FOUND");
    }

    @Test
    void ordinaryPodsLeaveBeforeCriticalOnes() {
        cluster.deployment("cart", 2);
        cluster.pod("a", "n1")
                .of("cart")
                .priority(2_000_000_000)
                .put()
                .pod("b", "n1")
                .of("cart")
                .put();

        assertThat(plan("n1").pods()).extracting(PodVerdict::name).containsExactly("b", "a");
    }

    @Test
    void podsThatDoNotFitAreWithoutAPlaceAndTheReasonsAreCounted() {
        cluster.deployment("big", 3);
        cluster.pod("big-1", "n1").of("big").asks(3_000, 128).put();
        cluster.pod("big-2", "n2").of("big").asks(3_000, 128).put();
        cluster.pod("big-3", "n3").of("big").asks(3_000, 128).put();

        NodePlan plan = plan("n1");

        assertThat(plan.outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(plan.hopeless()).as("capacity may come").isFalse();
        assertThat(plan.causes()).singleElement().satisfies(cause -> assertThat(cause.message())
                .contains("shop/big-1", "3000m cpu", "2 short of cpu"));
    }

    @Test
    void whatLeavesFirstTakesThePlace() {
        cluster.node("n2").offers(1_000, 1_000, 110).put().node("n3").cordoned().put();
        cluster.deployment("cart", 3);
        IntStream.rangeClosed(1, 3)
                .forEach(i ->
                        cluster.pod("p" + i, "n1").of("cart").asks(500, 100).put());

        assertThat(plan("n1").pods())
                .extracting(PodVerdict::name, PodVerdict::destination)
                .containsExactly(tuple("p1", "n2"), tuple("p2", "n2"), tuple("p3", null));
    }

    @Test
    void podsArePackedOntoTheFullestNodeThatTakesThem() {
        cluster.deployment("cart", 2).deployment("fill", 1);
        cluster.pod("fill-1", "n3").of("fill").asks(3_000, 128).put();
        cluster.pod("a", "n1")
                .of("cart")
                .asks(900, 128)
                .put()
                .pod("b", "n1")
                .of("cart")
                .asks(900, 128)
                .put();

        assertThat(plan("n1").pods()).extracting(PodVerdict::destination).containsExactly("n3", "n2");
    }

    @Test
    void initContainersSidecarsAndOverheadCount() {
        var containers = List.of(
                container(Type.SIDECAR, 100, 10),
                container(Type.INIT, 1_000, 10),
                container(Type.SIDECAR, 200, 10),
                container(Type.REGULAR, 300, 500));

        var pod = cluster.pod("x", "n1")
                .containers(containers, Resources.of(50, 1 << 20))
                .viewed();

        Resources demand = PodDemand.of(pod.state());
        assertThat(demand.cpuMillis())
                .as("init beside the first sidecar, and overhead")
                .isEqualTo(1_150);
        assertThat(demand.memoryBytes()).isEqualTo(521L << 20);
        assertThat(demand.pods()).isEqualTo(1);
    }

    @Test
    void selectorsAffinityTaintsAndVolumesRuleNodesOut() {
        cluster.node("n2").taint("dedicated").label("disk", "ssd").put();
        cluster.deployment("one", 1)
                .deployment("two", 1)
                .deployment("three", 1)
                .volume("data", false, List.of(term(ZONE, "In", "b")));
        cluster.pod("selects", "n1").of("one").selects("disk", "ssd").put();
        cluster.pod("tolerates", "n1")
                .of("two")
                .selects("disk", "ssd")
                .tolerates("dedicated")
                .put();
        cluster.pod("affine", "n1")
                .of("three")
                .affinity(onNodes(term(ZONE, "NotIn", "a")))
                .put();
        cluster.pod("volume", "n1")
                .ownedBy("StatefulSet", "db")
                .volume("claim", "data")
                .put();
        cluster.pod("nowhere", "n1")
                .of("other")
                .affinity(onNodes(term(ZONE, "In", "c")))
                .put();
        cluster.statefulSet("db", 3, 3, Map.of()).deployment("other", 1);

        Map<String, String> destinations = destinations(plan("n1"));

        assertThat(destinations.get("selects")).isEqualTo("-");
        assertThat(destinations.get("tolerates")).isEqualTo("n2");
        assertThat(destinations.get("affine")).isEqualTo("n3");
        assertThat(destinations.get("volume")).isEqualTo("n3");
        assertThat(destinations.get("nowhere")).isEqualTo("-");
    }

    /** A volume that goes with its pod, or isn't made yet, is made anew where its storage class allows, and nowhere else. */
    @Test
    void volumeThatIsStillToBeMadeGoesWhereItsStorageClassAllows() {
        cluster.view.putTopologies("zonal", List.of(term(ZONE, "In", "b")));
        cluster.deployment("scratch", 1).deployment("waiting", 1).deployment("anywhere", 1);
        cluster.claim("scratch-1-v0", "pv-scratch", "zonal").claim("unbound", null, "zonal");
        cluster.claim("free", null, "unheard-of");
        cluster.pod("scratch-1", "n1").of("scratch").volume("ephemeral", null).put();
        cluster.pod("waiting-1", "n1").of("waiting").volume("claim", "unbound").put();
        cluster.pod("anywhere-1", "n1").of("anywhere").volume("claim", "free").put();

        Map<String, String> destinations = destinations(plan("n1"));

        assertThat(destinations.get("scratch-1")).isEqualTo("n3");
        assertThat(destinations.get("waiting-1")).isEqualTo("n3");
        assertThat(destinations.get("anywhere-1")).isNotEqualTo("-");
    }

    @Test
    void antiAffinityBindsBothWays() {
        var apart = new Affinity(List.of(), List.of(), List.of(new PodTerm(CART, List.of(), null, HOSTNAME)));
        cluster.deployment("cart", 3).deployment("loner", 1);
        cluster.pod("cart-1", "n1").of("cart").affinity(apart).put();
        cluster.pod("cart-2", "n2").of("cart").affinity(apart).put();
        assertThat(destinations(plan("n1"))).containsEntry("cart-1", "n3");

        cluster.pod("loner-1", "n3").of("loner").affinity(apart).put();
        assertThat(destinations(plan("n1"))).containsEntry("cart-1", "-");
    }

    @Test
    void affinityFollowsItsPodsAndItsFirstPodGoesAnywhere() {
        var near = new Affinity(List.of(), List.of(new PodTerm(CART, List.of(), null, ZONE)), List.of());
        cluster.deployment("cart", 2).deployment("web", 1);
        cluster.pod("web-1", "n1")
                .of("web")
                .affinity(near)
                .put()
                .pod("cart-1", "n3")
                .of("cart")
                .put();
        assertThat(destinations(plan("n1"))).containsEntry("web-1", "n3");

        var alone = new Cluster().node("n1").put().node("n2").put().deployment("cart", 1);
        alone.pod("cart-1", "n1").of("cart").affinity(near).put();
        assertThat(Planner.planNode(alone.view, "n1", options(), NOW).outcome()).isEqualTo(Outcome.GO);
    }

    @Test
    void spreadOverZonesIsKept() {
        cluster.node("n4").zone("b").put().deployment("cart", 4);
        var spread = new TopologySpread(1, ZONE, "DoNotSchedule", CART, null, null, null, List.of());
        cluster.pod("cart-1", "n1").of("cart").spread(spread).put();
        cluster.pod("cart-2", "n3").of("cart").spread(spread).put();
        cluster.pod("cart-3", "n4").of("cart").spread(spread).put();
        assertThat(destinations(plan("n1"))).containsEntry("cart-1", "n2");

        cluster.node("n2").cordoned().put();
        assertThat(destinations(plan("n1")))
                .as("the other zone would hold three, this one none")
                .containsEntry("cart-1", "-");
    }

    @Test
    void aNodeHasRoomForSoManyPods() {
        cluster.node("n2")
                .offers(4_000, 16_000, 1)
                .put()
                .node("n3")
                .cordoned()
                .put()
                .deployment("cart", 2);
        cluster.pod("a", "n1").of("cart").put().pod("b", "n1").of("cart").put();

        assertThat(destinations(plan("n1"))).containsEntry("a", "n2").containsEntry("b", "-");
    }

    @Test
    void lossesAreNamed() {
        cluster.deployment("solo", 1).statefulSet("db", 3, 3, Map.of()).statefulSet("mq", 3, 2, Map.of());
        cluster.pod("solo-1", "n1").of("solo").put();
        cluster.pod("db-0", "n1").ownedBy("StatefulSet", "db").put();
        cluster.pod("mq-0", "n1").ownedBy("StatefulSet", "mq").put();

        assertThat(plan("n1").losses())
                .extracting(WorkloadLoss::workload, WorkloadLoss::loss)
                .containsExactlyInAnyOrder(
                        tuple("shop/solo", Loss.ONLY_POD),
                        tuple("shop/db", Loss.REPLICA),
                        tuple("shop/mq", Loss.QUORUM));
    }

    @Test
    void leastDisruptiveComesFirst() {
        cluster.deployment("solo", 1).deployment("cart", 9);
        cluster.pod("bare", "n1").put();
        cluster.pod("solo-1", "n2").of("solo").put();
        cluster.pod("cart-1", "n3")
                .of("cart")
                .put()
                .pod("cart-2", "n3")
                .of("cart")
                .put();
        cluster.node("n4").put().pod("cart-3", "n4").of("cart").put();

        Plan plan = Planner.plan(cluster.view, List.of("n1", "n2", "n3", "n4"), options(), NOW);

        assertThat(plan.nodes()).extracting(NodePlan::node).containsExactly("n4", "n3", "n2", "n1");
    }

    @Test
    void nodesThatStayOutTakeNothingFromLaterOnes() {
        cluster.deployment("cart", 2);
        cluster.pod("a", "n1")
                .of("cart")
                .asks(3_000, 128)
                .put()
                .pod("b", "n2")
                .of("cart")
                .asks(3_000, 128)
                .put();

        var staying = new PlanOptions(DrainOptions.DEFAULTS, true);
        Plan held = Planner.plan(cluster.view, List.of("n1", "n2"), staying, NOW);
        Plan returned = Planner.plan(cluster.view, List.of("n1", "n2"), options(), NOW);

        assertThat(held.nodes()).extracting(NodePlan::outcome).containsExactly(Outcome.GO, Outcome.BLOCKED);
        assertThat(returned.nodes()).extracting(NodePlan::outcome).containsExactly(Outcome.GO, Outcome.GO);
        assertThat(returned.nodes())
                .allSatisfy(plan -> assertThat(plan.after().nodes()).isEqualTo(2));
    }

    @Test
    void noTwoNodesOfAWaveDrawOnOneExhaustedBudgetOrShareAZone() {
        cluster.node("n4").zone("c").put().deployment("cart", 3).budget("cart", "cart", "2", null, 3, 2, 3, 1);
        cluster.pod("a", "n1").of("cart").put().pod("b", "n3").of("cart").put();
        Plan plan = Planner.plan(cluster.view, List.of("n1", "n2", "n3", "n4"), options(), NOW);
        assertThat(plan.nodes()).extracting(NodePlan::node).containsExactly("n2", "n4", "n1", "n3");

        NodePlan n1 = plan.nodes().get(2);
        NodePlan n3 = plan.nodes().get(3);
        NodePlan n2 = plan.nodes().get(0);
        assertThat(Wave.clash(n1, n3, false)).contains("shop/cart").contains("allows 1");
        assertThat(Wave.clash(n1, n2, false)).isNull();
        assertThat(Wave.clash(n1, n2, true)).isEqualTo("lie in zone a");
        assertThat(Wave.clash(n2, n3, true)).isNull();
    }

    @Test
    void aPlanCanBeWrittenAsJson() {
        cluster.deployment("cart", 1).pod("a", "n1").of("cart").put();

        var json = Json.mapper().valueToTree(Planner.plan(cluster.view, List.of("n1"), options(), NOW));

        assertThat(json.at("/nodes/0/outcome").asText()).isEqualTo("go");
        assertThat(json.at("/nodes/0/byClass/EVICTABLE").asInt()).isEqualTo(1);
        assertThat(json.at("/nodes/0/after/freeCpuPercent").asDouble()).isGreaterThan(90);
    }

    /** In whatever order and however often the cluster's objects were seen, the plan is the same. */
    @ParameterizedTest
    @MethodSource("seeds")
    void orderAndRepetitionChangeNothing(long seed) {
        var random = new Random(seed);
        var mixed = new Cluster();
        List<Runnable> puts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String node = "n" + i;
            puts.add(() -> mixed.node(node)
                    .zone(node.compareTo("n4") < 0 ? "a" : "b")
                    .offers(1_000, 2_000, 12)
                    .put());
            for (int p = 0; p < 6; p++) {
                long cpu = 50 + random.nextInt(250);
                String app = "app" + random.nextInt(4);
                String pod = app + "-" + i + p;
                puts.add(() -> mixed.pod(pod, node).of(app).asks(cpu, 100).put());
            }
        }
        for (int a = 0; a < 4; a++) {
            String app = "app" + a;
            puts.add(() -> mixed.deployment(app, 12));
            puts.add(() -> mixed.budget(app, app, "10", null, 12, 10, 12, 2));
        }
        puts.forEach(Runnable::run);
        Plan first = Planner.plan(mixed.view, nodes(), options(), NOW);

        Collections.shuffle(puts, random);
        puts.addAll(puts.subList(0, 20));
        puts.forEach(Runnable::run);

        assertThat(Planner.plan(mixed.view, nodes(), options(), NOW))
                .as("seed %d", seed)
                .isEqualTo(first);
    }

    static IntStream seeds() {
        return IntStream.range(0, 30);
    }

    private static List<String> nodes() {
        return IntStream.range(0, 8).mapToObj(i -> "n" + i).toList();
    }

    private NodePlan plan(String node) {
        return Planner.planNode(cluster.view, node, options(), NOW);
    }

    private static PlanOptions options() {
        return PlanOptions.of(DrainOptions.DEFAULTS);
    }

    private static Map<String, String> destinations(NodePlan plan) {
        Map<String, String> found = new HashMap<>();
        plan.pods()
                .forEach(pod ->
                        found.put(pod.name(), String.valueOf(pod.destination()).replace("null", "-")));
        return found;
    }

    private static NodeTerm term(String key, String operator, String value) {
        return new NodeTerm(List.of(new Requirement(key, operator, List.of(value))), List.of());
    }

    private static Affinity onNodes(NodeTerm term) {
        return new Affinity(List.of(term), List.of(), List.of());
    }

    private static Tuple tuple(Object... values) {
        return Tuple.tuple(values);
    }
}
