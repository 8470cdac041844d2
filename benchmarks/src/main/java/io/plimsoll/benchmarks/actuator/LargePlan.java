package io.plimsoll.benchmarks.actuator;

import io.plimsoll.actuator.plan.NodePlan;
import io.plimsoll.actuator.plan.Plan;
import io.plimsoll.actuator.plan.PlanOptions;
import io.plimsoll.actuator.plan.Planner;
import io.plimsoll.actuator.request.DrainOptions;
import io.plimsoll.actuator.view.Freshness;
import io.plimsoll.actuator.view.IndexedView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.benchmarks.Report;
import io.plimsoll.benchmarks.Sample;
import io.plimsoll.benchmarks.log.LogShape;
import io.plimsoll.benchmarks.log.Population;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The plan of draining every node of the largest cluster, one after the other, and of one node in it. */
final class LargePlan {

    private static final LogShape SHAPE = LogShape.full();
    private static final int WARM_UP = 3;
    private static final int MEASURED = 7;

    private LargePlan() {}

    static void measure(Report report) {
        Instant now = Instant.now();
        IndexedView view = view(now);
        List<String> every =
                IntStream.range(0, SHAPE.nodes()).mapToObj(Population::node).toList();
        PlanOptions options = PlanOptions.of(DrainOptions.DEFAULTS);
        List<Double> all = new ArrayList<>();
        List<Double> one = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        for (int round = 0; round < WARM_UP + MEASURED; round++) {
            long cpuBefore = cpuNanos();
            long begun = System.nanoTime();
            Plan plan = Planner.plan(view, every, options, now);
            long planned = System.nanoTime();
            long cpuAfter = cpuNanos();
            NodePlan single = Planner.planNode(view, every.get(round), options, now);
            long done = System.nanoTime();
            require(plan.nodes().size() == SHAPE.nodes()
                    && plan.nodes().stream().noneMatch(NodePlan::blocked));
            require(single.pods().size() == SHAPE.pods() / SHAPE.nodes());
            if (round >= WARM_UP) {
                all.add((planned - begun) / 1e6);
                one.add((done - planned) / 1e6);
                cpu.add((cpuAfter - cpuBefore) / 1e6);
            }
        }
        report.compare("plan of one node among 5,000, ms", new Sample(one));
        report.compare("plan of all 5,000 nodes, ms of cpu", new Sample(cpu));
        report.value("planMillis", new Sample(all));
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException(
                    "the plan isn't one of " + SHAPE.nodes() + " nodes that can all be drained");
        }
    }

    private static IndexedView view(Instant now) {
        Instant since = now.minus(Duration.ofDays(1));
        var population = new Population(SHAPE, since);
        var view = new IndexedView(Site.CLUSTER, _ -> Freshness.current());
        for (int node = 0; node < SHAPE.nodes(); node++) {
            String name = Population.node(node);
            view.putNode(new Viewed<>("Node", "", name, "node-" + node, "1", population.nodeState(node, null)));
        }
        for (int app = 0; app < SHAPE.deployments(); app++) {
            String namespace = Population.namespace(app);
            String name = Population.app(app);
            view.putWorkload(new Viewed<>(
                    "Deployment", namespace, name, "Deployment-" + app, "1", population.deployment(app, null)));
            view.putWorkload(new Viewed<>(
                    "ReplicaSet",
                    namespace,
                    name + "-7d9f8c5b6",
                    "ReplicaSet-" + app,
                    "1",
                    population.deployment(app, Population.owner("Deployment", app))));
            if (app % LogShape.BUDGET_EVERY == 0) {
                view.putBudget(new Viewed<>(
                        "PodDisruptionBudget", namespace, name, "budget-" + app, "1", population.budget(app)));
            }
        }
        for (int pod = 0; pod < SHAPE.pods(); pod++) {
            String namespace = Population.namespace(Population.appOf(pod));
            String name = Population.pod(pod, 0);
            view.putPod(new Viewed<>("Pod", namespace, name, "pod-" + pod, "1", population.running(pod, since)));
        }
        return view;
    }
}
