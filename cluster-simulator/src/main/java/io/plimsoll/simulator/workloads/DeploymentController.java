package io.plimsoll.simulator.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.engine.Change;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.engine.Reconciler;
import io.plimsoll.simulator.engine.WorkQueue;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.OwnerRef;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rolls a Deployment's template out over ReplicaSets, one per template. */
public final class DeploymentController implements Reconciler {

    static final String HASH = "pod-template-hash";
    static final String REVISION = "deployment.kubernetes.io/revision";
    private static final String COMPONENT = "deployment-controller";

    private final Cluster cluster;

    public DeploymentController(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void observe(Change change, WorkQueue queue) {
        if (change.of(ResourceTypes.DEPLOYMENT)) {
            queue.add(change.key());
        } else if (change.of(ResourceTypes.REPLICA_SET)) {
            OwnerRef owner = OwnerRef.controllerOf(change.object().json());
            if (owner != null && owner.kind().equals("Deployment")) {
                queue.add(change.object().namespace() + "/" + owner.name());
            }
        }
    }

    @Override
    public void reconcile(String key, Instant now, WorkQueue queue) {
        StoredObject deployment = cluster.find(ResourceTypes.DEPLOYMENT, key);
        if (deployment == null || deployment.deleting()) {
            return;
        }
        List<StoredObject> sets = cluster.store().ownedBy(ResourceTypes.REPLICA_SET, deployment.uid());
        String hash = Templates.hash(deployment.at("spec", "template"));
        String name = deployment.name() + "-" + hash;
        @Nullable
        StoredObject current =
                sets.stream().filter(set -> set.name().equals(name)).findFirst().orElse(null);
        boolean paused = deployment.at("spec", "paused").asBoolean(false);
        if (current == null && !paused) {
            create(deployment, sets, name, hash);
            queue.add(key);
            return;
        }
        List<StoredObject> old = sets.stream()
                .filter(set -> !set.name().equals(name))
                .sorted(Comparator.comparingLong(DeploymentController::revision))
                .toList();
        if (current != null && !paused) {
            roll(deployment, current, old);
            forget(deployment, old);
        }
        DeploymentStatus.write(
                cluster,
                deployment,
                current,
                cluster.store().ownedBy(ResourceTypes.REPLICA_SET, deployment.uid()),
                now);
    }

    private void create(StoredObject deployment, List<StoredObject> sets, String name, String hash) {
        long revision = 1
                + sets.stream().mapToLong(DeploymentController::revision).max().orElse(0);
        ObjectNode set = Fields.object();
        ObjectNode metadata = set.putObject("metadata").put("name", name).put("namespace", deployment.namespace());
        JsonNode template = deployment.at("spec", "template");
        if (template.path("metadata").path("labels") instanceof ObjectNode labels) {
            metadata.set("labels", labels.deepCopy());
        }
        Templates.label(set, HASH, hash);
        metadata.putObject("annotations").put(REVISION, String.valueOf(revision));
        metadata.putArray("ownerReferences").add(OwnerRef.referenceTo(deployment.json()));
        ObjectNode spec = set.putObject("spec").put("replicas", 0);
        spec.set("selector", deployment.at("spec", "selector").deepCopy());
        Fields.ensure(spec, "selector", "matchLabels").put(HASH, hash);
        spec.set("template", template.deepCopy());
        Fields.ensure(spec, "template", "metadata", "labels").put(HASH, hash);
        JsonNode minReady = deployment.at("spec", "minReadySeconds");
        if (!minReady.isMissingNode()) {
            spec.set("minReadySeconds", minReady);
        }
        cluster.store().create(ResourceTypes.REPLICA_SET, set);
        cluster.edit(deployment, tree -> Fields.ensure(tree, "metadata", "annotations")
                .put(REVISION, String.valueOf(revision)));
    }

    private void roll(StoredObject deployment, StoredObject current, List<StoredObject> old) {
        int replicas = Replicas.wanted(deployment);
        if (Fields.text(deployment.json(), "spec", "strategy", "type").equals("Recreate")) {
            old.forEach(set -> scale(deployment, set, 0));
            boolean gone = old.stream()
                    .allMatch(set -> cluster.podsOfController(set.uid()).isEmpty());
            scale(deployment, current, gone ? replicas : Replicas.wanted(current));
            return;
        }
        RollingUpdate.Plan plan = RollingUpdate.of(deployment.json(), replicas)
                .plan(
                        size(current),
                        old.stream().map(DeploymentController::size).toList());
        scale(deployment, current, plan.current());
        for (int i = 0; i < old.size(); i++) {
            scale(deployment, old.get(i), plan.old().get(i));
        }
    }

    private static RollingUpdate.Size size(StoredObject set) {
        return new RollingUpdate.Size(
                Replicas.wanted(set), set.at("status", "availableReplicas").asInt(0));
    }

    private void scale(StoredObject deployment, StoredObject set, int replicas) {
        int before = Replicas.wanted(set);
        if (before == replicas) {
            return;
        }
        cluster.edit(set, tree -> Fields.ensure(tree, "spec").put("replicas", replicas));
        cluster.events()
                .routine(
                        deployment.json(),
                        COMPONENT,
                        "ScalingReplicaSet",
                        "Scaled %s replica set %s from %d to %d"
                                .formatted(replicas > before ? "up" : "down", set.name(), before, replicas));
    }

    /** Old, empty ReplicaSets beyond {@code revisionHistoryLimit} are removed, the oldest first. */
    private void forget(StoredObject deployment, List<StoredObject> old) {
        int limit = deployment.at("spec", "revisionHistoryLimit").asInt(10);
        List<StoredObject> empty = old.stream()
                .filter(set -> Replicas.wanted(set) == 0
                        && set.at("status", "replicas").asInt(0) == 0)
                .toList();
        empty.stream()
                .limit(Math.max(0, empty.size() - limit))
                .forEach(set -> cluster.delete(set, DeleteOptions.GRACEFUL));
    }

    private static long revision(StoredObject set) {
        String revision = set.annotation(REVISION);
        return revision == null ? 0 : Long.parseLong(revision);
    }
}
