package io.plimsoll.watcher.project;

import io.plimsoll.model.fact.NodeGroup;
import io.plimsoll.model.fact.NodeState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is kept of a node: no image list, no addresses, no heartbeats. */
final class NodeProjection {

    /** Labels that name the group a node is scaled in, the first present counts. */
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

    /** A node; {@code ownGroupLabel} is the installation's own, asked after the well-known ones, or empty. */
    static NodeState of(Reading node, String ownGroupLabel) {
        Reading metadata = node.at("metadata");
        Reading spec = node.at("spec");
        Reading status = node.at("status");
        Reading info = status.at("nodeInfo");
        Map<String, String> labels = metadata.textMap("labels");

        return new NodeState(
                labels,
                KeptAnnotations.of(node),
                spec.flag("unschedulable"),
                FieldManagers.lastWriter(node, "unschedulable"),
                spec.list("taints", Parts::taint),
                spec.text("providerID"),
                info.text("systemUUID"),
                info.text("bootID"),
                info.text("kubeletVersion"),
                Parts.resources(status, "capacity"),
                Parts.resources(status, "allocatable"),
                Parts.conditions(status),
                metadata.instant("creationTimestamp"),
                metadata.instant("deletionTimestamp"),
                group(labels, ownGroupLabel));
    }

    private static @Nullable NodeGroup group(Map<String, String> labels, String ownGroupLabel) {
        for (String label : GROUP_LABELS) {
            if (labels.containsKey(label)) {
                return new NodeGroup(labels.get(label), label);
            }
        }
        if (labels.containsKey(ownGroupLabel)) {
            return new NodeGroup(labels.get(ownGroupLabel), ownGroupLabel);
        }
        String type = labels.getOrDefault(
                "node.kubernetes.io/instance-type", labels.getOrDefault("beta.kubernetes.io/instance-type", ""));
        String zone = labels.getOrDefault(
                "topology.kubernetes.io/zone", labels.getOrDefault("failure-domain.beta.kubernetes.io/zone", ""));
        return type.isEmpty() ? null : new NodeGroup(zone.isEmpty() ? type : type + "/" + zone, null);
    }
}
