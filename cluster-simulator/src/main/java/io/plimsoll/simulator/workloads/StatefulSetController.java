package io.plimsoll.simulator.workloads;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.engine.Change;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.engine.Reconciler;
import io.plimsoll.simulator.engine.WorkQueue;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.OwnerRef;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pods {@code name-0} to {@code name-n}, each with its own claims. With OrderedReady one pod after the other, and
 * none while a predecessor isn't ready; with Parallel all at once. Updates go from the highest ordinal down to the
 * partition, one at a time; with OnDelete never by themselves.
 */
public final class StatefulSetController implements Reconciler {

    static final String REVISION = "controller-revision-hash";
    private static final String COMPONENT = "statefulset-controller";

    private final Cluster cluster;
    private final Claims claims;

    public StatefulSetController(Cluster cluster) {
        this.cluster = cluster;
        this.claims = new Claims(cluster);
    }

    @Override
    public void observe(Change change, WorkQueue queue) {
        PodView pod = change.pod();
        if (pod != null) {
            OwnerRef controller = pod.controller();
            if (controller != null && controller.kind().equals("StatefulSet")) {
                queue.add(pod.namespace() + "/" + controller.name());
            }
        } else if (change.of(ResourceTypes.STATEFUL_SET)) {
            queue.add(change.key());
        }
    }

    @Override
    public void reconcile(String key, Instant now, WorkQueue queue) {
        StoredObject set = cluster.find(ResourceTypes.STATEFUL_SET, key);
        if (set == null) {
            return;
        }
        String revision = set.name() + "-" + Templates.hash(set.at("spec", "template"));
        ControllerRevisions.ensure(cluster, set, revision);
        Map<Integer, PodView> pods = byOrdinal(set);
        if (!set.deleting() && arrange(set, pods, revision)) {
            queue.add(key);
            return;
        }
        writeStatus(set, pods.values(), revision, now);
        claims.pin(set, pods.values());
    }

    private Map<Integer, PodView> byOrdinal(StoredObject set) {
        Map<Integer, PodView> pods = new TreeMap<>();
        String prefix = set.name() + "-";
        for (PodView pod : cluster.podsOfController(set.uid())) {
            if (pod.name().startsWith(prefix)) {
                pods.put(Integer.parseInt(pod.name().substring(prefix.length())), pod);
            }
        }
        return pods;
    }

    /** @return whether something was created or deleted, so that the pods must be looked at anew */
    private boolean arrange(StoredObject set, Map<Integer, PodView> pods, String revision) {
        boolean ordered = !set.text("spec", "podManagementPolicy").equals("Parallel");
        int wanted = Replicas.wanted(set);
        boolean acted = false;
        for (int ordinal = 0; ordinal < wanted; ordinal++) {
            PodView pod = pods.get(ordinal);
            if (pod == null) {
                create(set, ordinal, revision);
                acted = true;
            } else if (pod.finished() && !pod.terminating()) {
                cluster.delete(pod, DeleteOptions.GRACEFUL);
                acted = true;
            }
            if (ordered && (acted || pod == null || !pod.ready() || pod.terminating())) {
                return acted;
            }
        }
        return acted || shrink(set, pods, wanted, ordered) || update(set, pods, wanted, revision);
    }

    private boolean shrink(StoredObject set, Map<Integer, PodView> pods, int wanted, boolean ordered) {
        List<PodView> condemned = pods.entrySet().stream()
                .filter(entry -> entry.getKey() >= wanted)
                .sorted(Map.Entry.<Integer, PodView>comparingByKey().reversed())
                .map(Map.Entry::getValue)
                .toList();
        if (ordered && condemned.stream().anyMatch(PodView::terminating)) {
            return false;
        }
        List<PodView> now = condemned.stream()
                .filter(pod -> !pod.terminating())
                .limit(ordered ? 1 : Long.MAX_VALUE)
                .toList();
        now.forEach(pod -> delete(set, pod));
        return !now.isEmpty();
    }

    private boolean update(StoredObject set, Map<Integer, PodView> pods, int wanted, String revision) {
        if (set.text("spec", "updateStrategy", "type").equals("OnDelete")) {
            return false;
        }
        int partition =
                set.at("spec", "updateStrategy", "rollingUpdate", "partition").asInt(0);
        for (int ordinal = wanted - 1; ordinal >= partition; ordinal--) {
            PodView pod = pods.get(ordinal);
            if (pod == null || pod.terminating()) {
                return false;
            }
            if (!revision.equals(pod.labels().get(REVISION))) {
                delete(set, pod);
                return true;
            }
            if (!pod.ready()) {
                return false; // one at a time
            }
        }
        return false;
    }

    private void create(StoredObject set, int ordinal, String revision) {
        String name = set.name() + "-" + ordinal;
        ObjectNode pod = Templates.pod(set);
        Fields.ensure(pod, "metadata").put("name", name);
        Templates.label(pod, REVISION, revisionFor(set, ordinal, revision));
        Templates.label(pod, "statefulset.kubernetes.io/pod-name", name);
        Templates.label(pod, "apps.kubernetes.io/pod-index", String.valueOf(ordinal));
        ObjectNode spec = Fields.ensure(pod, "spec");
        spec.put("hostname", name).put("subdomain", set.text("spec", "serviceName"));
        ArrayNode volumes = Fields.ensureArray(spec, "volumes");
        claims.ensure(set, name).forEach((volume, claim) -> volumes.addObject()
                .put("name", volume)
                .putObject("persistentVolumeClaim")
                .put("claimName", claim));
        cluster.store().create(ResourceTypes.POD, pod);
        cluster.events()
                .routine(
                        set.json(),
                        COMPONENT,
                        "SuccessfulCreate",
                        "create Pod %s in StatefulSet %s successful".formatted(name, set.name()));
    }

    /** Below the partition a pod comes back as it was; its template is the present one all the same. */
    private static String revisionFor(StoredObject set, int ordinal, String update) {
        int partition =
                set.at("spec", "updateStrategy", "rollingUpdate", "partition").asInt(0);
        String current = set.text("status", "currentRevision");
        return ordinal < partition && !current.isEmpty() ? current : update;
    }

    private void delete(StoredObject set, PodView pod) {
        cluster.delete(pod, DeleteOptions.GRACEFUL);
        cluster.events()
                .routine(
                        set.json(),
                        COMPONENT,
                        "SuccessfulDelete",
                        "delete Pod %s in StatefulSet %s successful".formatted(pod.name(), set.name()));
    }

    private void writeStatus(StoredObject set, Collection<PodView> pods, String revision, Instant now) {
        String known = set.text("status", "currentRevision");
        int updated = (int) pods.stream()
                .filter(pod -> revision.equals(pod.labels().get(REVISION)))
                .count();
        int ready = Replicas.ready(pods);
        boolean done = updated == pods.size() && ready == pods.size() && pods.size() == Replicas.wanted(set);
        String current = known.isEmpty() || done ? revision : known;
        int currents = (int) pods.stream()
                .filter(pod -> current.equals(pod.labels().get(REVISION)))
                .count();
        cluster.edit(set, tree -> {
            ObjectNode status = Fields.ensure(tree, "status");
            status.put("observedGeneration", set.at("metadata", "generation").asLong());
            status.put("replicas", pods.size()).put("readyReplicas", ready);
            status.put(
                    "availableReplicas",
                    Replicas.available(pods, set.at("spec", "minReadySeconds").asLong(0), now));
            status.put("currentReplicas", currents).put("updatedReplicas", updated);
            status.put("currentRevision", current).put("updateRevision", revision);
            status.put("collisionCount", 0);
        });
    }

    /** The controller revision whose number is the highest is the newest; nothing here removes old ones. */
    static final class ControllerRevisions {

        private ControllerRevisions() {}

        static void ensure(Cluster cluster, StoredObject owner, String name) {
            if (cluster.store()
                    .find(ResourceTypes.CONTROLLER_REVISION, owner.namespace(), name)
                    .isPresent()) {
                return;
            }
            @Nullable
            StoredObject newest = cluster.store().ownedBy(ResourceTypes.CONTROLLER_REVISION, owner.uid()).stream()
                    .max(Comparator.comparingLong(
                            revision -> revision.at("revision").asLong()))
                    .orElse(null);
            ObjectNode revision = Fields.object();
            ObjectNode metadata =
                    revision.putObject("metadata").put("name", name).put("namespace", owner.namespace());
            metadata.putArray("ownerReferences").add(OwnerRef.referenceTo(owner.json()));
            revision.putObject("data")
                    .putObject("spec")
                    .set("template", owner.at("spec", "template").deepCopy());
            revision.put("revision", newest == null ? 1 : newest.at("revision").asLong() + 1);
            cluster.store().create(ResourceTypes.CONTROLLER_REVISION, revision);
        }
    }
}
