package io.plimsoll.analyzer.detect.nodes;

import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.Taint;
import java.util.List;
import java.util.Set;

/** What a node's labels, taints and annotations say about who is at work on it. */
public final class NodeMarks {

    private static final Set<String> AUTOSCALER = Set.of(
            "ToBeDeletedByClusterAutoscaler",
            "DeletionCandidateOfClusterAutoscaler",
            "karpenter.sh/disrupted",
            "karpenter.sh/disruption",
            "karpenter.sh/unregistered",
            "node.cloudprovider.kubernetes.io/shutdown");
    private static final Set<String> REMOVAL =
            Set.of("ToBeDeletedByClusterAutoscaler", "karpenter.sh/disrupted", "karpenter.sh/disruption");
    private static final List<String> CONTROL_PLANE =
            List.of("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master");

    private NodeMarks() {}

    /** An autoscaler is adding or removing it. */
    public static boolean byAutoscaler(NodeState node) {
        for (Taint taint : node.taints()) {
            if (AUTOSCALER.contains(taint.key())) {
                return true;
            }
        }
        return false;
    }

    /** An autoscaler is about to delete it, draining it first. */
    public static boolean removalUnderWay(NodeState node) {
        return node.taints().stream().map(Taint::key).anyMatch(REMOVAL::contains);
    }

    /** The provider announced to take it back. */
    public static boolean interrupted(NodeState node) {
        return node.taints().stream()
                .map(Taint::key)
                .anyMatch(key -> key.startsWith("aws-node-termination-handler/")
                        || key.equals("cloud.google.com/impending-node-termination")
                        || key.equals("karpenter.sh/interruption")
                        || key.equals("kubernetes.azure.com/scalesetpriority-eviction"));
    }

    /** Nobody has heard from its kubelet lately, so that what it said last may be old. */
    static boolean unheard(NodeState node) {
        Condition ready = node.condition("Ready");
        return ready != null && ready.status().equals("Unknown");
    }

    public static boolean controlPlane(NodeState node) {
        for (String label : CONTROL_PLANE) {
            if (node.labels().containsKey(label)) {
                return true;
            }
        }
        return false;
    }

    /** The actuator, or anyone who keeps to its marks, has claimed it for maintenance. */
    public static boolean claimed(NodeState node) {
        return node.annotations().keySet().stream().anyMatch(NodeMarks::claim)
                || node.taints().stream().map(Taint::key).anyMatch(NodeMarks::claim);
    }

    private static boolean claim(String key) {
        return key.startsWith("plimsoll.io/claim")
                || key.startsWith("plimsoll.io/drain")
                || key.startsWith("plimsoll.io/maintenance");
    }
}
