package io.plimsoll.analyzer.detect.maintenance;

import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.fact.BudgetState;
import java.time.Instant;
import java.util.List;

/** What keeps one pod on a node that is being drained, in the order in which a drain would meet it. */
final class DrainObstacle {

    private static final long PATIENCE_SECONDS = 60;

    private DrainObstacle() {}

    /** FINALIZER, TERMINATING, TERMINATING_STUCK, MULTI_PDB, PDB, UNMANAGED, NO_CAPACITY, EMPTYDIR or NOT_EVICTED. */
    static String of(PodView pod, ClusterState state, Instant now) {
        if (pod.deletionTimestamp() != null) {
            if (!pod.finalizers().isEmpty()) {
                return "FINALIZER";
            }
            long grace = pod.deletionGraceSeconds() == null ? 0 : pod.deletionGraceSeconds();
            Instant expected = pod.deletionTimestamp().plusSeconds(grace + PATIENCE_SECONDS);
            return now.isAfter(expected) ? "TERMINATING_STUCK" : "TERMINATING";
        }
        List<Tracked<BudgetState>> budgets = state.budgetsMatching(pod.namespace(), pod.labels());
        if (budgets.size() > 1) {
            return "MULTI_PDB";
        }
        if (budgets.size() == 1 && budgets.getFirst().body().disruptionsAllowed() == 0) {
            return "PDB";
        }
        if (pod.controller() == null) {
            return "UNMANAGED";
        }
        if (state.podsOf(pod.workloadRef()).stream().anyMatch(PodView::unschedulable)) {
            return "NO_CAPACITY";
        }
        if (pod.shape().volumes().stream().anyMatch(volume -> volume.type().equals("emptyDir"))) {
            return "EMPTYDIR";
        }
        return pod.finalizers().isEmpty() ? "NOT_EVICTED" : "FINALIZER";
    }
}
