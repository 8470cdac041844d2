package io.plimsoll.analyzer.state;

import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.WorkloadState;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which budgets may match labels, and which workloads' templates a budget matches.
 *
 * <p>A budget is filed under one of its {@code matchLabels}, so that a pod's labels find it without asking every budget
 * of the namespace; those that have none are asked always. A workload owned by another (the ReplicaSet of a Deployment)
 * is left out: its owner's template is the one that counts.
 */
final class BudgetCoverage {

    private final Map<String, Filed> filed = new HashMap<>();
    private final Map<String, SortedMap<String, ObjectRef>> byBudget = new HashMap<>();
    private final Map<String, NavigableMap<String, Template>> templates = new HashMap<>();

    private record Template(ObjectRef workload, Map<String, String> labels) {}

    /** The budgets of one namespace by one label they demand: key, value, names. */
    private record Filed(Map<String, Map<String, SortedSet<String>>> byLabel, SortedSet<String> always) {

        static Filed empty() {
            return new Filed(new HashMap<>(), new TreeSet<>());
        }

        SortedSet<String> drawer(LabelSelector selector) {
            if (selector.matchLabels().isEmpty()) {
                return always;
            }
            String key = Collections.min(selector.matchLabels().keySet());
            return byLabel.computeIfAbsent(key, _ -> new HashMap<>())
                    .computeIfAbsent(selector.matchLabels().getOrDefault(key, ""), _ -> new TreeSet<>());
        }
    }

    /** Names of the budgets that may match the labels, in order; each has still to be asked. */
    Collection<String> candidates(String namespace, Map<String, String> labels) {
        Filed found = filed.get(namespace);
        if (found == null) {
            return Collections.emptyList();
        }
        SortedSet<String> names = new TreeSet<>(found.always());
        for (var label : labels.entrySet()) {
            Map<String, SortedSet<String>> drawers = found.byLabel().get(label.getKey());
            SortedSet<String> drawer = drawers == null ? null : drawers.get(label.getValue());
            if (drawer != null) {
                names.addAll(drawer);
            }
        }
        return names;
    }

    /** References of the workloads whose template the budget matches, in order. */
    Collection<ObjectRef> workloads(String namespace, String budget) {
        SortedMap<String, ObjectRef> found = byBudget.get(namespace + "/" + budget);
        return found == null ? Collections.emptyList() : Collections.unmodifiableCollection(found.values());
    }

    /** A budget came, went or changed its selector. */
    void budget(String namespace, String name, @Nullable BudgetState before, @Nullable BudgetState after) {
        LabelSelector left = before == null ? null : before.selector();
        if (left != null && filed.containsKey(namespace)) {
            filed.getOrDefault(namespace, Filed.empty()).drawer(left).remove(name);
        }
        byBudget.remove(namespace + "/" + name);
        LabelSelector selector = after == null ? null : after.selector();
        if (selector == null) {
            return;
        }
        filed.computeIfAbsent(namespace, _ -> Filed.empty()).drawer(selector).add(name);
        for (var template : templates
                .getOrDefault(namespace, Collections.emptyNavigableMap())
                .entrySet()) {
            if (selector.matches(template.getValue().labels())) {
                cover(namespace, name, template.getKey(), template.getValue().workload());
            }
        }
    }

    /** Whether the workload's template is another than the one known, so that its budgets have to be found anew. */
    boolean changes(ObjectRef workload, @Nullable WorkloadState after) {
        NavigableMap<String, Template> known = templates.get(namespace(workload));
        Template before = known == null ? null : known.get(key(workload));
        Map<String, String> labels = labels(after);
        return before == null ? labels != null : !before.labels().equals(labels);
    }

    /** The workload's template is new or gone; {@code budgets} match the new one. */
    void template(ObjectRef workload, @Nullable WorkloadState after, Collection<String> budgets) {
        String namespace = namespace(workload);
        String key = key(workload);
        NavigableMap<String, Template> known = templates.computeIfAbsent(namespace, _ -> new TreeMap<>());
        Template before = known.remove(key);
        if (before != null) {
            uncover(namespace, key, before.labels());
        }
        Map<String, String> labels = labels(after);
        if (labels == null) {
            return;
        }
        known.put(key, new Template(workload, labels));
        budgets.forEach(budget -> cover(namespace, budget, key, workload));
    }

    private void uncover(String namespace, String key, Map<String, String> labels) {
        for (String budget : candidates(namespace, labels)) {
            SortedMap<String, ObjectRef> covered = byBudget.get(namespace + "/" + budget);
            if (covered != null) {
                covered.remove(key);
            }
        }
    }

    private void cover(String namespace, String budget, String key, ObjectRef workload) {
        byBudget.computeIfAbsent(namespace + "/" + budget, _ -> new TreeMap<>()).put(key, workload);
    }

    private static @Nullable Map<String, String> labels(@Nullable WorkloadState workload) {
        return workload == null || workload.template() == null || workload.owner() != null
                ? null
                : workload.template().labels();
    }

    private static String namespace(ObjectRef workload) {
        return workload.namespace() == null ? "" : workload.namespace();
    }

    private static String key(ObjectRef workload) {
        return workload.kind() + "/" + workload.name();
    }
}
