package io.plimsoll.analyzer.state;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.BudgetState;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pods, found by name, node, workload and budget. Each answer is in order of name, so that it doesn't depend on the
 * order in which facts came.
 */
final class PodIndex {

    private final Map<String, NavigableMap<String, PodView>> byNamespace = new HashMap<>();
    private final Map<String, SortedMap<String, PodView>> byNode = new HashMap<>();
    private final Map<String, SortedMap<String, PodView>> byWorkload = new HashMap<>();
    private final Map<String, SortedMap<String, PodView>> byBudget = new HashMap<>();
    private final SortedMap<String, PodView> unbound = new TreeMap<>();
    private int count;

    @Nullable
    PodView get(String namespace, String name) {
        NavigableMap<String, PodView> pods = byNamespace.get(namespace);
        return pods == null ? null : pods.get(name);
    }

    int size() {
        return count;
    }

    void add(PodView pod, Iterable<String> budgets) {
        byNamespace.computeIfAbsent(pod.namespace(), _ -> new TreeMap<>()).put(pod.name(), pod);
        count++;
        if (pod.nodeName() != null) {
            put(byNode, pod.nodeName(), pod);
        } else if (!pod.finished()) {
            unbound.put(pod.key(), pod);
        }
        put(byWorkload, workloadKey(pod.workloadRef()), pod);
        for (String budget : budgets) {
            put(byBudget, budget, pod);
        }
    }

    void remove(PodView pod, Iterable<String> budgets) {
        NavigableMap<String, PodView> pods = byNamespace.get(pod.namespace());
        if (pods == null || pods.remove(pod.name()) == null) {
            return;
        }
        count--;
        if (pods.isEmpty()) {
            byNamespace.remove(pod.namespace());
        }
        if (pod.nodeName() != null) {
            take(byNode, pod.nodeName(), pod);
        }
        unbound.remove(pod.key());
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
        NavigableMap<String, PodView> pods = byNamespace.get(namespace);
        return pods == null ? Collections.emptyList() : Collections.unmodifiableCollection(pods.values());
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
        return Collections.unmodifiableCollection(unbound.values());
    }

    static String workloadKey(ObjectRef workload) {
        return workload.kind() + "/" + workload.namespace() + "/" + workload.name();
    }

    private static Collection<PodView> values(Map<String, SortedMap<String, PodView>> index, String key) {
        SortedMap<String, PodView> pods = index.get(key);
        return pods == null ? Collections.emptyList() : Collections.unmodifiableCollection(pods.values());
    }

    private static void put(Map<String, SortedMap<String, PodView>> index, String key, PodView pod) {
        index.computeIfAbsent(key, _ -> new TreeMap<>()).put(pod.key(), pod);
    }

    private static void take(Map<String, SortedMap<String, PodView>> index, String key, PodView pod) {
        SortedMap<String, PodView> pods = index.get(key);
        if (pods != null && pods.remove(pod.key()) != null && pods.isEmpty()) {
            index.remove(key);
        }
    }
}
