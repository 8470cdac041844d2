package io.plimsoll.simulator.disruption;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.objects.Selector;
import io.plimsoll.simulator.store.StoredObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pods each budget covers, kept by single changes: no budget has to look through its namespace, and no pod
 * through the namespace's budgets, but those that ask for one of its labels.
 */
final class BudgetIndex {

    /**
     * @param selector null if it can't be read; {@code fault} then says why
     * @param pods by uid
     */
    private record Entry(JsonNode source, @Nullable Selector selector, String fault, Map<String, PodView> pods) {

        boolean covers(Map<String, String> labels) {
            return selector != null && selector.matches(labels);
        }
    }

    private static final class Namespace {
        private final Map<String, Entry> budgets = new HashMap<>();

        /** Label and value a budget requires → budgets; those that require none are under the empty key. */
        private final Map<String, Set<String>> byLabel = new HashMap<>();

        /** Pod uid → budgets that cover it. */
        private final Map<String, List<String>> covering = new HashMap<>();

        Map<String, PodView> coveredBy(String budget) {
            Entry entry = budgets.get(budget);
            return entry == null ? new HashMap<>() : entry.pods;
        }
    }

    private static final Namespace NONE = new Namespace();

    private final Map<String, Namespace> namespaces = new HashMap<>();

    /** @param pods all pods of the budget's namespace */
    void put(StoredObject budget, Collection<PodView> pods) {
        JsonNode source = Fields.at(budget.json(), "spec", "selector");
        Namespace namespace = namespaces.computeIfAbsent(budget.namespace(), _ -> new Namespace());
        Entry known = namespace.budgets.get(budget.name());
        if (known != null && known.source.equals(source)) {
            return;
        }
        remove(budget);
        Entry entry = entry(source);
        namespace.budgets.put(budget.name(), entry);
        namespace
                .byLabel
                .computeIfAbsent(requiredLabel(source), _ -> new LinkedHashSet<>())
                .add(budget.name());
        for (PodView pod : pods) {
            if (entry.covers(pod.labels())) {
                entry.pods.put(pod.uid(), pod);
                namespace
                        .covering
                        .computeIfAbsent(pod.uid(), _ -> new ArrayList<>())
                        .add(budget.name());
            }
        }
    }

    private static Entry entry(JsonNode source) {
        try {
            return new Entry(source, Selector.of(source), "", new LinkedHashMap<>());
        } catch (IllegalArgumentException e) {
            return new Entry(source, null, String.valueOf(e.getMessage()), new LinkedHashMap<>());
        }
    }

    private static String requiredLabel(JsonNode selector) {
        return Fields.texts(selector, "matchLabels").entrySet().stream()
                .findFirst()
                .map(label -> label.getKey() + "=" + label.getValue())
                .orElse("");
    }

    void remove(StoredObject budget) {
        Namespace namespace = namespaces.getOrDefault(budget.namespace(), NONE);
        Entry gone = namespace.budgets.remove(budget.name());
        if (gone != null) {
            namespace.byLabel.getOrDefault(requiredLabel(gone.source), Set.of()).remove(budget.name());
            gone.pods.keySet().forEach(uid -> namespace
                    .covering
                    .getOrDefault(uid, new ArrayList<>())
                    .remove(budget.name()));
        }
    }

    /** @return the names of the budgets that cover the pod now or did before the change */
    List<String> update(PodView pod, boolean gone) {
        Namespace namespace = namespaces.get(pod.namespace());
        if (namespace == null) {
            return List.of();
        }
        List<String> before = namespace.covering.remove(pod.uid());
        List<String> now = gone ? List.of() : matching(namespace, pod.labels());
        if (before != null) {
            before.stream()
                    .filter(name -> !now.contains(name))
                    .forEach(name -> namespace.coveredBy(name).remove(pod.uid()));
        }
        now.forEach(name -> namespace.coveredBy(name).put(pod.uid(), pod));
        if (!now.isEmpty()) {
            namespace.covering.put(pod.uid(), new ArrayList<>(now));
        }
        Set<String> concerned = new LinkedHashSet<>(before == null ? List.of() : before);
        concerned.addAll(now);
        return List.copyOf(concerned);
    }

    private static List<String> matching(Namespace namespace, Map<String, String> labels) {
        List<String> names = new ArrayList<>();
        collect(namespace, "", labels, names);
        labels.forEach((key, value) -> collect(namespace, key + "=" + value, labels, names));
        return names;
    }

    private static void collect(Namespace namespace, String label, Map<String, String> labels, List<String> names) {
        for (String name : namespace.byLabel.getOrDefault(label, Set.of())) {
            Entry entry = namespace.budgets.get(name);
            if (entry != null && entry.covers(labels)) {
                names.add(name);
            }
        }
    }

    /** The budgets that would cover a pod with these labels. */
    List<String> covering(String namespace, Map<String, String> labels) {
        return matching(namespaces.getOrDefault(namespace, NONE), labels);
    }

    Collection<PodView> pods(String namespace, String budget) {
        Entry entry = namespaces.getOrDefault(namespace, NONE).budgets.get(budget);
        return entry == null ? List.of() : entry.pods.values();
    }

    /** Empty unless the budget's selector can't be read. */
    String fault(String namespace, String budget) {
        Entry entry = namespaces.getOrDefault(namespace, NONE).budgets.get(budget);
        return entry == null ? "" : entry.fault;
    }
}
