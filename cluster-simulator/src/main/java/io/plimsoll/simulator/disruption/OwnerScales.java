package io.plimsoll.simulator.disruption;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.OwnerRef;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums the scales of the controllers that own a budget's pods, each controller once: a ReplicaSet counts as its
 * Deployment, and the uid must match ({@code getExpectedScale} and its finders).
 */
final class OwnerScales {

    /**
     * @param total sum of the scales
     * @param unmanaged names of pods without a controller; they're left out of the sum
     * @param fault why the sum can't be known; empty if it is
     */
    record Scale(int total, List<String> unmanaged, String fault) {}

    private record Found(String uid, int replicas) {}

    private final ObjectStore store;

    OwnerScales(ObjectStore store) {
        this.store = store;
    }

    Scale of(Collection<PodView> pods) {
        Map<String, Integer> scales = new HashMap<>();
        List<String> unmanaged = pods.stream()
                .filter(pod -> pod.controller() == null)
                .map(PodView::name)
                .toList();
        Map<String, Boolean> seen = new HashMap<>();
        for (PodView pod : pods) {
            OwnerRef owner = pod.controller();
            if (owner == null || seen.putIfAbsent(owner.uid(), true) != null) {
                continue;
            }
            if (owner.kind().equals("DaemonSet") || owner.kind().equals("Job")) {
                String fault = "%ss.%s does not implement the scale subresource"
                        .formatted(owner.kind().toLowerCase(java.util.Locale.ROOT), group(owner.apiVersion()));
                return new Scale(0, unmanaged, fault);
            }
            Found found = find(owner, pod.namespace());
            if (found == null) {
                return new Scale(0, unmanaged, "found no controllers for pod \"" + pod.name() + "\"");
            }
            scales.put(found.uid, found.replicas);
        }
        return new Scale(scales.values().stream().mapToInt(Integer::intValue).sum(), unmanaged, "");
    }

    private @Nullable Found find(OwnerRef owner, String namespace) {
        ResourceType type =
                switch (owner.kind()) {
                    case "ReplicaSet" -> ResourceTypes.REPLICA_SET;
                    case "StatefulSet" -> ResourceTypes.STATEFUL_SET;
                    case "ReplicationController" -> ResourceTypes.REPLICATION_CONTROLLER;
                    default -> scalable(owner);
                };
        StoredObject object =
                type == null ? null : store.find(type, namespace, owner.name()).orElse(null);
        if (object == null || !object.uid().equals(owner.uid())) {
            return null;
        }
        OwnerRef above = OwnerRef.controllerOf(object.json());
        if (above != null && above.kind().equals("Deployment")) {
            StoredObject deployment = store.find(ResourceTypes.DEPLOYMENT, namespace, above.name())
                    .orElse(null);
            return deployment == null || !deployment.uid().equals(above.uid()) ? null : found(deployment);
        }
        return found(object);
    }

    /** Any other kind that is served with a scale subresource. */
    private @Nullable ResourceType scalable(OwnerRef owner) {
        return store.types().stream()
                .filter(type -> type.kind().equals(owner.kind())
                        && type.apiVersion().equals(owner.apiVersion())
                        && type.has(ResourceType.Trait.SCALE))
                .findFirst()
                .orElse(null);
    }

    private static Found found(StoredObject object) {
        JsonNode replicas = Fields.at(object.json(), "spec", "replicas");
        return new Found(object.uid(), replicas.asInt(1));
    }

    private static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }
}
