package io.plimsoll.actuator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.actuator.view.IndexedView;
import io.plimsoll.actuator.view.Resource;
import io.plimsoll.actuator.view.Viewed;

/**
 * One collection that is listed and watched, and how its objects enter the view.
 *
 * @param essential whether nothing may be done without it
 */
record Watched(String kind, String path, Resource resource, boolean essential) {

    static final java.util.List<Watched> ALL = java.util.List.of(
            new Watched("Node", "/api/v1/nodes", Resource.NODES, true),
            new Watched("Pod", "/api/v1/pods", Resource.PODS, true),
            new Watched("PodDisruptionBudget", "/apis/policy/v1/poddisruptionbudgets", Resource.BUDGETS, true),
            new Watched("Deployment", "/apis/apps/v1/deployments", Resource.WORKLOADS, false),
            new Watched("ReplicaSet", "/apis/apps/v1/replicasets", Resource.WORKLOADS, false),
            new Watched("StatefulSet", "/apis/apps/v1/statefulsets", Resource.WORKLOADS, false),
            new Watched("DaemonSet", "/apis/apps/v1/daemonsets", Resource.WORKLOADS, false),
            new Watched("PersistentVolumeClaim", "/api/v1/persistentvolumeclaims", Resource.CLAIMS, false),
            new Watched("PersistentVolume", "/api/v1/persistentvolumes", Resource.VOLUMES, false));

    /** What identifies an object in its collection. */
    record Key(String namespace, String name, String uid) {}

    static Key key(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return new Key(
                Fields.textOr(metadata, "namespace", ""),
                Fields.textOr(metadata, "name", ""),
                Fields.textOr(metadata, "uid", ""));
    }

    void put(IndexedView view, JsonNode object, String ownGroupLabel) {
        switch (resource) {
            case NODES -> view.putNode(viewed(object, NodeProjection.of(object, ownGroupLabel)));
            case PODS -> view.putPod(viewed(object, PodProjection.of(object)));
            case BUDGETS -> view.putBudget(viewed(object, OtherProjections.budget(object)));
            case WORKLOADS -> view.putWorkload(viewed(object, OtherProjections.workload(kind, object)));
            case CLAIMS -> view.putClaim(viewed(object, OtherProjections.claim(object)));
            case VOLUMES -> view.putVolume(viewed(object, OtherProjections.volume(object)));
        }
    }

    void remove(IndexedView view, Key key) {
        switch (resource) {
            case NODES -> view.removeNode(key.name(), key.uid());
            case PODS -> view.removePod(key.namespace(), key.name(), key.uid());
            case BUDGETS -> view.removeBudget(key.namespace(), key.name());
            case WORKLOADS -> view.removeWorkload(key.uid());
            case CLAIMS -> view.removeClaim(key.namespace(), key.name());
            case VOLUMES -> view.removeVolume(key.name());
        }
    }

    private <S> Viewed<S> viewed(JsonNode object, S state) {
        Key key = key(object);
        String version = Fields.textOr(object.path("metadata"), "resourceVersion", "");
        return new Viewed<>(kind, key.namespace(), key.name(), key.uid(), version, state);
    }
}
