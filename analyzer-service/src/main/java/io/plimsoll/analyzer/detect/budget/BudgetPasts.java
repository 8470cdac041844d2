package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.EventState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Remembers, by budget, violations, pods that began to go and refused evictions; nothing longer than an hour. */
public record BudgetPasts() implements Recorder<BudgetPast> {

    private static final Duration KEPT = Duration.ofHours(1);

    /** Karpenter's event on a pod that it deletes without asking its budget, as its node's time is up. */
    private static final String BY_KARPENTER = "Disrupted";

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
            case "Event" -> {
                recordRefusal(change, state, ledger);
                recordDisruption(change, state, ledger);
            }
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
        if (before == null || !change.transition() || !Departures.begins(before, change.podAfter())) {
            return;
        }
        String reason = Departures.reason(before, change.podAfter());
        for (Tracked<BudgetState> budget : state.budgetsMatching(before.namespace(), before.labels())) {
            String key = budget.ref().display();
            PodLoss loss = Departures.loss(before, reason, change.at(), budget, state);
            put(ledger, key, known(ledger, key).losing(loss));
        }
    }

    /** The event may come before the pod begins to go, or after it is gone. */
    private static void recordDisruption(Change change, ClusterState state, Ledger<BudgetPast> ledger) {
        EventState event = change.body(EventState.class);
        if (event == null || !change.transition() || !disrupts(event)) {
            return;
        }
        ObjectRef about = event.involved();
        PodView pod = state.pod(String.valueOf(about.namespace()), about.name());
        if (pod != null && Departures.uncounted(pod)) {
            return;
        }
        for (Tracked<BudgetState> budget : losing(about, state)) {
            String key = budget.ref().display();
            BudgetPast past = known(ledger, key);
            BudgetPast now = pod == null
                    ? past.explained(about.name(), BY_KARPENTER)
                    : past.losing(Departures.loss(pod, BY_KARPENTER, change.at(), budget, state));
            put(ledger, key, now);
        }
    }

    static boolean disrupts(EventState event) {
        return event.reason().equals(BY_KARPENTER) && event.involved().kind().equals("Pod");
    }

    /** The budgets of the pod; of one that is gone, those that have lost it. */
    static List<Tracked<BudgetState>> losing(ObjectRef pod, ClusterState state) {
        String namespace = String.valueOf(pod.namespace());
        PodView known = state.pod(namespace, pod.name());
        return known != null
                ? state.budgetsMatching(namespace, known.labels())
                : state.budgetsIn(namespace).stream()
                        .filter(budget -> of(state, budget.ref()).lost(pod.name()))
                        .toList();
    }

    private static boolean trusted(BudgetState budget) {
        return budget.observedGeneration() >= budget.generation();
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
