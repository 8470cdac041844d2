package io.plimsoll.simulator.disruption;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.engine.Change;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.engine.Reconciler;
import io.plimsoll.simulator.engine.WorkQueue;
import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Keeps the status of every PodDisruptionBudget. */
public final class DisruptionController implements Reconciler {

    private static final String COMPONENT = "controllermanager";
    private static final String CONDITION = "DisruptionAllowed";

    private final Cluster cluster;
    private final BudgetIndex index = new BudgetIndex();
    private final OwnerScales scales;

    public DisruptionController(Cluster cluster) {
        this.cluster = cluster;
        this.scales = new OwnerScales(cluster.store());
    }

    @Override
    public void observe(Change change, WorkQueue queue) {
        if (change.pod() != null) {
            observePod(change, change.pod(), queue);
        } else if (change.of(ResourceTypes.POD_DISRUPTION_BUDGET)) {
            if (change.deleted()) {
                index.remove(change.object());
            } else {
                index.put(
                        change.object(), cluster.podsInNamespace(change.object().namespace()));
                queue.add(change.key());
            }
        } else if (change.of(ResourceTypes.DEPLOYMENT)
                || change.of(ResourceTypes.REPLICA_SET)
                || change.of(ResourceTypes.STATEFUL_SET)) {
            observeScale(change, queue);
        }
    }

    private void observePod(Change change, PodView pod, WorkQueue queue) {
        List<String> concerned = index.update(pod, change.deleted());
        PodView before = change.podBefore();
        boolean matters = change.deleted()
                || before == null
                || before.ready() != pod.ready()
                || before.terminating() != pod.terminating()
                || !before.labels().equals(pod.labels());
        if (matters) {
            concerned.forEach(name -> queue.add(pod.namespace() + "/" + name));
        }
        if (before == null && concerned.size() > 1) {
            cluster.events()
                    .warning(
                            pod.raw(),
                            COMPONENT,
                            "MultiplePodDisruptionBudgets",
                            "Pod \"%s\"/\"%s\" matches multiple PodDisruptionBudgets.  Chose \"%s\" arbitrarily."
                                    .formatted(pod.namespace(), pod.name(), concerned.getFirst()));
        }
    }

    private void observeScale(Change change, WorkQueue queue) {
        StoredObject before = change.event().previous();
        boolean same = before != null
                && !change.deleted()
                && before.at("spec", "replicas").equals(change.object().at("spec", "replicas"));
        if (!same) {
            String namespace = change.object().namespace();
            budgetsOver(change.object()).forEach(name -> queue.add(namespace + "/" + name));
        }
    }

    /** The budgets over the pods of a workload's template. */
    private Collection<String> budgetsOver(StoredObject workload) {
        if (workload.type().equals(ResourceTypes.REPLICA_SET)) {
            return List.of(); // its Deployment's scale counts; an orphan's pods come and go with its scale
        }
        Map<String, String> labels = Fields.texts(workload.json(), "spec", "template", "metadata", "labels");
        return index.covering(workload.namespace(), labels);
    }

    @Override
    public void reconcile(String key, Instant now, WorkQueue queue) {
        StoredObject object = cluster.find(ResourceTypes.POD_DISRUPTION_BUDGET, key);
        if (object == null) {
            return;
        }
        String fault = index.fault(object.namespace(), object.name());
        Collection<PodView> pods = index.pods(object.namespace(), object.name());
        Budget budget = Budget.of(object.json());
        if (fault.isEmpty() && pods.isEmpty()) {
            cluster.events().normal(object.json(), COMPONENT, "NoPods", "No matching pods found");
        }
        int scale = 0;
        if (fault.isEmpty() && budget.needsScale()) {
            OwnerScales.Scale found = scales.of(pods);
            scale = found.total();
            fault = found.fault();
            report(object, found);
        }
        if (!fault.isEmpty()) {
            failSafe(object, fault, now);
            return;
        }
        DisruptedPods disrupted = disrupted(object, pods, now);
        int healthy = Math.toIntExact(pods.stream()
                .filter(pod -> pod.ready() && !pod.terminating() && !disrupted.counts(pod.name(), now))
                .count());
        write(object, budget.numbers(scale, pods.size(), healthy), disrupted, now);
        disrupted.recheckAt().ifPresent(when -> queue.addAt(key, when.plusMillis(1)));
    }

    private void report(StoredObject object, OwnerScales.Scale found) {
        if (!found.fault().isEmpty()) {
            cluster.events()
                    .warning(
                            object.json(),
                            COMPONENT,
                            "CalculateExpectedPodCountFailed",
                            "Failed to calculate the number of expected pods: " + found.fault());
        } else if (!found.unmanaged().isEmpty()) {
            cluster.events()
                    .warning(
                            object.json(),
                            COMPONENT,
                            "UnmanagedPods",
                            "Pods selected by this PodDisruptionBudget (%s) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set \".spec.minAvailable\" field of the PDB to an integer value."
                                    .formatted(String.join(", ", found.unmanaged())));
        }
    }

    private DisruptedPods disrupted(StoredObject object, Collection<PodView> pods, Instant now) {
        Map<String, Instant> entries = new HashMap<>();
        Fields.texts(object.json(), "status", "disruptedPods")
                .forEach((pod, since) -> entries.put(pod, Instant.parse(since)));
        Map<String, PodView> present = pods.stream()
                .filter(pod -> !pod.terminating())
                .collect(Collectors.toMap(PodView::name, pod -> pod, (first, _) -> first));
        DisruptedPods disrupted = DisruptedPods.sort(entries, present.keySet(), now);
        for (String name : disrupted.overdue()) {
            PodView pod = present.get(name);
            if (pod != null) {
                cluster.events()
                        .warning(
                                pod.raw(),
                                COMPONENT,
                                "NotDeleted",
                                "Pod was expected by PDB to be deleted but it wasn't");
            }
        }
        return disrupted;
    }

    private void write(StoredObject object, BudgetNumbers numbers, DisruptedPods disrupted, Instant now) {
        cluster.edit(object, tree -> {
            if (!Fields.text(tree, "metadata", "resourceVersion").equals(Long.toString(object.resourceVersion()))) {
                return; // an eviction was granted meanwhile: its change brings the budget up again
            }
            ObjectNode status = Fields.ensure(tree, "status");
            long generation = Fields.number(object.json(), 0, "metadata", "generation");
            status.put("observedGeneration", generation)
                    .put("disruptionsAllowed", numbers.disruptionsAllowed())
                    .put("currentHealthy", numbers.currentHealthy())
                    .put("desiredHealthy", numbers.desiredHealthy())
                    .put("expectedPods", numbers.expectedPods());
            status.remove("disruptedPods");
            if (!disrupted.waiting().isEmpty()) {
                ObjectNode waiting = status.putObject("disruptedPods");
                disrupted.waiting().forEach((pod, since) -> waiting.put(pod, Fields.time(since)));
            }
            boolean enough = numbers.disruptionsAllowed() > 0;
            Conditions.set(
                    tree, CONDITION, enough, enough ? "SufficientPods" : "InsufficientPods", "", now, generation);
        });
    }

    private void failSafe(StoredObject object, String fault, Instant now) {
        cluster.edit(object, tree -> {
            Fields.ensure(tree, "status").put("disruptionsAllowed", 0);
            ObjectNode status = Fields.ensure(tree, "status");
            for (String field : List.of("currentHealthy", "desiredHealthy", "expectedPods")) {
                if (!status.has(field)) {
                    status.put(field, 0);
                }
            }
            long generation = Fields.number(object.json(), 0, "metadata", "generation");
            Conditions.set(tree, CONDITION, false, "SyncFailed", fault, now, generation);
        });
    }
}
