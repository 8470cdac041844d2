package io.plimsoll.analyzer.state;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.BudgetState;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pods, found by name, node, workload and budget. Each answer is in order of name, so that it doesn't depend on the
 * order in which facts came.
 */
final class PodIndex {

    private final ScopedTable<PodView> byNamespace = new ScopedTable<>();
    private final Map<String, PodGroup> byNode = new HashMap<>();
    private final Map<String, PodGroup> byWorkload = new HashMap<>();
    private final Map<String, PodGroup> byBudget = new HashMap<>();
    private final PodGroup unbound = new PodGroup();

    @Nullable
    PodView get(String namespace, String name) {
        return byNamespace.get(namespace, name);
    }

    int size() {
        return byNamespace.size();
    }

    void add(PodView pod, Iterable<String> budgets) {
        byNamespace.put(pod.namespace(), pod.name(), pod);
        if (pod.nodeName() != null) {
            put(byNode, pod.nodeName(), pod);
        } else if (!pod.finished()) {
            unbound.put(pod);
        }
        put(byWorkload, workloadKey(pod.workloadRef()), pod);
        for (String budget : budgets) {
            put(byBudget, budget, pod);
        }
    }

    void remove(PodView pod, Iterable<String> budgets) {
        if (byNamespace.remove(pod.namespace(), pod.name()) == null) {
            return;
        }
        if (pod.nodeName() != null) {
            take(byNode, pod.nodeName(), pod);
        }
        unbound.take(pod.namespace(), pod.name());
        take(byWorkload, workloadKey(pod.workloadRef()), pod);
        for (String budget : budgets) {
            take(byBudget, budget, pod);
        }
    }

    /** Sets which pods a budget covers, after the budget changed. */
    void cover(String budget, String namespace, @Nullable BudgetState rule) {
        byBudget.remove(budget);
        if (rule == null || rule.selector() == null) {
            return;
        }
        for (PodView pod : in(namespace)) {
            if (rule.selector().matches(pod.labels())) {
                put(byBudget, budget, pod);
            }
        }
    }

    Collection<PodView> in(String namespace) {
        List<PodView> sorted = byNamespace.in(namespace);
        sorted.sort(Comparator.comparing(PodView::name));
        return Collections.unmodifiableCollection(sorted);
    }

    Collection<PodView> on(String node) {
        return values(byNode, node);
    }

    Collection<PodView> of(ObjectRef workload) {
        return values(byWorkload, workloadKey(workload));
    }

    Collection<PodView> coveredBy(String budget) {
        return values(byBudget, budget);
    }

    Collection<PodView> unbound() {
        return Collections.unmodifiableCollection(unbound);
    }

    static String workloadKey(ObjectRef workload) {
        return workload.kind() + "/" + workload.namespace() + "/" + workload.name();
    }

    private static Collection<PodView> values(Map<String, PodGroup> index, String key) {
        PodGroup pods = index.get(key);
        return pods == null ? Collections.emptyList() : Collections.unmodifiableCollection(pods);
    }

    private static void put(Map<String, PodGroup> index, String key, PodView pod) {
        index.computeIfAbsent(key, _ -> new PodGroup()).put(pod);
    }

    private static void take(Map<String, PodGroup> index, String key, PodView pod) {
        PodGroup pods = index.get(key);
        if (pods != null) {
            pods.take(pod.namespace(), pod.name());
            if (pods.isEmpty()) {
                index.remove(key);
            }
        }
    }
}
