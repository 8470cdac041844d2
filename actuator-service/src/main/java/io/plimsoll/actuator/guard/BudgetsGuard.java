package io.plimsoll.actuator.guard;

import io.plimsoll.actuator.plan.Handling;
import io.plimsoll.actuator.plan.NodePlan;
import io.plimsoll.actuator.plan.PodClass;
import io.plimsoll.actuator.plan.PodVerdict;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * BUDGETS: no budget of the node's pods is violated, and each of them can be evicted at some time.
 *
 * <p>A pod that its violated budget lets go all the same (it is not ready, and the policy is AlwaysAllow) is no obstacle:
 * the budget is no worse off without it. Where such a pod is on the node, its ready siblings are none either: they wait
 * until its replacement stands.
 */
public record BudgetsGuard() implements Guard {

    public static final String CODE = "BUDGETS";

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Verdict judge(GuardContext context) {
        NodePlan plan = context.candidate().plan();
        if (plan == null) {
            return Verdict.open();
        }
        Map<String, String> obstacles = new TreeMap<>();
        String remedy = "";
        Set<String> mended = mended(plan);
        for (PodVerdict pod : plan.pods()) {
            Cause why = pod.why();
            if (why != null && never(pod)) {
                obstacles.put(String.valueOf(why.object()), why.message());
                remedy = why.remedy();
            } else if (pod.handling() == Handling.EVICT_LATER || pod.handling() == Handling.REFUSE) {
                for (String name : pod.budgets()) {
                    Viewed<BudgetState> budget = context.view().budget(pod.namespace(), name);
                    if (budget != null && violated(budget.state()) && !mended.contains(budget.display())) {
                        obstacles.put(budget.display(), numbers(budget));
                    }
                }
            }
        }
        return obstacles.isEmpty()
                ? Verdict.open()
                : Verdict.closed(
                        CODE,
                        OutNodes.listed(obstacles.values()),
                        remedy.isEmpty() ? "wait until their pods are Ready again, or raise replicas" : remedy);
    }

    /** Budgets over pods of the node that may go now: their replacements are what the budget waits for. */
    private static Set<String> mended(NodePlan plan) {
        Set<String> mended = new HashSet<>();
        for (PodVerdict pod : plan.pods()) {
            if (pod.handling() == Handling.EVICT) {
                pod.budgets().forEach(name -> mended.add(pod.namespace() + "/" + name));
            }
        }
        return mended;
    }

    private static boolean never(PodVerdict pod) {
        return pod.podClass() == PodClass.PDB_PERMANENTLY_BLOCKED || pod.podClass() == PodClass.PDB_OVERLAP;
    }

    private static boolean violated(BudgetState budget) {
        return budget.expectedPods() > 0 && budget.currentHealthy() < budget.desiredHealthy();
    }

    private static String numbers(Viewed<BudgetState> budget) {
        return "PDB " + budget.display() + " needs " + budget.state().desiredHealthy() + " healthy, has "
                + budget.state().currentHealthy();
    }
}
