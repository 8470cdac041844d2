package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.rollout.WorkloadPasts;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.budget.BudgetArithmetic.Counts;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.HorizontalAutoscalerState;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One budget with what it covers, as it stands now. */
record BudgetScene(Tracked<BudgetState> tracked, BudgetRule rule, ClusterState state, Instant now) {

    private static final Set<String> SCALED =
            Set.of("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController");
    private static final Set<String> SCALELESS = Set.of("DaemonSet", "Job", "CronJob", "Node");

    /** The budget of that name; null where it isn't, or isn't any more. */
    static @Nullable BudgetScene of(ObjectRef subject, Situation situation) {
        if (!subject.kind().equals("PodDisruptionBudget") || subject.namespace() == null) {
            return null;
        }
        Tracked<BudgetState> budget = situation.state().budget(subject.namespace(), subject.name());
        return budget == null
                ? null
                : new BudgetScene(budget, BudgetRule.of(budget.body()), situation.state(), situation.now());
    }

    BudgetState budget() {
        return tracked.body();
    }

    /** Namespace and name, without the uid. */
    ObjectRef ref() {
        return ObjectRef.of("PodDisruptionBudget", tracked.ref().namespace(), tracked.name());
    }

    BudgetPast past() {
        return BudgetPasts.of(state, tracked.ref());
    }

    Collection<PodView> pods() {
        return state.podsCoveredBy(tracked);
    }

    /** Workloads with replicas whose template the selector matches, scaled to 0 or not. */
    List<Tracked<WorkloadState>> workloads() {
        return state.workloadsCoveredBy(tracked).stream()
                .filter(workload -> SCALED.contains(workload.ref().kind()))
                .toList();
    }

    /** Whether the disruption controller has seen the newest spec, so that the status speaks of it. */
    boolean observed() {
        return budget().observedGeneration() >= budget().generation();
    }

    boolean syncFailed() {
        for (Condition condition : budget().conditions()) {
            if (condition.is("DisruptionAllowed", "False") && "SyncFailed".equals(condition.reason())) {
                return true;
            }
        }
        return false;
    }

    /** What the status shows. */
    Counts shown() {
        BudgetState status = budget();
        return new Counts(
                status.disruptionsAllowed(), status.currentHealthy(), status.desiredHealthy(), status.expectedPods());
    }

    /** What holds: the status where it speaks of the newest spec, else what it will be; null where nobody can say. */
    @Nullable
    Counts counts() {
        if (observed()) {
            return shown();
        }
        return recount() instanceof Recount.Counted(var counts, var _) ? counts : null;
    }

    Recount recount() {
        List<CoveredPod> covered = pods().stream()
                .map(pod -> new CoveredPod(pod.name(), pod.isReady(), pod.terminating(), owner(pod)))
                .toList();
        return Recount.of(rule, covered, budget().disruptedPods(), this::scale, now);
    }

    /** The controller; where its ReplicaSet isn't in the log, what the watcher found above it. */
    private @Nullable OwnerRef owner(PodView pod) {
        OwnerRef controller = pod.controller();
        boolean known = controller == null || state.workload(workloadRef(controller)) != null;
        return known || pod.workload() == null ? controller : pod.workload();
    }

    private Scale scale(OwnerRef controller) {
        if (SCALELESS.contains(controller.kind())) {
            return new Scale.None("a " + controller.kind() + " has no scale");
        }
        if (!SCALED.contains(controller.kind())) {
            return new Scale.Unseen(controller.kind());
        }
        Tracked<WorkloadState> found = state.workload(workloadRef(controller));
        if (found == null || another(found, controller)) {
            return new Scale.Unseen(controller.kind() + " " + controller.name());
        }
        OwnerRef above = found.body().owner();
        if (controller.kind().equals("ReplicaSet") && above != null) {
            return scale(above);
        }
        return new Scale.Wished(controller.kind() + "/" + controller.name(), WorkloadPasts.wished(found.body()));
    }

    private static boolean another(Tracked<WorkloadState> found, OwnerRef controller) {
        return controller.uid() != null
                && found.ref().uid() != null
                && !controller.uid().equals(found.ref().uid());
    }

    private ObjectRef workloadRef(OwnerRef owner) {
        return ObjectRef.of(owner.kind(), tracked.ref().namespace(), owner.name());
    }

    /** Replicas that the covered workloads may have together; where none is known, as many as the status expects. */
    ReplicaRange range() {
        List<Tracked<WorkloadState>> workloads = workloads();
        if (workloads.isEmpty()) {
            long running = pods().stream()
                    .filter(pod -> !pod.finished() && !pod.ownedByDaemonSet())
                    .count();
            return ReplicaRange.fixed((int) Math.max(running, pods().isEmpty() ? 0 : budget().expectedPods()));
        }
        return workloads.stream().map(this::range).reduce(ReplicaRange.NONE, ReplicaRange::plus);
    }

    private ReplicaRange range(Tracked<WorkloadState> workload) {
        int wished = WorkloadPasts.wished(workload.body());
        Tracked<HorizontalAutoscalerState> autoscaler = state.autoscalerOf(workload.ref());
        return autoscaler == null
                ? ReplicaRange.fixed(wished)
                : ReplicaRange.scaled(
                        autoscaler.body().minimum(), autoscaler.body().max(), wished);
    }

    /** Whether all covered pods are of kinds a drain treats otherwise: DaemonSets' and static ones. */
    boolean onlyDaemons() {
        return !pods().isEmpty() && pods().stream().allMatch(pod -> pod.ownedByDaemonSet() || pod.mirror());
    }

    /** Whether a rule can be judged at all: a readable value, and not only pods that no drain evicts. */
    boolean judgeable() {
        return rule.readable() && !onlyDaemons();
    }

    /** Whether every replica count the workloads may have forbids every eviction. */
    boolean neverAllows() {
        ReplicaRange range = range();
        return rule.neverAllows()
                || (range.most() > 0 && blocked(range).size() == range.most() - Math.max(1, range.fewest()) + 1);
    }

    List<Integer> blocked(ReplicaRange range) {
        return rule.blockedAt(range.fewest(), range.most());
    }
}
