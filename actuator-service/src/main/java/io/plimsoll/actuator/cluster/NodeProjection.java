package io.plimsoll.actuator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.model.fact.NodeGroup;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.Taint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is kept of a node. */
final class NodeProjection {

    /** The same labels, in the same order, by which facts name a node's group. */
    private static final List<String> GROUP_LABELS = List.of(
            "cloud.google.com/gke-nodepool",
            "eks.amazonaws.com/nodegroup",
            "alpha.eksctl.io/nodegroup-name",
            "kubernetes.azure.com/agentpool",
            "karpenter.sh/nodepool",
            "cluster.x-k8s.io/deployment-name",
            "cluster.x-k8s.io/pool-name",
            "cluster.x-k8s.io/set-name");

    private NodeProjection() {}

    static NodeState of(JsonNode node, String ownGroupLabel) {
        JsonNode spec = node.path("spec");
        JsonNode status = node.path("status");
        JsonNode info = status.path("nodeInfo");
        Map<String, String> labels = Fields.texts(node.path("metadata"), "labels");
        return new NodeState(
                labels,
                Annotations.kept(node),
                spec.path("unschedulable").asBoolean(false),
                null,
                Fields.list(spec, "taints", NodeProjection::taint),
                Fields.text(spec, "providerID"),
                Fields.text(info, "systemUUID"),
                Fields.text(info, "bootID"),
                Fields.text(info, "kubeletVersion"),
                Fields.resources(status, "capacity"),
                Fields.resources(status, "allocatable"),
                Fields.conditions(status),
                Fields.instant(node.path("metadata"), "creationTimestamp"),
                Fields.instant(node.path("metadata"), "deletionTimestamp"),
                group(labels, ownGroupLabel));
    }

    private static Taint taint(JsonNode taint) {
        return new Taint(
                Fields.textOr(taint, "key", ""),
                Fields.text(taint, "value"),
                Fields.textOr(taint, "effect", ""),
                Fields.instant(taint, "timeAdded"));
    }

    private static @Nullable NodeGroup group(Map<String, String> labels, String ownGroupLabel) {
        for (String label : GROUP_LABELS) {
            String name = labels.get(label);
            if (name != null) {
                return new NodeGroup(name, label);
            }
        }
        String own = labels.get(ownGroupLabel);
        if (own != null) {
            return new NodeGroup(own, ownGroupLabel);
        }
        String type = labels.get("node.kubernetes.io/instance-type");
        String zone = labels.get("topology.kubernetes.io/zone");
        return type == null ? null : new NodeGroup(zone == null ? type : type + "/" + zone, null);
    }
}
