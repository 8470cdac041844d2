package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.Taint;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which nodes are being emptied: unschedulable, or marked for removal by an autoscaler. */
final class Draining {

    private static final Set<String> REMOVAL_TAINTS =
            Set.of("ToBeDeletedByClusterAutoscaler", "karpenter.sh/disrupted", "karpenter.sh/disruption");

    private Draining() {}

    static boolean is(NodeState node) {
        return node.unschedulable() || node.taints().stream().anyMatch(taint -> REMOVAL_TAINTS.contains(taint.key()));
    }

    /** By the word of the autoscaler that takes the node away: Karpenter's, cluster-autoscaler's; null where none does. */
    static @Nullable String remover(NodeState node) {
        for (Taint taint : node.taints()) {
            if (REMOVAL_TAINTS.contains(taint.key())) {
                return taint.key().startsWith("karpenter.sh/") ? "Disrupted" : "ScaleDown";
            }
        }
        return null;
    }

    /** Whether a drain of the pod's node would have to evict it: not finished, not of a DaemonSet, not static. */
    static boolean mustLeave(PodView pod, ClusterState state) {
        if (pod.nodeName() == null || pod.ownedByDaemonSet() || pod.mirror() || pod.terminating()) {
            return false;
        }
        boolean running = pod.phase() == null || pod.phase().equals("Running");
        Tracked<NodeState> node = running ? state.node(pod.nodeName()) : null;
        return node != null && is(node.body());
    }
}
