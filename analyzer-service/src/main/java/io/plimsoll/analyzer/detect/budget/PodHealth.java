package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.ContainerView;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.analyzer.state.Watching;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.NodeState;
import java.util.Set;

/** Why a covered pod isn't counted as healthy. */
enum PodHealth {
    HEALTHY,
    TERMINATING,
    NODE_LOSS,
    CRASHLOOP,
    PENDING,
    FINISHED,
    NOT_READY;

    private static final Set<String> NODE_GONE = Set.of("DeletionByTaintManager", "DeletionByPodGC");

    static PodHealth of(PodView pod, ClusterState state) {
        if (pod.isReady() && !pod.terminating()) {
            return HEALTHY;
        }
        if (nodeLost(pod, state)) {
            return NODE_LOSS;
        }
        if (pod.terminating()) {
            return TERMINATING;
        }
        if (pod.finished()) {
            return FINISHED;
        }
        if (crashLooping(pod)) {
            return CRASHLOOP;
        }
        return pod.nodeName() == null ? PENDING : NOT_READY;
    }

    /** Whether the reason of a pod's disruption is that its node was lost. */
    static boolean nodeGone(String disruption) {
        return NODE_GONE.contains(disruption);
    }

    private static boolean nodeLost(PodView pod, ClusterState state) {
        if (pod.disruption() != null
                && pod.disruption().reason() != null
                && nodeGone(pod.disruption().reason())) {
            return true;
        }
        if (pod.nodeName() == null) {
            return false;
        }
        Tracked<NodeState> node = state.node(pod.nodeName());
        if (node == null) {
            return !state.nodes().isEmpty() && state.watching().view(Resource.NODES) == Watching.View.CURRENT;
        }
        Condition ready = node.body().condition("Ready");
        return ready != null && !ready.status().equals("True");
    }

    /** Whether a container fails again and again; also in the short runs between the kubelet's attempts. */
    static boolean crashLooping(PodView pod) {
        for (ContainerView container : pod.containers()) {
            boolean failedBefore = container.lastTermination() != null
                    && container.lastTermination().exitCode() != 0;
            if (container.waitingFor("CrashLoopBackOff")
                    || (!container.ready() && container.restarts() > 1 && failedBefore)) {
                return true;
            }
        }
        return false;
    }
}
