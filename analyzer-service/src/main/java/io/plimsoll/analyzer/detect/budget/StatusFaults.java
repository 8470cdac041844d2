package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.detect.nodes.WaitingTrails;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.model.budget.BudgetArithmetic.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong between a budget and its status.
 *
 * @param staleAfter how long the status may lag, or a failed sync last
 * @param crashingAfter how long a pod must crash before a budget that keeps it from eviction is worth a word
 */
record StatusFaults(Duration staleAfter, Duration crashingAfter) {

    private static final int MOST_PODS_NAMED = 10;

    List<Finding> of(BudgetScene scene) {
        List<Finding> findings = new ArrayList<>();
        if (scene.syncFailed()) {
            failed(scene, findings);
        } else {
            stale(scene, findings);
        }
        guarded(scene, findings);
        return findings;
    }

    private void failed(BudgetScene scene, List<Finding> findings) {
        boolean daemons = scene.onlyDaemons();
        findings.add(BudgetFault.of(scene, "SYNC_FAILED", daemons ? Level.info(staleAfter) : Level.warning(staleAfter))
                .threshold("heldFor", staleAfter)
                .measured("allowed", 0)
                .summary(scene.tracked().ref().display()
                        + (daemons
                                ? " covers only pods of DaemonSets, which have no scale and no drain evicts"
                                : " can't be computed by the disruption controller, so it allows no eviction"))
                .build());
    }

    private void stale(BudgetScene scene, List<Finding> findings) {
        String lag = scene.observed()
                ? disagreement(scene)
                : "its generation " + scene.budget().generation() + " isn't observed yet ("
                        + scene.budget().observedGeneration() + " is)";
        if (lag != null) {
            findings.add(BudgetNumbers.measured(
                            BudgetFault.of(scene, "STATUS_STALE", Level.warning(staleAfter)), scene.shown())
                    .threshold("heldFor", staleAfter)
                    .summary("the status of " + scene.tracked().ref().display() + " is out of date: " + lag)
                    .build());
        }
    }

    /** Where our own count differs; where the pods aren't in the log there is nothing to hold the status against. */
    private static @Nullable String disagreement(BudgetScene scene) {
        if (scene.pods().isEmpty() || !(scene.recount() instanceof Recount.Counted(var counts, var _))) {
            return null;
        }
        Counts shown = scene.shown();
        return counts.equals(shown)
                ? null
                : "it says allowed " + shown.disruptionsAllowed() + ", healthy " + shown.currentHealthy() + ", desired "
                        + shown.desiredHealthy() + ", expected " + shown.expectedPods() + "; counted are "
                        + counts.disruptionsAllowed() + ", " + counts.currentHealthy() + ", " + counts.desiredHealthy()
                        + ", " + counts.expectedPods();
    }

    /** When an eviction under way stops counting, so that the count must be made again; null where none is. */
    static @Nullable Instant nextCount(BudgetScene scene) {
        return scene.budget().disruptedPods().values().stream()
                .map(evicted -> evicted.plus(Recount.DISRUPTION_TIMEOUT))
                .filter(end -> end.isAfter(scene.now()))
                .min(Instant::compareTo)
                .orElse(null);
    }

    private void guarded(BudgetScene scene, List<Finding> findings) {
        Counts counts = scene.counts();
        if (counts == null
                || !counts.violated()
                || "AlwaysAllow".equals(scene.budget().unhealthyPodEvictionPolicy())) {
            return;
        }
        List<PodView> crashing = scene.pods().stream()
                .filter(pod -> !pod.finished() && PodHealth.crashLooping(pod))
                .toList();
        if (crashing.isEmpty()) {
            return;
        }
        boolean draining = crashing.stream().anyMatch(pod -> Draining.mustLeave(pod, scene.state()));
        Instant since = since(crashing, scene.state());
        Level level = draining
                ? Level.warning(crashingAfter).when("draining").since(since)
                : Level.info(crashingAfter).since(since);
        findings.add(BudgetNumbers.measured(
                        BudgetFault.of(scene, "UNHEALTHY_POLICY_DEFAULT", level)
                                .levels(
                                        draining
                                                ? List.of(Level.info(crashingAfter)
                                                        .since(since))
                                                : List.of()),
                        counts)
                .threshold("heldFor", crashingAfter)
                .measured(
                        "pods",
                        crashing.stream()
                                .limit(MOST_PODS_NAMED)
                                .map(PodView::name)
                                .toList())
                .measured("unblockedBy", "unhealthyPodEvictionPolicy: AlwaysAllow")
                .summary(scene.tracked().ref().display() + " keeps "
                        + Words.count(crashing.size(), "crashing pod")
                        + " from being evicted, because too few others are healthy")
                .build());
    }

    /** Since when a pod has failed; how long the budget has been violated doesn't matter. Null where nothing tells. */
    private static @Nullable Instant since(List<PodView> crashing, ClusterState state) {
        Instant earliest = null;
        for (PodView pod : crashing) {
            Instant seen = WaitingTrails.crashingSince(state, pod.workloadRef());
            Instant since = seen == null ? pod.readinessChangedAt() : seen;
            if (since != null) {
                earliest = earliest == null || since.isBefore(earliest) ? since : earliest;
            }
        }
        return earliest;
    }
}
