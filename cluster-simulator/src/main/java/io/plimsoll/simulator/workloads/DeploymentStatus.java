package io.plimsoll.simulator.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.store.StoredObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Deployment's status: sums over its ReplicaSets, and the Available and Progressing conditions. */
final class DeploymentStatus {

    private DeploymentStatus() {}

    static void write(
            Cluster cluster,
            StoredObject deployment,
            @Nullable StoredObject current,
            List<StoredObject> sets,
            Instant now) {
        int wanted = Replicas.wanted(deployment);
        int replicas = sum(sets, "replicas");
        int available = sum(sets, "availableReplicas");
        int updated = current == null
                ? 0
                : sum(
                        sets.stream()
                                .filter(set -> set.uid().equals(current.uid()))
                                .toList(),
                        "replicas");
        boolean complete = updated == wanted && replicas == wanted && available == wanted;
        cluster.edit(deployment, tree -> {
            ObjectNode status = Fields.ensure(tree, "status");
            status.put(
                    "observedGeneration",
                    deployment.at("metadata", "generation").asLong());
            status.put("replicas", replicas);
            status.put("updatedReplicas", updated);
            status.put("readyReplicas", sum(sets, "readyReplicas"));
            status.put("availableReplicas", available);
            status.put("unavailableReplicas", Math.max(0, Math.max(wanted, replicas) - available));
            available(tree, wanted, available, now);
            progressing(tree, current, complete, now);
        });
    }

    private static void available(ObjectNode tree, int wanted, int available, Instant now) {
        boolean enough = available >= wanted - RollingUpdate.of(tree, wanted).maxUnavailable();
        Conditions.set(
                tree,
                "Available",
                enough,
                enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
                now);
    }

    private static void progressing(ObjectNode tree, @Nullable StoredObject current, boolean complete, Instant now) {
        if (current == null) {
            return;
        }
        JsonNode known = Conditions.find(tree, "Progressing");
        boolean wasComplete = known != null && Fields.text(known, "reason").equals("NewReplicaSetAvailable");
        boolean sameSet = known != null && Fields.text(known, "message").contains("\"" + current.name() + "\"");
        String message = "ReplicaSet \"%s\" %s";
        if (complete) {
            Conditions.set(
                    tree,
                    "Progressing",
                    true,
                    "NewReplicaSetAvailable",
                    message.formatted(current.name(), "has successfully progressed."),
                    now);
        } else if (!(wasComplete && sameSet)) { // losing a pod later is no new rollout
            Conditions.set(
                    tree,
                    "Progressing",
                    true,
                    "ReplicaSetUpdated",
                    message.formatted(current.name(), "is progressing."),
                    now);
        }
    }

    private static int sum(List<StoredObject> sets, String field) {
        return sets.stream().mapToInt(set -> set.at("status", field).asInt(0)).sum();
    }
}
