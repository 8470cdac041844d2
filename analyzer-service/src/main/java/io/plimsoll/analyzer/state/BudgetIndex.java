package io.plimsoll.analyzer.state;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.WorkloadState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The disruption budgets, found by name, by the labels of a pod, and by the templates of workloads. */
final class BudgetIndex {

    private final Map<String, NavigableMap<String, Tracked<BudgetState>>> byNamespace = new HashMap<>();
    private final BudgetCoverage coverage = new BudgetCoverage();

    @Nullable
    Tracked<BudgetState> get(String namespace, String name) {
        NavigableMap<String, Tracked<BudgetState>> found = byNamespace.get(namespace);
        return found == null ? null : found.get(name);
    }

    /** In no order. */
    Iterable<Tracked<BudgetState>> all() {
        return () -> byNamespace.values().stream()
                .flatMap(found -> found.values().stream())
                .iterator();
    }

    Collection<Tracked<BudgetState>> in(String namespace) {
        NavigableMap<String, Tracked<BudgetState>> found = byNamespace.get(namespace);
        return found == null ? List.of() : Collections.unmodifiableCollection(found.values());
    }

    /** Those whose selector matches labels in the namespace. */
    List<Tracked<BudgetState>> matching(String namespace, Map<String, String> labels) {
        List<Tracked<BudgetState>> matching = new ArrayList<>();
        for (String name : coverage.candidates(namespace, labels)) {
            Tracked<BudgetState> budget = get(namespace, name);
            if (budget != null
                    && budget.body().selector() != null
                    && budget.body().selector().matches(labels)) {
                matching.add(budget);
            }
        }
        return matching;
    }

    /** The workloads whose template the budget's selector matches, in order. */
    Collection<ObjectRef> workloads(String namespace, String budget) {
        return coverage.workloads(namespace, budget);
    }

    /** Returns whether the selector is another than before: what the budget covers must be found anew. */
    boolean put(String namespace, Tracked<BudgetState> budget) {
        Tracked<BudgetState> before =
                byNamespace.computeIfAbsent(namespace, _ -> new TreeMap<>()).put(budget.name(), budget);
        BudgetState rule = before == null ? null : before.body();
        if (rule != null && Objects.equals(rule.selector(), budget.body().selector())) {
            return false;
        }
        coverage.budget(namespace, budget.name(), rule, budget.body());
        return true;
    }

    void remove(String namespace, Tracked<BudgetState> budget) {
        NavigableMap<String, Tracked<BudgetState>> rest = byNamespace.get(namespace);
        if (rest != null) {
            rest.remove(budget.name());
            if (rest.isEmpty()) {
                byNamespace.remove(namespace);
            }
        }
        coverage.budget(namespace, budget.name(), budget.body(), null);
    }

    /** A workload came, changed, or went where {@code after} is null. */
    void workload(ObjectRef ref, @Nullable WorkloadState after) {
        if (!coverage.changes(ref, after)) {
            return;
        }
        List<String> names = List.of();
        if (after != null && after.template() != null) {
            String namespace = ref.namespace() == null ? "" : ref.namespace();
            names = matching(namespace, after.template().labels()).stream()
                    .map(Tracked::name)
                    .toList();
        }
        coverage.template(ref, after, names);
    }
}
