package io.plimsoll.actuator.node;

import io.plimsoll.actuator.node.PodTask.Asked;
import io.plimsoll.actuator.node.PodTask.Leaving;
import io.plimsoll.actuator.node.PodTask.Listed;
import io.plimsoll.actuator.node.PodTask.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What evictions have taken of budgets, as far as the budgets themselves don't show it yet.
 *
 * <p>Pods and budgets are watched apart, so that a pod may be seen to go, and even to be gone, before its budget is seen to
 * have changed: until then it counts.
 *
 * @param departed pods that are gone, by uid
 */
record Draws(Map<String, PodTask> tasks, Map<String, Leaving> departed, List<PodSight> here) {

    /** By then a budget that hasn't changed wasn't drawn on. Cluster time. */
    private static final Duration SETTLED = Duration.ofSeconds(30);

    /** The pods that went since, and those before them, without what is settled. */
    static Map<String, Leaving> departed(
            Map<String, Leaving> before, Map<String, PodTask> known, Map<String, PodTask> left, Instant now) {
        Map<String, Leaving> departed = new LinkedHashMap<>();
        before.forEach((uid, went) -> {
            if (now.isBefore(settled(went))) {
                departed.put(uid, went);
            }
        });
        known.forEach((uid, task) -> {
            Map<String, String> budgets = asked(task);
            if (!left.containsKey(uid) && !budgets.isEmpty()) {
                departed.put(uid, new Leaving(now, budgets));
            }
        });
        return departed;
    }

    static Instant settled(Leaving departed) {
        return departed.since().plus(SETTLED);
    }

    /** Whether every budget over the pod still allows one more than what we asked for since it last changed. */
    boolean allow(PodSight pod) {
        for (PodSight.BudgetSight budget : pod.budgets()) {
            String name = key(pod, budget);
            long taken = departed.values().stream()
                            .filter(gone ->
                                    budget.version().equals(gone.budgets().get(name)))
                            .count()
                    + here.stream()
                            .filter(other -> counts(other, name, budget.version()))
                            .count();
            if (taken > 0 && budget.allowed() <= taken) {
                return false;
            }
        }
        return true;
    }

    /** A budget may have changed for another reason, before the eviction came to it: it says nothing until the pod goes. */
    private boolean counts(PodSight pod, String budget, String version) {
        String asked = asked(tasks.getOrDefault(pod.uid(), new Listed())).get(budget);
        return asked != null && (pod.leavingSince() == null || asked.equals(version));
    }

    /** What the pod's eviction draws on, as far as we asked for it. */
    static Map<String, String> asked(PodTask task) {
        return switch (task) {
            case Asked(var _, var _, var budgets, var _, var _) -> budgets;
            case Leaving(var _, var budgets) -> budgets;
            case Listed _, Waiting _ -> Map.of();
        };
    }

    /** The pod's budgets as they are now. */
    static Map<String, String> versions(PodSight pod) {
        Map<String, String> versions = new LinkedHashMap<>();
        pod.budgets().forEach(budget -> versions.put(key(pod, budget), budget.version()));
        return versions;
    }

    private static String key(PodSight pod, PodSight.BudgetSight budget) {
        return pod.namespace() + "/" + budget.name();
    }
}
