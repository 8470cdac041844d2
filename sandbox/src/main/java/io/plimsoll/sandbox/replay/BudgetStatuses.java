package io.plimsoll.sandbox.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.model.budget.BudgetArithmetic;
import io.plimsoll.model.budget.BudgetArithmetic.Counts;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.Deleted;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.WorkloadState;
import io.plimsoll.watcher.project.LogRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The disruption controller's part for budgets whose status a file leaves out, wholly or in parts.
 *
 * <p>A budget without its status would say that nothing is healthy and nothing allowed. What is given is kept as given.
 */
final class BudgetStatuses {

    private static final List<String> NUMBERS =
            List.of("disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods");

    private final Map<String, Fact> pods = new HashMap<>();
    private final Map<String, Fact> workloads = new HashMap<>();
    private final Map<String, Unfinished> budgets = new TreeMap<>();
    private @Nullable Instant changedAt;
    private long versions;

    /** A budget as its line gave it, what of its status that was, and the state last written. */
    private record Unfinished(
            Fact fact, JsonNode status, @Nullable BudgetState written) {}

    /** Notes a record of a line; false where it is to be written later, with its status. */
    boolean passes(LogRecord record, JsonNode object, Instant at) {
        Fact fact = record.fact();
        if (fact == null) {
            return true;
        }
        if (fact.body() instanceof PodState) {
            return noted(pods, fact, at);
        }
        if (fact.body() instanceof WorkloadState) {
            return noted(workloads, fact, at);
        }
        if (fact.body() instanceof BudgetState) {
            return budget(fact, object.path("status"), at);
        }
        return !(fact.body() instanceof Deleted) || forgotten(fact, at);
    }

    /** The budgets whose numbers have changed with what was noted no later than that. */
    List<Fact> settled(Instant until) {
        Instant at = changedAt;
        if (at == null || at.isAfter(until)) {
            return List.of();
        }
        changedAt = null;
        List<Fact> facts = new ArrayList<>();
        for (Map.Entry<String, Unfinished> entry : budgets.entrySet()) {
            Unfinished budget = entry.getValue();
            BudgetState state = finished(budget);
            if (!state.equals(budget.written())) {
                entry.setValue(new Unfinished(budget.fact(), budget.status(), state));
                facts.add(at(budget, at, state));
            }
        }
        return facts;
    }

    private boolean noted(Map<String, Fact> known, Fact fact, Instant at) {
        known.put(fact.key(), fact);
        changedAt = at;
        return true;
    }

    private boolean forgotten(Fact fact, Instant at) {
        pods.remove(fact.key());
        workloads.remove(fact.key());
        budgets.remove(fact.key());
        changedAt = at;
        return true;
    }

    private boolean budget(Fact fact, JsonNode status, Instant at) {
        if (NUMBERS.stream().allMatch(status::has)) {
            budgets.remove(fact.key());
            return true;
        }
        budgets.put(fact.key(), new Unfinished(fact, status, null));
        changedAt = at;
        return false;
    }

    private BudgetState finished(Unfinished unfinished) {
        BudgetState budget = (BudgetState) unfinished.fact().body();
        JsonNode given = unfinished.status();
        Counts counts = counts(budget, unfinished.fact().namespace());
        return new BudgetState(
                budget.annotations(),
                budget.labels(),
                budget.minAvailable(),
                budget.maxUnavailable(),
                budget.selector(),
                budget.unhealthyPodEvictionPolicy(),
                budget.generation(),
                given.has("observedGeneration") ? budget.observedGeneration() : budget.generation(),
                given.has("currentHealthy") ? budget.currentHealthy() : counts.currentHealthy(),
                given.has("desiredHealthy") ? budget.desiredHealthy() : counts.desiredHealthy(),
                given.has("expectedPods") ? budget.expectedPods() : counts.expectedPods(),
                given.has("disruptionsAllowed") ? budget.disruptionsAllowed() : counts.disruptionsAllowed(),
                budget.disruptedPods(),
                budget.conditions(),
                budget.createdAt());
    }

    private Counts counts(BudgetState budget, @Nullable String namespace) {
        int matched = 0;
        int healthy = 0;
        Map<String, Integer> alive = new HashMap<>();
        for (Fact fact : pods.values()) {
            PodState pod = (PodState) fact.body();
            boolean covered = budget.selector() != null && budget.selector().matches(pod.labels());
            if (!covered || !Objects.equals(fact.namespace(), namespace)) {
                continue;
            }
            matched++;
            healthy += healthy(pod) && !budget.disruptedPods().containsKey(fact.name()) ? 1 : 0;
            OwnerRef owner = pod.workload() == null ? pod.controller() : pod.workload();
            if (owner != null) {
                alive.merge(
                        fact.cluster() + "/" + owner.kind() + "/" + namespace + "/" + owner.name(), 1, Integer::sum);
            }
        }
        int scale = alive.entrySet().stream()
                .mapToInt(owner -> wished(owner.getKey(), owner.getValue()))
                .sum();
        try {
            return BudgetArithmetic.counts(budget.minAvailable(), budget.maxUnavailable(), matched, healthy, scale);
        } catch (IllegalArgumentException e) {
            return new Counts(0, 0, 0, 0); // as the controller leaves a budget that it can't read
        }
    }

    /** What the owner wishes; where the file leaves the owner out, as many as it has. */
    private int wished(String key, int alive) {
        Fact owner = workloads.get(key);
        Integer replicas = owner == null ? null : ((WorkloadState) owner.body()).replicas();
        return replicas == null ? alive : replicas;
    }

    private static boolean healthy(PodState pod) {
        return pod.deletionTimestamp() == null
                && pod.conditions().stream().anyMatch(condition -> condition.is("Ready", "True"));
    }

    /** The first as its line came, later ones as changes, of a version of their own. */
    private Fact at(Unfinished budget, Instant at, BudgetState state) {
        Fact fact = budget.fact();
        boolean first = budget.written() == null;
        return new Fact(
                fact.cluster(),
                fact.kind(),
                fact.namespace(),
                fact.name(),
                fact.uid(),
                first ? fact.resourceVersion() : fact.resourceVersion() + "." + ++versions,
                at,
                first ? fact.origin() : Origin.WATCH,
                fact.epoch(),
                fact.truncated(),
                fact.problems(),
                state);
    }
}
