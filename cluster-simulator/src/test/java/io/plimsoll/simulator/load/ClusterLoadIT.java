package io.plimsoll.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plimsoll.simulator.controllers.ControllerSettings;
import io.plimsoll.simulator.controllers.SteppedCluster;
import io.plimsoll.simulator.kubelet.KubeletSettings;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.store.ResourceTypes;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long loading takes is printed, not asserted: that is the benchmarks' business. */
class ClusterLoadIT {

    private static final ControllerSettings QUIET = ControllerSettings.DEFAULT
            .withRoutineEvents(false)
            .withKubelet(KubeletSettings.DEFAULT.withLeaseInterval(Duration.ZERO));

    @Tag("long")
    @Test
    void fiveThousandNodesAndFiftyThousandPodsComeUp() {
        try (var cluster = new SteppedCluster(QUIET)) {
            long begin = System.nanoTime();
            var loaded = new ClusterLoader(cluster.store()).load(ClusterPlan.generated(5_000, 50_000), false);
            report("written", begin);

            cluster.pass(Duration.ofMinutes(2));
            report("running", begin);

            assertThat(loaded.pods()).isEqualTo(50_000);
            assertThat(ready(cluster)).isEqualTo(50_000);
        }
    }

    @Test
    void clusterOfTheTraceComesUpWholeWithHealthyBudgets() {
        Optional<OpenbTrace> trace = OpenbTrace.read(data());
        assumeTrue(trace.isPresent(), "the openb trace is not in " + data() + "; PLIMSOLL_DATA names its directory");
        try (var cluster = new SteppedCluster(QUIET)) {
            long begin = System.nanoTime();
            var loaded = new ClusterLoader(cluster.store())
                    .load(ClusterPlan.ofTrace(trace.get(), trace.get().end(), ClusterPlan.WINDOW), true);
            cluster.pass(Duration.ofMinutes(5));
            report(loaded.toString(), begin);

            assertThat(loaded.nodes()).isEqualTo(1_523);
            assertThat(loaded.pods()).isBetween(1_500, 2_500);
            assertThat(unready(cluster)).isEmpty();
            assertThat(cluster.store().count(ResourceTypes.POD)).isEqualTo(loaded.pods() + 1_523);
            assertThat(cluster.store().list(ResourceTypes.POD_DISRUPTION_BUDGET))
                    .hasSize(loaded.budgets())
                    .allSatisfy(budget -> assertThat(
                                    budget.at("status", "disruptionsAllowed").asInt())
                            .as(budget.path())
                            .isPositive());
        }
    }

    private static java.util.List<String> unready(SteppedCluster cluster) {
        return cluster.store().list(ResourceTypes.POD).stream()
                .filter(pod -> !PodView.condition(pod.json(), "Ready"))
                .map(pod -> pod.path() + " " + pod.at("status"))
                .toList();
    }

    private static long ready(SteppedCluster cluster) {
        return cluster.store().list(ResourceTypes.POD).stream()
                .filter(pod -> PodView.condition(pod.json(), "Ready"))
                .count();
    }

    private static Path data() {
        String configured = System.getenv("PLIMSOLL_DATA");
        Path root = Path.of(System.getProperty("plimsoll.root", "."));
        return (configured == null ? root.resolve("../shared/data") : Path.of(configured)).resolve("openb");
    }

    private static void report(String what, long begin) {
        double processor = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
        System.out.printf(
                "%s after %.1f s (%.1f s of processor time so far)%n",
                what, (System.nanoTime() - begin) / 1e9, processor);
    }
}
