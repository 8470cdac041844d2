package io.plimsoll.simulator.autoscaling;

import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.objects.Selector;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Evicts as through the eviction API: only where the one budget that covers the pod can spare it, and charges it. */
final class GentleEviction {

    private final Cluster cluster;

    GentleEviction(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Whether a budget forbids the eviction now. */
    boolean blocked(PodView pod) {
        List<StoredObject> budgets = budgets(pod);
        return budgets.size() > 1
                || budgets.stream()
                        .anyMatch(budget ->
                                budget.at("status", "disruptionsAllowed").asInt(0) < 1);
    }

    /** @return false if a budget forbade it */
    boolean evict(PodView pod, Instant now) {
        List<StoredObject> budgets = budgets(pod);
        if (pod.phase().equals("Running")
                && !(budgets.size() < 2 && budgets.stream().allMatch(one -> charge(one, pod, now)))) {
            return false;
        }
        cluster.edit(
                pod,
                tree -> Conditions.set(
                        tree, "DisruptionTarget", true, "EvictionByEvictionAPI", "Eviction API: evicting", now));
        cluster.delete(pod, DeleteOptions.GRACEFUL);
        return true;
    }

    private boolean charge(StoredObject budget, PodView pod, Instant now) {
        var charged = new AtomicBoolean();
        cluster.edit(budget, tree -> {
            int allowed = Fields.integer(tree, 0, "status", "disruptionsAllowed");
            if (allowed > 0) {
                Fields.ensure(tree, "status").put("disruptionsAllowed", allowed - 1);
                Fields.ensure(tree, "status", "disruptedPods").put(pod.name(), Fields.time(now));
                charged.set(true);
            }
        });
        return charged.get();
    }

    private List<StoredObject> budgets(PodView pod) {
        return cluster.store().list(ResourceTypes.POD_DISRUPTION_BUDGET, pod.namespace()).stream()
                .filter(budget -> Selector.of(Fields.at(budget.json(), "spec", "selector"))
                        .matches(pod.labels()))
                .toList();
    }
}
