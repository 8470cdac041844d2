package io.plimsoll.actuator.plan;

import static io.plimsoll.actuator.view.Cluster.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.request.DrainOptions;
import io.plimsoll.actuator.view.Cluster;
import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.fact.Affinity;
import io.plimsoll.model.fact.Affinity.PodTerm;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** 5,000 nodes and 150,000 pods in one namespace: a plan takes at most half a second. */
class LargePlanIT {

    private static final int NODES = 5_000;
    private static final int PODS_EACH = 30;
    private static final int APPS = 1_500;

    @Test
    void plansOfTheLargestClusterTakeFractionsOfASecond() {
        Cluster cluster = large();
        List<String> every = IntStream.range(0, NODES).mapToObj(i -> "n" + i).toList();
        Planner.plan(cluster.view, every.subList(100, 200), options(), NOW);

        long began = cpu();
        NodePlan one = Planner.planNode(cluster.view, "n7", options(), NOW);
        long oneDone = cpu();
        Plan hundred = Planner.plan(cluster.view, every.subList(0, 100), options(), NOW);
        long hundredDone = cpu();
        Plan all = Planner.plan(cluster.view, every, options(), NOW);
        long allDone = cpu();

        System.out.printf(
                "cpu time of a plan of 1 node %d ms, of 100 nodes %d ms, of all %d nodes %d ms%n",
                oneDone - began, hundredDone - oneDone, NODES, allDone - hundredDone);
        assertThat(one.pods()).hasSize(PODS_EACH);
        assertThat(hundred.nodes()).hasSize(100);
        assertThat(all.nodes()).hasSize(NODES).noneMatch(NodePlan::blocked);
        assertThat(oneDone - began).as("cpu milliseconds for 1 node").isLessThan(500);
        assertThat(hundredDone - oneDone).as("cpu milliseconds for 100 nodes").isLessThan(500);
    }

    /** Of this thread, in milliseconds: what else the machine does is no fault of the plan. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000;
    }

    /** Every tenth app keeps its pods on different nodes; every third has a budget. */
    private static Cluster large() {
        var cluster = new Cluster();
        for (int i = 0; i < NODES; i++) {
            cluster.node("n" + i)
                    .zone("z" + i % 3)
                    .label("pool", "p" + i % 7)
                    .offers(8_000, 32_000, 110)
                    .put();
        }
        int each = NODES * PODS_EACH / APPS;
        for (int a = 0; a < APPS; a++) {
            String app = "app" + a;
            cluster.deployment(app, each);
            if (a % 3 == 0) {
                cluster.budget(app, app, null, "10%", each, each * 9 / 10, each, each / 10);
            }
        }
        for (int i = 0; i < NODES; i++) {
            for (int p = 0; p < PODS_EACH; p++) {
                int a = (i * PODS_EACH + p) % APPS;
                String app = "app" + a;
                var pod = cluster.pod(app + "-" + i + "-" + p, "n" + i)
                        .of(app)
                        .in("shop")
                        .asks(100 + a % 50, 400);
                if (a % 10 == 0) {
                    var self = new PodTerm(
                            LabelSelector.ofLabels(Map.of("app", app)), List.of(), null, "kubernetes.io/hostname");
                    pod.affinity(new Affinity(List.of(), List.of(), List.of(self)));
                }
                pod.put();
            }
        }
        return cluster;
    }

    private static PlanOptions options() {
        return PlanOptions.of(DrainOptions.DEFAULTS);
    }
}
