package io.plimsoll.simulator.controllers;

import io.plimsoll.simulator.autoscaling.Loads;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.engine.Engine;
import io.plimsoll.simulator.kubelet.Kubelets;
import io.plimsoll.simulator.kubelet.MemorySeries;
import io.plimsoll.simulator.nodelifecycle.NodeLifecycle;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.NodeView;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.Write;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * What befalls a cluster from outside, for scenarios and tests; callable from any thread.
 *
 * <p>Writes to the API are done at once; what concerns the kubelets is done by the controllers' thread within some
 * 50 ms. Names that don't exist are passed over: the cluster changes under a scenario's hands.
 */
public final class ClusterOperations {

    private final Cluster cluster;
    private final Engine engine;
    private final Kubelets kubelets;
    private final NodeLifecycle lifecycle;
    private final Loads loads;

    ClusterOperations(Cluster cluster, Engine engine, Kubelets kubelets, NodeLifecycle lifecycle, Loads loads) {
        this.cluster = cluster;
        this.engine = engine;
        this.kubelets = kubelets;
        this.lifecycle = lifecycle;
        this.loads = loads;
    }

    /** Cordons as somebody with kubectl would. */
    public void cordon(Collection<String> nodes) {
        setUnschedulable(nodes, true);
    }

    public void uncordon(Collection<String> nodes) {
        setUnschedulable(nodes, false);
    }

    private void setUnschedulable(Collection<String> nodes, boolean unschedulable) {
        var write = Write.by(unschedulable ? "kubectl-cordon" : "kubectl-uncordon");
        for (String node : nodes) {
            cluster.store().find(ResourceTypes.NODE, "", node).ifPresent(_ -> cluster.store()
                    .modify(ResourceTypes.NODE, "", node, write, tree -> {
                        if (unschedulable) {
                            Fields.ensure(tree, "spec").put("unschedulable", true);
                        } else {
                            Fields.ensure(tree, "spec").remove("unschedulable");
                        }
                    }));
        }
    }

    /** The pod's first container takes this course from now on. */
    public void setMemory(String namespace, String pod, MemorySeries series) {
        onPod(namespace, pod, view -> kubelets.setMemory(view, series));
    }

    /** All pods of the workload, present and future, take this course. */
    public void setWorkloadMemory(String namespace, String workload, MemorySeries series) {
        engine.request(() -> kubelets.setWorkloadMemory(namespace, workload, series));
    }

    /** The CPU a workload is asked for in all, shared among its ready pods; what its HPA scales on. */
    public void setLoad(String namespace, String workload, Loads.Load load) {
        loads.set(namespace, workload, load);
    }

    /** A readiness probe's verdict, which stays until it is set anew. */
    public void setReady(String namespace, String pod, boolean ready) {
        onPod(namespace, pod, view -> kubelets.setReady(view, ready));
    }

    /** The node falls silent; after the grace period it is Unknown. */
    public void takeDown(String node) {
        onNode(node, view -> {
            kubelets.takeDown(view);
            lifecycle.lookAgain(node);
        });
    }

    public void bringUp(String node) {
        onNode(node, view -> {
            kubelets.bringUp(view, false);
            lifecycle.lookAgain(node);
        });
    }

    /** The node is back at once with another bootID, its containers started anew. */
    public void reboot(String node) {
        onNode(node, view -> {
            kubelets.bringUp(view, true);
            lifecycle.lookAgain(node);
        });
    }

    /** The machine and its Node object are gone. */
    public void removeNode(String node) {
        onNode(node, view -> cluster.store().delete(ResourceTypes.NODE, "", view.name(), DeleteOptions.GRACEFUL));
    }

    private void onNode(String name, Consumer<NodeView> act) {
        engine.request(() -> {
            NodeView node = cluster.node(name);
            if (node != null) {
                act.accept(node);
            }
        });
    }

    private void onPod(String namespace, String name, Consumer<PodView> act) {
        engine.request(() -> {
            PodView pod = cluster.pod(namespace + "/" + name);
            if (pod != null) {
                act.accept(pod);
            }
        });
    }
}
