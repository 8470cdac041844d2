package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.analyzer.detect.quorum.Ordinal;
import io.plimsoll.analyzer.detect.rollout.WorkloadPasts;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.EventState;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Remembers, by budget, violations, pods that began to go and refused evictions; nothing longer than an hour. */
public record BudgetPasts() implements Recorder<BudgetPast> {

    private static final Duration KEPT = Duration.ofHours(1);

    /**
     * A budget that closed so shortly before a pod went closed because of it: they are watched side by side, so the
     * status may come before the pod.
     */
    private static final Duration SIDE_BY_SIDE = Duration.ofSeconds(1);

    private static final String BY_KUBELET = "TerminationByKubelet";

    private static final Set<String> REFUSALS = Set.of("ScaleDownFailed", "FailedDraining", "FailedEviction");

    public static BudgetPast of(ClusterState state, ObjectRef budget) {
        BudgetPast past = state.ledger(new BudgetPasts()).of(budget.display());
        return past == null ? BudgetPast.NONE : past;
    }

    @Override
    public String name() {
        return "budget-past";
    }

    @Override
    public Class<BudgetPast> type() {
        return BudgetPast.class;
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<BudgetPast> ledger) {
        switch (change.kind()) {
            case "PodDisruptionBudget" -> recordStatus(change, ledger);
            case "Pod" -> recordLoss(change, state, ledger);
            case "Event" -> recordRefusal(change, state, ledger);
            default -> {}
        }
    }

    private static void recordStatus(Change change, Ledger<BudgetPast> ledger) {
        String key = change.ref().display();
        Tracked<BudgetState> after = change.after(BudgetState.class);
        if (after == null) {
            ledger.put(key, null);
            return;
        }
        BudgetState status = after.body();
        boolean violated = status.expectedPods() > 0 && status.currentHealthy() < status.desiredHealthy();
        boolean none = violated && status.currentHealthy() == 0;
        boolean closed = trusted(status) && status.disruptionsAllowed() == 0;
        put(ledger, key, known(ledger, key).standing(violated, none, closed, change.at()));
    }

    private static void recordLoss(Change change, ClusterState state, Ledger<BudgetPast> ledger) {
        PodView before = change.podBefore();
        if (before == null || !change.transition() || !goes(before, change.podAfter())) {
            return;
        }
        for (Tracked<BudgetState> budget : state.budgetsMatching(before.namespace(), before.labels())) {
            String key = budget.ref().display();
            BudgetPast past = known(ledger, key);
            boolean spareless = past.closedAt(change.at().minus(SIDE_BY_SIDE));
            put(ledger, key, past.losing(loss(before, change, budget.body(), spareless, state)));
        }
    }

    /** Whether the pod runs and this is a sign that it is about to be taken away. */
    private static boolean goes(PodView before, @Nullable PodView after) {
        if (before.finished() || before.ownedByDaemonSet() || before.mirror()) {
            return false;
        }
        if (after == null || !after.sameObject(before)) {
            return !before.terminating();
        }
        return (after.terminating() && !before.terminating())
                || (after.disruption() != null && before.disruption() == null)
                || evictedByKubelet(after);
    }

    /** Kubelets before 1.26 set no DisruptionTarget: what they evict only ends as Failed for that reason. */
    private static boolean evictedByKubelet(PodView pod) {
        return "Failed".equals(pod.phase()) && "Evicted".equals(pod.reason());
    }

    private static boolean trusted(BudgetState budget) {
        return budget.observedGeneration() >= budget.generation();
    }

    private static PodLoss loss(PodView pod, Change change, BudgetState budget, boolean spareless, ClusterState state) {
        PodView after = change.podAfter();
        Condition disruption = after == null || !after.sameObject(pod) ? null : after.disruption();
        return new PodLoss(
                pod.namespace(),
                pod.name(),
                pod.uid(),
                pod.controller(),
                pod.workload(),
                pod.nodeName(),
                disruption != null ? disruption.reason() : after != null && evictedByKubelet(after) ? BY_KUBELET : null,
                change.at(),
                spareless,
                budget.currentHealthy() >= budget.desiredHealthy(),
                ownerDriven(pod, state));
    }

    private static boolean ownerDriven(PodView pod, ClusterState state) {
        Tracked<WorkloadState> owner = state.workload(pod.workloadRef());
        if (owner == null) {
            return false;
        }
        WorkloadState workload = owner.body();
        boolean beyond = owner.ref().kind().equals("StatefulSet")
                && Ordinal.of(owner.name(), pod.name()).orElse(-1) >= WorkloadPasts.wished(workload);
        return beyond || workload.deletionTimestamp() != null || WorkloadPasts.underway(workload);
    }

    private static void recordRefusal(Change change, ClusterState state, Ledger<BudgetPast> ledger) {
        EventState event = change.body(EventState.class);
        if (event == null || !change.transition() || !refusal(event)) {
            return;
        }
        for (Tracked<BudgetState> budget : named(event, state)) {
            String key = budget.ref().display();
            put(ledger, key, known(ledger, key).refused(change.at()));
        }
    }

    static boolean refusal(EventState event) {
        return "Warning".equals(event.eventType())
                && (REFUSALS.contains(event.reason())
                        || event.message().contains("429")
                        || event.message().contains("disruption budget"));
    }

    /** The budgets an event speaks of: its object, those of its pod, or those of its node's pods that it names. */
    static List<Tracked<BudgetState>> named(EventState event, ClusterState state) {
        ObjectRef about = event.involved();
        String namespace = about.namespace() == null ? "" : about.namespace();
        return switch (about.kind()) {
            case "PodDisruptionBudget" -> {
                Tracked<BudgetState> budget = state.budget(namespace, about.name());
                yield budget == null ? List.of() : List.of(budget);
            }
            case "Pod" -> {
                PodView pod = state.pod(namespace, about.name());
                yield pod == null ? List.of() : state.budgetsMatching(namespace, pod.labels());
            }
            case "Node" ->
                state.podsOn(about.name()).stream()
                        .flatMap(pod -> state.budgetsMatching(pod.namespace(), pod.labels()).stream()
                                .filter(budget -> event.message().contains(pod.name())
                                        || event.message().contains(budget.name())))
                        .distinct()
                        .toList();
            default -> List.of();
        };
    }

    private static BudgetPast known(Ledger<BudgetPast> ledger, String key) {
        return Objects.requireNonNullElse(ledger.of(key), BudgetPast.NONE);
    }

    private static void put(Ledger<BudgetPast> ledger, String key, BudgetPast past) {
        BudgetPast before = ledger.of(key);
        if (!past.equals(before)) {
            ledger.put(key, past.saysNothing() ? null : past);
        }
    }

    @Override
    public @Nullable BudgetPast pruned(String key, BudgetPast history, ClusterState state) {
        BudgetPast kept = history.after(state.now().minus(KEPT));
        return kept.saysNothing() ? null : kept;
    }
}
