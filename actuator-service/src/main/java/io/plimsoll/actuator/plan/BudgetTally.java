package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.PodState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What pods judged one after the other take of their budgets; and each budget's hopes, worked out once. */
final class BudgetTally {

    private final ClusterView view;
    private final PodsByLabel pods;
    private final Map<String, BudgetHope> hopes;
    private final Map<String, BySelector<Viewed<BudgetState>>> byNamespace;
    private final Map<String, Integer> taken = new HashMap<>();
    private String asked = "";
    private List<Viewed<BudgetState>> answered = List.of();

    BudgetTally(ClusterView view, PodsByLabel pods) {
        this(view, pods, new HashMap<>(), new HashMap<>());
    }

    private BudgetTally(
            ClusterView view,
            PodsByLabel pods,
            Map<String, BudgetHope> hopes,
            Map<String, BySelector<Viewed<BudgetState>>> byNamespace) {
        this.view = view;
        this.pods = pods;
        this.hopes = hopes;
        this.byNamespace = byNamespace;
    }

    /** For another node: nothing taken yet. */
    BudgetTally afresh() {
        return new BudgetTally(view, pods, hopes, byNamespace);
    }

    /** The budgets that cover the pod, by name; asked twice about each pod, looked up once. */
    List<Viewed<BudgetState>> covering(Viewed<PodState> pod) {
        if (!pod.uid().equals(asked)) {
            answered = found(pod);
            asked = pod.uid();
        }
        return answered;
    }

    private List<Viewed<BudgetState>> found(Viewed<PodState> pod) {
        List<Viewed<BudgetState>> covering = new ArrayList<>(1);
        byNamespace
                .computeIfAbsent(pod.namespace(), this::indexed)
                .forLabels(pod.state().labels(), budget -> {
                    var selector = budget.state().selector();
                    if (selector != null && selector.matches(pod.state().labels())) {
                        covering.add(budget);
                    }
                });
        if (covering.size() > 1) {
            covering.sort(Comparator.comparing(Viewed::name));
        }
        return covering;
    }

    private BySelector<Viewed<BudgetState>> indexed(String namespace) {
        BySelector<Viewed<BudgetState>> index = new BySelector<>();
        for (Viewed<BudgetState> budget : view.budgetsIn(namespace)) {
            var selector = budget.state().selector();
            if (selector != null) {
                index.add(selector, budget);
            }
        }
        return index;
    }

    BudgetHope hope(Viewed<BudgetState> budget) {
        return hopes.computeIfAbsent(budget.uid(), _ -> BudgetHope.of(view, pods, budget));
    }

    int taken(Viewed<BudgetState> budget) {
        return taken.getOrDefault(budget.uid(), 0);
    }

    void take(Viewed<BudgetState> budget) {
        taken.merge(budget.uid(), 1, Integer::sum);
    }
}
