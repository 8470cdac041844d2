package io.plimsoll.simulator.disruption;

import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.objects.Selector;
import io.plimsoll.simulator.store.StoredObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which pods each budget covers, kept by single changes so that no budget has to look through its namespace. */
final class BudgetIndex {

    /** @param selector null if it can't be read; {@code fault} then says why */
    private record Entry(@Nullable Selector selector, String fault, Map<String, PodView> pods) {

        boolean covers(PodView pod) {
            return selector != null && selector.matches(pod.labels());
        }
    }

    private final Map<String, Map<String, Entry>> byNamespace = new HashMap<>();

    /** @param pods all pods of the budget's namespace */
    void put(StoredObject budget, Collection<PodView> pods) {
        Entry entry;
        try {
            entry = new Entry(Selector.of(Fields.at(budget.json(), "spec", "selector")), "", new LinkedHashMap<>());
        } catch (IllegalArgumentException e) {
            entry = new Entry(null, String.valueOf(e.getMessage()), new LinkedHashMap<>());
        }
        for (PodView pod : pods) {
            if (entry.covers(pod)) {
                entry.pods.put(pod.uid(), pod);
            }
        }
        byNamespace
                .computeIfAbsent(budget.namespace(), _ -> new LinkedHashMap<>())
                .put(budget.name(), entry);
    }

    void remove(StoredObject budget) {
        byNamespace.computeIfPresent(budget.namespace(), (_, budgets) -> {
            budgets.remove(budget.name());
            return budgets.isEmpty() ? null : budgets;
        });
    }

    /** @return the names of the budgets the change concerns */
    List<String> update(PodView pod, boolean gone) {
        List<String> concerned = new ArrayList<>();
        byNamespace.getOrDefault(pod.namespace(), Map.of()).forEach((name, entry) -> {
            boolean was = entry.pods.remove(pod.uid()) != null;
            boolean is = !gone && entry.covers(pod);
            if (is) {
                entry.pods.put(pod.uid(), pod);
            }
            if (was || is) {
                concerned.add(name);
            }
        });
        return concerned;
    }

    Collection<String> budgetsIn(String namespace) {
        return byNamespace.getOrDefault(namespace, Map.of()).keySet();
    }

    Collection<PodView> pods(String namespace, String budget) {
        Entry entry = byNamespace.getOrDefault(namespace, Map.of()).get(budget);
        return entry == null ? List.of() : entry.pods.values();
    }

    /** Empty unless the budget's selector can't be read. */
    String fault(String namespace, String budget) {
        Entry entry = byNamespace.getOrDefault(namespace, Map.of()).get(budget);
        return entry == null ? "" : entry.fault;
    }

    List<String> covering(PodView pod) {
        List<String> names = new ArrayList<>();
        byNamespace.getOrDefault(pod.namespace(), Map.of()).forEach((name, entry) -> {
            if (entry.pods.containsKey(pod.uid())) {
                names.add(name);
            }
        });
        return names;
    }
}
