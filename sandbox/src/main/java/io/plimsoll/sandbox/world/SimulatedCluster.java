package io.plimsoll.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.sandbox.Fault;
import io.plimsoll.simulator.ClusterSimulator;
import io.plimsoll.simulator.autoscaling.AutoscalerSettings;
import io.plimsoll.simulator.controllers.ClusterOperations;
import io.plimsoll.simulator.controllers.ControllerSettings;
import io.plimsoll.simulator.controllers.Controllers;
import io.plimsoll.simulator.kubelet.KubeletSettings;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import io.plimsoll.wire.time.ClusterClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The cluster of a sandbox: API server, controllers, and the objects it starts with. */
public final class SimulatedCluster implements AutoCloseable {

    /** Renewals of 1,523 leases on a fast clock would drown all else; the node controller's grace is kept above it. */
    private static final Duration LEASE_INTERVAL = Duration.ZERO;

    private final ClusterSimulator simulator;
    private final Controllers controllers;
    private final String description;

    private SimulatedCluster(ClusterSimulator simulator, Controllers controllers, String description) {
        this.simulator = simulator;
        this.controllers = controllers;
        this.description = description;
    }

    static SimulatedCluster start(WorldSettings settings, ClusterClock clock, World.Plan plan) {
        ClusterSimulator.Settings simulated = ClusterSimulator.Settings.defaults()
                .withAddress(plan.apiAddress())
                .withPort(plan.apiPort())
                .withClock(clock)
                .withBookmarks(Duration.ofSeconds(5));
        ObjectStore store = ClusterSimulator.newStore(simulated);
        String description =
                switch (settings.shape()) {
                    case SMALL -> SmallCluster.fill(store);
                    case PRODUCTION -> ProductionCluster.fill(store, plan.data());
                };
        Controllers controllers = Controllers.start(store, controllers(settings));
        try {
            ClusterSimulator started =
                    ClusterSimulator.start(simulated.withUsage(controllers.usage(settings.usageEvery())), store);
            return new SimulatedCluster(started, controllers, description);
        } catch (IOException e) {
            controllers.close();
            throw new Fault("the API server can't listen on port " + plan.apiPort() + ": " + e.getMessage(), e);
        }
    }

    private static ControllerSettings controllers(WorldSettings settings) {
        ControllerSettings controllers = ControllerSettings.DEFAULT
                .withSpeed(settings.speed())
                .withRoutineEvents(false)
                .withKubelet(KubeletSettings.DEFAULT.withLeaseInterval(LEASE_INTERVAL));
        return switch (settings.shape()) {
            case PRODUCTION -> controllers;
            case SMALL ->
                controllers.withAutoscaler(
                        AutoscalerSettings.thrashing(Manifests.GROUP_LABEL, World.BURST_GROUP, 1, 5));
        };
    }

    public String description() {
        return description;
    }

    public String url() {
        return simulator.url();
    }

    public ClusterSimulator simulator() {
        return simulator;
    }

    public ClusterOperations operations() {
        return controllers.operations();
    }

    void create(ObjectNode object) {
        simulator.store().create(typeOf(object.path("kind").asText()), object);
    }

    private static ResourceType typeOf(String kind) {
        return switch (kind) {
            case "Node" -> ResourceTypes.NODE;
            case "Namespace" -> ResourceTypes.NAMESPACE;
            case "Deployment" -> ResourceTypes.DEPLOYMENT;
            case "PodDisruptionBudget" -> ResourceTypes.POD_DISRUPTION_BUDGET;
            case "HorizontalPodAutoscaler" -> ResourceTypes.HORIZONTAL_POD_AUTOSCALER;
            default -> throw new IllegalArgumentException("scenarios don't create a " + kind);
        };
    }

    List<String> nodeNames() {
        return simulator.store().list(ResourceTypes.NODE).stream()
                .map(StoredObject::name)
                .toList();
    }

    /** Nodes that carry a few pods: enough to see a drain, few enough for a demonstration. */
    List<String> nodesWithPods(int count) {
        return nodeNames().stream()
                .filter(node -> {
                    int pods = simulator.store().podsOnNode(node).size();
                    return pods >= 2 && pods <= 8;
                })
                .limit(count)
                .toList();
    }

    String nodeOf(String namespace, String workload, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<String> node = simulator.store().list(ResourceTypes.POD, namespace).stream()
                    .map(StoredObject::json)
                    .filter(pod ->
                            workload.equals(pod.at("/metadata/labels/app").asText()))
                    .filter(pod -> pod.at("/status/phase").asText().equals("Running"))
                    .map(pod -> pod.at("/spec/nodeName"))
                    .filter(JsonNode::isTextual)
                    .map(JsonNode::asText)
                    .findFirst();
            if (node.isPresent()) {
                return node.get();
            }
            pause();
        }
        throw new Fault("no pod of " + namespace + "/" + workload + " ran within " + patience.toSeconds() + " s");
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(50));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("interrupted", e);
        }
    }

    @Override
    public void close() {
        controllers.close();
        try {
            simulator.close();
        } catch (IOException e) {
            throw new Fault("the API server did not close: " + e.getMessage(), e);
        }
    }
}
