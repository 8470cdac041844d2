package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.budget.BudgetArithmetic.Counts;
import io.plimsoll.model.fact.BudgetState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why the eviction API refuses to evict pods for a budget's sake, and the smallest change that would let them go.
 *
 * <p>Source: {@code pkg/registry/core/pod/storage/eviction.go}.
 *
 * @param pods those that a drain waits for
 */
record DrainBlock(Reason reason, String unblockedBy, List<PodView> pods) {

    /** Why. */
    enum Reason {
        NEVER_ALLOWS("it never allows an eviction"),
        VIOLATED("too few of its pods are healthy"),
        NO_SPARE_REPLICA("it has no replica to spare"),
        MULTIPLE_PDBS("several budgets cover the same pods, and then every eviction fails"),
        UNHEALTHY_POLICY("its policy keeps pods that aren't ready"),
        SYNC_FAILED("the disruption controller can't compute it"),
        STALE_GENERATION("the disruption controller hasn't read it yet");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** For people. */
        String words() {
            return words;
        }
    }

    DrainBlock {
        pods = List.copyOf(pods);
    }

    /** What holds up the drain of the nodes that pods of the budget run on; null where nothing does. */
    static @Nullable DrainBlock of(BudgetScene scene) {
        List<PodView> shared = new ArrayList<>();
        List<PodView> refused = new ArrayList<>();
        boolean closed = scene.budget().disruptionsAllowed() == 0 || !scene.observed();
        for (PodView pod : scene.pods()) {
            if (!Draining.mustLeave(pod, scene.state())) {
                continue;
            }
            List<Tracked<BudgetState>> budgets = scene.state().budgetsMatching(pod.namespace(), pod.labels());
            if (budgets.size() > 1) {
                // One alert is enough: it is the first budget's.
                if (budgets.getFirst().name().equals(scene.tracked().name())) {
                    shared.add(pod);
                }
            } else if (closed && !letGoUnready(pod, scene)) {
                refused.add(pod);
            }
        }
        if (!refused.isEmpty()) {
            return refusing(scene, refused);
        }
        return shared.isEmpty() ? null : sharing(scene, shared);
    }

    /** Whether the eviction API deletes the pod, because it isn't ready anyway. */
    private static boolean letGoUnready(PodView pod, BudgetScene scene) {
        if (pod.isReady() || !scene.observed()) {
            return false;
        }
        BudgetState budget = scene.budget();
        return "AlwaysAllow".equals(budget.unhealthyPodEvictionPolicy())
                || (budget.currentHealthy() >= budget.desiredHealthy() && budget.desiredHealthy() > 0);
    }

    private static DrainBlock sharing(BudgetScene scene, List<PodView> pods) {
        List<String> names =
                scene
                        .state()
                        .budgetsMatching(
                                pods.getFirst().namespace(), pods.getFirst().labels())
                        .stream()
                        .map(Tracked::name)
                        .toList();
        return new DrainBlock(
                Reason.MULTIPLE_PDBS, "leaving the pods to one budget of " + String.join(", ", names), pods);
    }

    private static DrainBlock refusing(BudgetScene scene, List<PodView> pods) {
        Counts counts = scene.shown();
        if (!scene.observed()) {
            return new DrainBlock(
                    Reason.STALE_GENERATION,
                    "the disruption controller observing generation "
                            + scene.budget().generation(),
                    pods);
        }
        if (scene.syncFailed()) {
            return new DrainBlock(
                    Reason.SYNC_FAILED, "pods whose controller has a scale, or a plain number as minAvailable", pods);
        }
        if (!scene.rule().readable()) {
            return new DrainBlock(Reason.SYNC_FAILED, "a number or a percentage as the budget's value", pods);
        }
        if (scene.neverAllows()) {
            return new DrainBlock(Reason.NEVER_ALLOWS, spare(scene), pods);
        }
        if (!counts.violated()) {
            return new DrainBlock(Reason.NO_SPARE_REPLICA, spare(scene), pods);
        }
        if (pods.stream().noneMatch(PodView::isReady)) {
            return new DrainBlock(Reason.UNHEALTHY_POLICY, "unhealthyPodEvictionPolicy: AlwaysAllow", pods);
        }
        return new DrainBlock(
                Reason.VIOLATED, Unblocking.ofHealth(counts.currentHealthy(), counts.desiredHealthy()), pods);
    }

    private static String spare(BudgetScene scene) {
        return Unblocking.ofSpare(scene.rule(), scene.range());
    }
}
