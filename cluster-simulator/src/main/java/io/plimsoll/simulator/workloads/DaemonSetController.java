package io.plimsoll.simulator.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.disruption.IntOrPercent;
import io.plimsoll.simulator.engine.Change;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.engine.Reconciler;
import io.plimsoll.simulator.engine.WorkQueue;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.NodeView;
import io.plimsoll.simulator.objects.OwnerRef;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.objects.Taint;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One pod on every node that matches and isn't tainted against it. Its pods bear cordons and node faults. */
public final class DaemonSetController implements Reconciler {

    private static final List<String> TOLERATED = List.of(
            Taint.NOT_READY,
            Taint.UNREACHABLE,
            "node.kubernetes.io/disk-pressure",
            Taint.MEMORY_PRESSURE,
            "node.kubernetes.io/pid-pressure",
            Taint.UNSCHEDULABLE);

    private static final Duration GATHER = Duration.ofSeconds(1);

    private final Cluster cluster;

    public DaemonSetController(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void observe(Change change, WorkQueue queue) {
        PodView pod = change.pod();
        if (pod != null) {
            OwnerRef controller = pod.controller();
            if (controller != null && controller.kind().equals("DaemonSet")) {
                // All of a cluster's nodes are looked at: once for the many pods that change together.
                queue.addAt(
                        pod.namespace() + "/" + controller.name(), cluster.now().plus(GATHER));
            }
        } else if (change.of(ResourceTypes.DAEMON_SET)) {
            queue.add(change.key());
        } else if (change.node() != null && matters(change, change.node())) {
            cluster.store().list(ResourceTypes.DAEMON_SET).forEach(set -> queue.add(set.path()));
        }
    }

    private static boolean matters(Change change, NodeView node) {
        NodeView before = change.nodeBefore();
        return change.deleted()
                || before == null
                || !before.labels().equals(node.labels())
                || !before.taints().equals(node.taints());
    }

    @Override
    public void reconcile(String key, Instant now, WorkQueue queue) {
        StoredObject set = cluster.find(ResourceTypes.DAEMON_SET, key);
        if (set == null || set.deleting()) {
            return;
        }
        String revision = Templates.hash(set.at("spec", "template"));
        StatefulSetController.ControllerRevisions.ensure(cluster, set, set.name() + "-" + revision);
        Map<String, List<PodView>> byNode = new HashMap<>();
        for (PodView pod : cluster.podsOfController(set.uid())) {
            byNode.computeIfAbsent(target(pod), _ -> new ArrayList<>()).add(pod);
        }
        ObjectNode sample = sample(set, revision);
        List<Taint.Toleration> tolerations = PodView.of(sample).tolerations();
        Map<String, String> selector = Fields.texts(sample, "spec", "nodeSelector");
        int desired = 0;
        for (NodeView node : cluster.nodes()) {
            boolean wanted = wanted(selector, tolerations, node);
            desired += wanted ? 1 : 0;
            settle(sample, node, wanted, byNode.getOrDefault(node.name(), List.of()));
        }
        Collection<PodView> pods = cluster.podsOfController(set.uid());
        update(set, pods, revision, desired);
        writeStatus(set, byNode, desired, revision);
    }

    /** The node the pod was made for, whether it is bound yet or not. */
    private static String target(PodView pod) {
        if (pod.bound()) {
            return pod.nodeName();
        }
        JsonNode terms = Fields.at(
                pod.raw(),
                "spec",
                "affinity",
                "nodeAffinity",
                "requiredDuringSchedulingIgnoredDuringExecution",
                "nodeSelectorTerms");
        return terms.path(0).path("matchFields").path(0).path("values").path(0).asText("");
    }

    private static boolean wanted(Map<String, String> selector, List<Taint.Toleration> tolerations, NodeView node) {
        return node.labels().entrySet().containsAll(selector.entrySet())
                && node.taints().stream()
                        .filter(taint -> !taint.effect().equals(Taint.PREFER_NO_SCHEDULE))
                        .allMatch(taint -> taint.toleratedBy(tolerations));
    }

    private void settle(ObjectNode sample, NodeView node, boolean wanted, List<PodView> pods) {
        List<PodView> active = new ArrayList<>();
        for (PodView pod : pods) {
            if (pod.finished() && !pod.terminating()) {
                cluster.delete(pod, DeleteOptions.GRACEFUL);
            } else if (!pod.terminating()) {
                active.add(pod);
            }
        }
        boolean leaving = pods.stream().anyMatch(pod -> pod.terminating() && !pod.finished());
        if (wanted && active.isEmpty() && !leaving) {
            ObjectNode pod = sample.deepCopy();
            pin(pod, node.name());
            cluster.store().create(ResourceTypes.POD, pod);
        } else if (!wanted) {
            // A NoSchedule taint alone doesn't drive a running daemon out.
            boolean misplaced =
                    node.taints().stream().noneMatch(taint -> taint.effect().equals(Taint.NO_SCHEDULE));
            if (misplaced) {
                active.forEach(pod -> cluster.delete(pod, DeleteOptions.GRACEFUL));
            }
        }
    }

    private static ObjectNode sample(StoredObject set, String revision) {
        ObjectNode pod = Templates.pod(set);
        Fields.ensure(pod, "metadata").put("generateName", set.name() + "-");
        Templates.label(pod, StatefulSetController.REVISION, revision);
        ArrayNode tolerations = Fields.ensureArray(Fields.ensure(pod, "spec"), "tolerations");
        for (String key : TOLERATED) {
            boolean fault = key.equals(Taint.NOT_READY) || key.equals(Taint.UNREACHABLE);
            if (fault) { // for ever, where other pods get 300 s
                for (int i = tolerations.size() - 1; i >= 0; i--) {
                    if (Fields.text(tolerations.get(i), "key").equals(key)) {
                        tolerations.remove(i);
                    }
                }
            }
            tolerations
                    .addObject()
                    .put("key", key)
                    .put("operator", "Exists")
                    .put("effect", fault ? Taint.NO_EXECUTE : Taint.NO_SCHEDULE);
        }
        return pod;
    }

    private static void pin(ObjectNode pod, String node) {
        ArrayNode terms = Fields.ensure(
                        pod, "spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution")
                .putArray("nodeSelectorTerms");
        terms.addObject()
                .putArray("matchFields")
                .addObject()
                .put("key", "metadata.name")
                .put("operator", "In")
                .putArray("values")
                .add(node);
    }

    /** Replaces old pods, no more of them unavailable at a time than {@code maxUnavailable} (1). */
    private void update(StoredObject set, Collection<PodView> pods, String revision, int desired) {
        if (set.text("spec", "updateStrategy", "type").equals("OnDelete")) {
            return;
        }
        IntOrPercent given = IntOrPercent.of(set.at("spec", "updateStrategy", "rollingUpdate", "maxUnavailable"));
        int limit = given == null ? 1 : given.roundedUp(desired);
        int unavailable = desired
                - (int) pods.stream()
                        .filter(pod -> pod.ready() && !pod.terminating())
                        .count();
        pods.stream()
                .filter(pod -> pod.active() && !revision.equals(pod.labels().get(StatefulSetController.REVISION)))
                .limit(Math.max(0, limit - unavailable))
                .toList()
                .forEach(pod -> cluster.delete(pod, DeleteOptions.GRACEFUL));
    }

    private void writeStatus(StoredObject set, Map<String, List<PodView>> byNode, int desired, String revision) {
        List<PodView> pods = byNode.values().stream()
                .flatMap(List::stream)
                .filter(PodView::active)
                .toList();
        int ready = Replicas.ready(pods);
        int updated = (int) pods.stream()
                .filter(pod -> revision.equals(pod.labels().get(StatefulSetController.REVISION)))
                .count();
        cluster.edit(set, tree -> {
            ObjectNode status = Fields.ensure(tree, "status");
            status.put("observedGeneration", set.at("metadata", "generation").asLong());
            status.put("desiredNumberScheduled", desired);
            status.put("currentNumberScheduled", Math.min(desired, pods.size()));
            status.put("numberMisscheduled", Math.max(0, pods.size() - desired));
            status.put("numberReady", ready).put("numberAvailable", ready);
            status.put("numberUnavailable", Math.max(0, desired - ready));
            status.put("updatedNumberScheduled", updated);
        });
    }
}
