package io.plimsoll.simulator.controllers;

import io.plimsoll.simulator.autoscaling.AutoscalerSettings;
import io.plimsoll.simulator.autoscaling.ClusterAutoscaler;
import io.plimsoll.simulator.autoscaling.HorizontalAutoscaler;
import io.plimsoll.simulator.autoscaling.Loads;
import io.plimsoll.simulator.disruption.DisruptionController;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.engine.Engine;
import io.plimsoll.simulator.engine.Reconciler;
import io.plimsoll.simulator.kubelet.Kubelets;
import io.plimsoll.simulator.kubelet.MeasuredUsage;
import io.plimsoll.simulator.metrics.UsageSource;
import io.plimsoll.simulator.nodelifecycle.NodeLifecycle;
import io.plimsoll.simulator.nodelifecycle.PodGarbage;
import io.plimsoll.simulator.nodelifecycle.TaintEviction;
import io.plimsoll.simulator.scheduler.SchedulerController;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.workloads.DaemonSetController;
import io.plimsoll.simulator.workloads.DeploymentController;
import io.plimsoll.simulator.workloads.GarbageCollector;
import io.plimsoll.simulator.workloads.JobController;
import io.plimsoll.simulator.workloads.ReplicaSetController;
import io.plimsoll.simulator.workloads.StatefulSetController;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All controllers over one store. */
public final class Controllers implements AutoCloseable {

    private final Cluster cluster;
    private final Engine engine;
    private final Kubelets kubelets;
    private final ClusterOperations operations;

    private Controllers(ObjectStore store, ControllerSettings settings) {
        this.cluster = new Cluster(store, settings.routineEvents());
        this.kubelets = new Kubelets(cluster, settings.kubelet());
        var lifecycle = new NodeLifecycle(cluster, kubelets.liveness(), settings.nodeGrace());
        var loads = new Loads();
        var reconcilers = new ArrayList<Reconciler>(List.of(
                new DeploymentController(cluster),
                new ReplicaSetController(cluster),
                new StatefulSetController(cluster),
                new DaemonSetController(cluster),
                new JobController(cluster),
                new SchedulerController(cluster)));
        reconcilers.addAll(kubelets.reconcilers());
        reconcilers.addAll(List.of(
                new DisruptionController(cluster),
                lifecycle,
                new TaintEviction(cluster),
                new PodGarbage(cluster, settings.finishedPodsKept()),
                new GarbageCollector(cluster),
                new HorizontalAutoscaler(cluster, kubelets.usage(), loads)));
        for (AutoscalerSettings group : settings.autoscalers()) {
            reconcilers.add(new ClusterAutoscaler(cluster, group));
        }
        this.engine = new Engine(
                cluster,
                reconcilers,
                ResourceTypes.NODE,
                ResourceTypes.POD,
                ResourceTypes.DEPLOYMENT,
                ResourceTypes.REPLICA_SET,
                ResourceTypes.STATEFUL_SET,
                ResourceTypes.DAEMON_SET,
                ResourceTypes.JOB,
                ResourceTypes.CRON_JOB,
                ResourceTypes.POD_DISRUPTION_BUDGET,
                ResourceTypes.HORIZONTAL_POD_AUTOSCALER,
                ResourceTypes.PERSISTENT_VOLUME_CLAIM);
        this.operations = new ClusterOperations(cluster, engine, kubelets, lifecycle, loads);
    }

    /** Starts the controllers on a thread of their own. Cluster time is the store's clock. */
    public static Controllers start(ObjectStore store, ControllerSettings settings) {
        var controllers = new Controllers(store, settings);
        controllers.engine.start(settings.speed());
        return controllers;
    }

    /** Controllers that work only in {@link #settle()}, for a caller who turns the store's clock by hand. */
    public static Controllers stepped(ObjectStore store, ControllerSettings settings) {
        return new Controllers(store, settings);
    }

    /** Does all that is due now and whatever follows from it. Only for stepped controllers. */
    public void settle() {
        engine.settle();
    }

    /** When something is due by time alone. Only for stepped controllers. */
    public Optional<Instant> nextDue() {
        return engine.nextDue();
    }

    public ClusterOperations operations() {
        return operations;
    }

    /** What containers and nodes use, for metrics.k8s.io, a sample every 15 s of cluster time; safe for any thread. */
    public UsageSource usage() {
        return usage(MeasuredUsage.RESOLUTION);
    }

    /** @param resolution of cluster time between samples: a metrics server may be told to measure less often */
    public UsageSource usage(Duration resolution) {
        return new MeasuredUsage(
                kubelets.usage(),
                cluster.store().clock(),
                node -> !kubelets.liveness().alive(node),
                resolution);
    }

    @Override
    public void close() {
        engine.close();
    }
}
