package io.plimsoll.watcher.project;

import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.FactBody;
import io.plimsoll.model.fact.LeaseState;
import io.plimsoll.model.fact.ServiceState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes objects into facts.
 *
 * @param ownGroupLabel a label that names a node's group where none of the well-known ones does; empty for none
 */
public record Projector(String ownGroupLabel) {

    /** The namespace of the nodes' leases; leases elsewhere are locks of components. */
    static final String NODE_LEASES = "kube-node-lease";

    static final String AUTOSCALER_CONFIG = "ClusterAutoscalerConfig";

    public Projector() {
        this("");
    }

    /**
     * The facts an object gives: one, or none where nothing is kept of it; two for the Deployment of a cluster-autoscaler.
     * Never fails, whatever the JSON holds.
     */
    public List<Fact> project(KubernetesObject object, Context context) {
        if (object.name().isEmpty()) {
            return List.of();
        }
        Reading reading = Reading.of(object.json());
        FactBody body = body(object, reading, context);
        if (body == null) {
            return List.of();
        }
        List<Fact> facts = new ArrayList<>(2);
        facts.add(fact(object.kind(), object, reading, context, body));
        if (object.kind().equals("Deployment")) {
            FactBody config = ClusterAutoscalerProjection.config(reading);
            if (config != null) {
                facts.add(fact(AUTOSCALER_CONFIG, object, reading, context, config));
            }
        }
        return facts;
    }

    private static Fact fact(String kind, KubernetesObject object, Reading reading, Context context, FactBody body) {
        Fact whole = new Fact(
                context.cluster(),
                kind,
                object.namespace(),
                object.name(),
                object.uid().isEmpty() ? null : object.uid(),
                object.resourceVersion().isEmpty() ? null : object.resourceVersion(),
                context.observedAt(),
                context.origin(),
                context.epoch(),
                false,
                reading.problems(),
                body);
        return Truncation.fitting(whole, object.bytes());
    }

    private @Nullable FactBody body(KubernetesObject object, Reading reading, Context context) {
        return switch (object.kind()) {
            case "Node" -> NodeProjection.of(reading, ownGroupLabel);
            case "Pod" -> PodProjection.of(reading, object.namespace(), context.surroundings());
            case "PodDisruptionBudget" -> BudgetProjection.of(reading);
            case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "ReplicationController" ->
                WorkloadProjection.of(object.kind(), reading);
            case "HorizontalPodAutoscaler" -> HorizontalAutoscalerProjection.of(reading);
            case "PersistentVolumeClaim" -> StorageProjection.claim(reading, context.surroundings());
            case "PersistentVolume" -> StorageProjection.volume(reading);
            case "Service" -> service(reading);
            case "Lease" -> object.namespace().equals(NODE_LEASES) ? lease(reading) : null;
            case "Event" -> EventProjection.of(object, reading, context.surroundings());
            case "ConfigMap" ->
                object.name().equals(ClusterAutoscalerProjection.STATUS_NAME)
                        ? ClusterAutoscalerProjection.status(reading)
                        : null;
            case "NodePool" -> KarpenterProjection.nodePool(reading);
            case "NodeClaim" -> KarpenterProjection.nodeClaim(reading);
            case "NodeMetrics" -> UsageProjection.node(reading, context.observedAt());
            case "PodMetrics" -> UsageProjection.pod(reading, context.observedAt());
            default -> null;
        };
    }

    private static ServiceState service(Reading service) {
        Reading spec = service.at("spec");
        return new ServiceState(
                spec.text("clusterIP"), spec.textMap("selector"), spec.flag("publishNotReadyAddresses"));
    }

    private static LeaseState lease(Reading lease) {
        Reading spec = lease.at("spec");
        return new LeaseState(
                spec.text("holderIdentity"), spec.instant("renewTime"), spec.integer("leaseDurationSeconds"));
    }
}
