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
    private final Map<String, BudgetHope> hopes;
    private final Map<String, Integer> taken = new HashMap<>();

    BudgetTally(ClusterView view) {
        this(view, new HashMap<>());
    }

    private BudgetTally(ClusterView view, Map<String, BudgetHope> hopes) {
        this.view = view;
        this.hopes = hopes;
    }

    /** For another node: nothing taken yet. */
    BudgetTally afresh() {
        return new BudgetTally(view, hopes);
    }

    /** The budgets that cover the pod, by name. */
    List<Viewed<BudgetState>> covering(Viewed<PodState> pod) {
        List<Viewed<BudgetState>> covering = new ArrayList<>(1);
        for (Viewed<BudgetState> budget : view.budgetsIn(pod.namespace())) {
            var selector = budget.state().selector();
            if (selector != null && selector.matches(pod.state().labels())) {
                covering.add(budget);
            }
        }
        if (covering.size() > 1) {
            covering.sort(Comparator.comparing(Viewed::name));
        }
        return covering;
    }

    BudgetHope hope(Viewed<BudgetState> budget) {
        return hopes.computeIfAbsent(budget.display(), _ -> BudgetHope.of(view, budget));
    }

    int taken(Viewed<BudgetState> budget) {
        return taken.getOrDefault(budget.display(), 0);
    }

    void take(Viewed<BudgetState> budget) {
        taken.merge(budget.display(), 1, Integer::sum);
    }
}
