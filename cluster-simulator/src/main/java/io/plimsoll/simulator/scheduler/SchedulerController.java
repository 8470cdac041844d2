package io.plimsoll.simulator.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.engine.Change;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.engine.Reconciler;
import io.plimsoll.simulator.engine.WorkQueue;
import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.NodeView;
import io.plimsoll.simulator.objects.OwnerRef;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Binds pending pods. A pod that fits nowhere is tried again once something has changed that might help (a node became
 * usable, a pod left), at most every {@code backoff}, and at the latest after a minute.
 */
public final class SchedulerController implements Reconciler {

    private static final String COMPONENT = "default-scheduler";
    private static final String RETRY = "#retry";
    private static final Duration BACKOFF = Duration.ofSeconds(1);

    private final Cluster cluster;
    private final NodeTable nodes = new NodeTable();
    private final NodeSearch search = new NodeSearch(nodes);
    private final Set<String> waiting = new LinkedHashSet<>();

    /** Pods of one controller are alike: what failed for one, with nothing changed since, fails for all. */
    private final Map<String, Placement.Nowhere> failed = new HashMap<>();

    private boolean retryPlanned;

    public SchedulerController(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void observe(Change change, WorkQueue queue) {
        if (change.node() != null) {
            observeNode(change, change.node(), queue);
        } else if (change.pod() != null) {
            observePod(change, change.pod(), queue);
        } else if (change.of(ResourceTypes.PERSISTENT_VOLUME_CLAIM)) {
            mayHelp(queue);
        }
    }

    private void observeNode(Change change, NodeView node, WorkQueue queue) {
        if (change.deleted()) {
            nodes.removeNode(node.name());
            return;
        }
        nodes.putNode(node);
        NodeView before = change.nodeBefore();
        boolean same = before != null
                && before.unschedulable() == node.unschedulable()
                && before.taints().equals(node.taints())
                && before.labels().equals(node.labels())
                && before.allocatable().equals(node.allocatable());
        if (!same) {
            mayHelp(queue);
        }
    }

    private void observePod(Change change, PodView pod, WorkQueue queue) {
        if (change.deleted()) {
            nodes.removePod(pod.uid());
            waiting.remove(pod.key());
            mayHelp(queue);
            return;
        }
        nodes.putPod(pod);
        boolean wanted = !pod.bound()
                && pod.active()
                && Fields.items(pod.raw(), "spec", "schedulingGates").isEmpty()
                && responsible(pod);
        if (wanted && (change.podBefore() == null || !waiting.contains(pod.key()))) {
            queue.add(pod.key());
        }
        if (pod.finished() && change.podBefore() != null && !change.podBefore().finished()) {
            mayHelp(queue);
        }
        if (!wanted) {
            waiting.remove(pod.key());
        }
    }

    private static boolean responsible(PodView pod) {
        String name = Fields.text(pod.raw(), "spec", "schedulerName");
        return name.isEmpty() || name.equals(COMPONENT);
    }

    private void mayHelp(WorkQueue queue) {
        failed.clear();
        if (!waiting.isEmpty() && !retryPlanned) {
            retryPlanned = true;
            queue.addAt(RETRY, cluster.now().plus(BACKOFF));
        }
    }

    @Override
    public void reconcile(String key, Instant now, WorkQueue queue) {
        if (key.equals(RETRY)) {
            retryPlanned = false;
            List<String> again = new ArrayList<>(waiting);
            waiting.clear();
            again.forEach(queue::add);
            return;
        }
        PodView pod = cluster.pod(key);
        if (pod == null || pod.bound() || !pod.active()) {
            return;
        }
        switch (place(pod)) {
            case Placement.Fits(var node) -> bind(pod, node, now);
            case Placement.Nowhere nowhere -> {
                waiting.add(key);
                refuse(pod, nowhere, now);
            }
        }
    }

    private Placement place(PodView pod) {
        String kind = likeness(pod);
        Placement.Nowhere known = failed.get(kind);
        if (known != null) {
            return known;
        }
        List<List<Demand.NodeTerm>> volumes = new ArrayList<>();
        for (JsonNode volume : Fields.at(pod.raw(), "spec", "volumes")) {
            String claim = Fields.text(volume, "persistentVolumeClaim", "claimName");
            if (!claim.isEmpty()) {
                volumeTerms(pod.namespace(), claim, volumes);
            }
        }
        Placement placement = search.find(Demand.of(pod, volumes));
        if (!kind.isEmpty() && placement instanceof Placement.Nowhere nowhere) {
            failed.put(kind, nowhere);
        }
        return placement;
    }

    /** StatefulSet pods differ in their volumes and DaemonSet pods in their node: no two of them are alike. */
    private static String likeness(PodView pod) {
        OwnerRef controller = pod.controller();
        if (controller == null) {
            return "";
        }
        return controller.kind().equals("ReplicaSet") || controller.kind().equals("Job") ? controller.uid() : "";
    }

    /** A claim that isn't there or isn't bound asks nothing here: volumes are bound at once in this cluster. */
    private void volumeTerms(String namespace, String claim, List<List<Demand.NodeTerm>> terms) {
        @Nullable StoredObject bound = cluster.find(ResourceTypes.PERSISTENT_VOLUME_CLAIM, namespace + "/" + claim);
        String volume = bound == null ? "" : bound.text("spec", "volumeName");
        @Nullable StoredObject object = volume.isEmpty() ? null : cluster.find(ResourceTypes.PERSISTENT_VOLUME, volume);
        if (object != null) {
            JsonNode required = Fields.at(object.json(), "spec", "nodeAffinity", "required", "nodeSelectorTerms");
            if (!required.isEmpty()) {
                terms.add(Demand.NodeTerm.listOf(required));
            }
        }
    }

    private void bind(PodView pod, String node, Instant now) {
        cluster.edit(pod, tree -> {
            Fields.ensure(tree, "spec").put("nodeName", node);
            Conditions.set(tree, "PodScheduled", true, "", "", now);
        });
        cluster.events()
                .routine(
                        pod.raw(),
                        COMPONENT,
                        "Scheduled",
                        "Successfully assigned %s/%s to %s".formatted(pod.namespace(), pod.name(), node));
    }

    private void refuse(PodView pod, Placement.Nowhere nowhere, Instant now) {
        String message = nowhere.message();
        JsonNode known = Conditions.find(pod.raw(), "PodScheduled");
        if (known != null && Fields.text(known, "message").equals(message)) {
            return; // said already
        }
        cluster.edit(pod, tree -> Conditions.set(tree, "PodScheduled", false, "Unschedulable", message, now));
        cluster.events().warning(pod.raw(), COMPONENT, "FailedScheduling", message);
    }
}
