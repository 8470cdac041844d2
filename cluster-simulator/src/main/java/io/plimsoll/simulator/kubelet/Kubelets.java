package io.plimsoll.simulator.kubelet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.engine.Reconciler;
import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.NodeView;
import io.plimsoll.simulator.objects.PodView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * All kubelets: what runs them, what they report, and the levers a scenario has on them. Levers belong to the engine's
 * thread.
 */
public final class Kubelets {

    private final Cluster cluster;
    private final NodeLiveness liveness = new NodeLiveness();
    private final UsageTable usage = new UsageTable();
    private final MemoryCourses courses = new MemoryCourses();
    private final Kubelet kubelet;
    private final MemoryMonitor memory;
    private final NodeHeartbeats heartbeats;

    public Kubelets(Cluster cluster, KubeletSettings settings) {
        this.cluster = cluster;
        this.kubelet = new Kubelet(cluster, settings, liveness, usage, courses);
        this.memory = new MemoryMonitor(cluster, settings, liveness, usage, kubelet);
        this.heartbeats = new NodeHeartbeats(cluster, settings.leaseInterval(), liveness);
    }

    public List<Reconciler> reconcilers() {
        return List.of(kubelet, memory, heartbeats);
    }

    public UsageTable usage() {
        return usage;
    }

    public NodeLiveness liveness() {
        return liveness;
    }

    /** From now on the pod's first container takes this course. */
    public void setMemory(PodView pod, MemorySeries series) {
        Instant now = cluster.now();
        courses.set(pod.uid(), MemoryCourses.from(pod, series, now));
        kubelet.watch(pod, now);
        memory.lookAgain(pod.nodeName());
    }

    /** Every pod of the workload takes this course from its start; those that run now take it from now on. */
    public void setWorkloadMemory(String namespace, String workload, MemorySeries series) {
        courses.set(namespace + "/" + workload, series);
        for (PodView pod : List.copyOf(cluster.podsInNamespace(namespace))) {
            if (MemoryCourses.workload(pod).equals(workload) && pod.phase().equals("Running") && pod.active()) {
                setMemory(pod, series);
            }
        }
    }

    public void setReady(PodView pod, boolean ready) {
        kubelet.setReady(pod, ready, cluster.now());
    }

    /** The node falls silent: no heartbeats, and its pods neither start nor end. */
    public void takeDown(NodeView node) {
        liveness.takeDown(node.name(), cluster.now());
    }

    /**
     * The node answers again.
     *
     * @param rebooted with another bootID and all containers started anew
     */
    public void bringUp(NodeView node, boolean rebooted) {
        Instant now = cluster.now();
        liveness.bringUp(node.name());
        String bootId = UUID.nameUUIDFromBytes((node.uid() + now).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
        cluster.edit(node, tree -> {
            if (rebooted) {
                Fields.ensure(tree, "status", "nodeInfo").put("bootID", bootId);
            }
            Conditions.set(tree, "Ready", true, "KubeletReady", "kubelet is posting ready status", now);
            heard(tree, now);
        });
        if (rebooted) {
            cluster.events()
                    .warning(
                            node.raw(),
                            "kubelet",
                            "Rebooted",
                            "Node %s has been rebooted, boot id: %s".formatted(node.name(), bootId));
            kubelet.rebooted(node.name(), now);
        } else {
            kubelet.nodeReturned(node.name(), now);
        }
        kubelet.lookAgain(node.name());
        memory.lookAgain(node.name());
    }

    private static void heard(ObjectNode tree, Instant now) {
        for (var condition : Fields.at(tree, "status", "conditions")) {
            ((ObjectNode) condition).put("lastHeartbeatTime", Fields.time(now));
        }
    }
}
