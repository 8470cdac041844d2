package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.budget.BudgetArithmetic;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.WorkloadState;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a budget would allow if every pod it covers were there and healthy.
 *
 * <p>Wished replicas are summed over the set of controllers of the covered pods, a Deployment's in place of its
 * ReplicaSet's, as the disruption controller does; pods without a controller count as healthy and not as wished.
 *
 * @param pods there would be: the wished replicas, and those that are nobody's replicas
 * @param allowed disruptions with all of them healthy; more than 0 where it can't be told
 * @param enough least number of replicas, of the controllers that have some, at which it would allow one with all of them
 *     healthy; 0 where no number helps
 * @param raised likewise with those that aren't healthy now staying so
 * @param unscalable kind of a controller that has no replicas, so that the controller can't count; empty for none
 */
record BudgetHope(int pods, int allowed, int enough, int raised, String unscalable) {

    private static final int MOST_TRIED = 200;

    boolean never() {
        return allowed == 0;
    }

    static BudgetHope of(ClusterView view, PodsByLabel pods, Viewed<BudgetState> budget) {
        BudgetState state = budget.state();
        var selector = state.selector();
        if (selector == null) {
            return new BudgetHope(0, 1, 0, 0, "");
        }
        Set<String> counted = new HashSet<>();
        int wished = 0;
        int loose = 0;
        boolean unknown = false;
        String unscalable = "";
        for (Viewed<PodState> pod : pods.candidates(budget.namespace(), selector)) {
            if (pod.state().finished() || !selector.matches(pod.state().labels())) {
                continue;
            }
            OwnerRef controller = pod.state().controller();
            Scale scale = controller == null ? Scale.NONE : Scale.of(view, controller);
            switch (scale) {
                case Scale.Of(var uid, var replicas) -> wished += counted.add(uid) ? replicas : 0;
                case Scale.Unscalable(var kind) -> {
                    unscalable = kind;
                    loose++;
                }
                case Scale.Loose _ -> {
                    loose++;
                    unknown |= controller != null;
                }
            }
        }
        BudgetHope hope = counted(state, wished, loose, unscalable);
        // How many pods a controller of an unknown kind wishes for can't be told: there may be more of them again.
        return hope.never() && unknown && hope.enough() > 0
                ? new BudgetHope(hope.pods(), 1, hope.enough(), hope.raised(), unscalable)
                : hope;
    }

    private static BudgetHope counted(BudgetState state, int wished, int loose, String unscalable) {
        String minimum = state.minAvailable();
        String maximum = state.maxUnavailable();
        int all = wished + loose;
        try {
            int allowed =
                    BudgetArithmetic.counts(minimum, maximum, all, all, wished).disruptionsAllowed();
            if (allowed == 0 && wished == 0 && loose > 0 && scaleCounts(minimum, maximum)) {
                // Nothing to take a share of: whether it can ever allow one hangs on what the server makes of it.
                return new BudgetHope(all, unscalable.isEmpty() ? 1 : 0, 0, 0, unscalable);
            }
            int enough = allowed > 0 ? 0 : least(minimum, maximum, wished, loose, 0);
            int missing = Math.max(0, all - state.currentHealthy());
            return new BudgetHope(all, allowed, enough, least(minimum, maximum, wished, loose, missing), unscalable);
        } catch (IllegalArgumentException e) {
            return new BudgetHope(all, 1, 0, 0, unscalable);
        }
    }

    private static boolean scaleCounts(@Nullable String minimum, @Nullable String maximum) {
        return maximum != null || (minimum != null && BudgetArithmetic.isPercentage(minimum));
    }

    /** Where nobody has replicas, the pods are taken for those of one controller that would have them. */
    private static int least(@Nullable String minimum, @Nullable String maximum, int wished, int loose, int missing) {
        int from = wished > 0 ? wished : loose;
        int others = wished > 0 ? loose : 0;
        for (int more = from + 1; more <= from + MOST_TRIED; more++) {
            int all = more + others;
            int allowed = BudgetArithmetic.counts(minimum, maximum, all, all - missing, more)
                    .disruptionsAllowed();
            if (allowed > 0) {
                return more;
            }
        }
        return 0;
    }

    /** How many replicas a pod's controller wishes for. */
    private sealed interface Scale {

        Scale NONE = new Loose();

        record Of(String uid, int replicas) implements Scale {}

        record Unscalable(String kind) implements Scale {}

        record Loose() implements Scale {}

        static Scale of(ClusterView view, OwnerRef controller) {
            if (controller.kind().equals("Job") || controller.kind().equals("DaemonSet")) {
                return new Unscalable(controller.kind());
            }
            Viewed<WorkloadState> found = controller.uid() == null ? null : view.workload(controller.uid());
            if (found == null) {
                return NONE;
            }
            OwnerRef above = found.state().owner();
            Viewed<WorkloadState> top = above == null || above.uid() == null ? null : view.workload(above.uid());
            Viewed<WorkloadState> scaled = top == null ? found : top;
            Integer replicas = scaled.state().replicas();
            return new Of(scaled.uid(), replicas == null ? 1 : replicas);
        }
    }
}
