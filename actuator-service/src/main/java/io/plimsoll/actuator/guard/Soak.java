package io.plimsoll.actuator.guard;

import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.Copies;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The watch kept over the cluster after a node was drained: whether what it displaced stands again.
 *
 * @param node the node that was drained
 * @param calmSince since when nothing is amiss without interruption; null while something is
 */
public record Soak(
        String node,
        Instant startedAt,
        List<Displaced> displaced,
        @Nullable Instant calmSince) {

    /** How a soak stands. */
    public enum Standing {
        SOAKING,
        PASSED,
        /** Not calm in time: the wave halts. It passes all the same once it has been calm for long enough. */
        HALTED
    }

    public Soak {
        displaced = Copies.list(displaced);
    }

    public static Soak begin(String node, Instant now, List<Displaced> displaced) {
        return new Soak(node, now, displaced, null);
    }

    /**
     * The soak after another look at the cluster. One that has passed stays so: what is amiss later, with the next node
     * out, is that node's.
     *
     * @param calmFor how long it must be calm
     */
    public Soak observed(ClusterView view, Duration calmFor, Instant now) {
        if (passed(calmFor, now)) {
            return this;
        }
        boolean calm = amiss(view).isEmpty();
        Instant since = calm ? (calmSince == null ? now : calmSince) : null;
        return new Soak(node, startedAt, displaced, since);
    }

    /** What is amiss, one line each: replacements not ready, budgets not met, pods without a place. */
    public List<String> amiss(ClusterView view) {
        List<String> amiss = new ArrayList<>();
        var namespaces = new TreeSet<String>();
        for (Displaced lost : displaced) {
            namespaces.add(lost.name().substring(0, Math.max(0, lost.name().indexOf('/'))));
            Viewed<WorkloadState> owner = view.workload(lost.uid());
            if (owner != null && owner.state().readyReplicas() < wished(owner.state())) {
                amiss.add(lost.name() + " has " + owner.state().readyReplicas() + " of " + wished(owner.state())
                        + " replicas ready");
            }
        }
        for (String namespace : namespaces) {
            view.budgetsIn(namespace).stream()
                    .filter(Soak::violated)
                    .map(budget -> "PDB " + budget.display() + " needs "
                            + budget.state().desiredHealthy() + " healthy, has "
                            + budget.state().currentHealthy())
                    .sorted()
                    .forEach(amiss::add);
        }
        Unschedulable.since(view, startedAt).forEach(pod -> amiss.add(pod.display() + " finds no node"));
        return amiss;
    }

    private static int wished(WorkloadState workload) {
        Integer replicas = workload.replicas();
        return replicas == null ? 0 : replicas;
    }

    private static boolean violated(Viewed<BudgetState> budget) {
        var state = budget.state();
        return state.expectedPods() > 0 && state.currentHealthy() < state.desiredHealthy();
    }

    private boolean passed(Duration calmFor, Instant now) {
        return calmSince != null && !now.isBefore(calmSince.plus(calmFor));
    }

    /**
     * How it stands.
     *
     * @param calmFor how long it must be calm
     * @param patience how long it may take until then
     */
    public Standing standing(Duration calmFor, Duration patience, Instant now) {
        if (passed(calmFor, now)) {
            return Standing.PASSED;
        }
        return now.isBefore(startedAt.plus(patience)) ? Standing.SOAKING : Standing.HALTED;
    }
}
