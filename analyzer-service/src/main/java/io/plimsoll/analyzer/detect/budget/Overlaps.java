package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Pods under more than one budget: the eviction API answers 500 for them, whatever the budgets allow. */
final class Overlaps {

    private Overlaps() {}

    /** Every set of budgets of the namespace that share pods; sets within a larger one are left out. */
    static List<Finding> in(String namespace, Situation situation) {
        ClusterState state = situation.state();
        Collection<Tracked<BudgetState>> budgets = state.budgetsIn(namespace);
        if (budgets.size() < 2) {
            return List.of();
        }
        Map<String, List<String>> sharing = new TreeMap<>();
        Map<String, String> example = new TreeMap<>();
        for (Tracked<BudgetState> budget : budgets) {
            for (Tracked<WorkloadState> workload : state.workloadsCoveredBy(budget)) {
                if (workload.body().template() != null) {
                    List<String> names =
                            names(state, namespace, workload.body().template().labels());
                    note(sharing, example, names, workload.ref().kind() + " " + workload.name());
                }
            }
            for (PodView pod : state.podsCoveredBy(budget)) {
                note(sharing, example, names(state, namespace, pod.labels()), "pod " + pod.name());
            }
        }
        return sharing.values().stream()
                .filter(names -> sharing.values().stream()
                        .noneMatch(other -> other.size() > names.size() && other.containsAll(names)))
                .map(names -> finding(namespace, names, example.getOrDefault(String.join(",", names), ""), state))
                .toList();
    }

    static List<String> names(ClusterState state, String namespace, Map<String, String> labels) {
        return state.budgetsMatching(namespace, labels).stream()
                .map(Tracked::name)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private static void note(
            Map<String, List<String>> sharing, Map<String, String> example, List<String> names, String of) {
        if (names.size() > 1) {
            sharing.putIfAbsent(String.join(",", names), names);
            example.putIfAbsent(String.join(",", names), of);
        }
    }

    private static Finding finding(String namespace, List<String> names, String example, ClusterState state) {
        Finding.Builder finding = Finding.about(ObjectRef.of("PodDisruptionBudget", namespace, String.join(",", names)))
                .subtype("OVERLAPPING")
                .levels(Level.warning(Duration.ZERO))
                .measured("pdbs", new ArrayList<>(names))
                .measured("example", example)
                .threshold("budgets", 1)
                .summary(names.size() + " budgets of " + namespace + " cover the same pods (" + example + "): "
                        + String.join(", ", names) + "; every eviction of them fails")
                .suggest(SuggestedAction.FIX_PDB);
        for (String name : names) {
            Tracked<BudgetState> budget = state.budget(namespace, name);
            if (budget != null) {
                finding.evidence(budget.evidence(
                        Map.of("rule", BudgetRule.of(budget.body()).display())));
            }
        }
        return finding.build();
    }
}
