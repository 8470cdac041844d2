package io.plimsoll.actuator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.actuator.view.ForeignLocks;
import io.plimsoll.actuator.view.IndexedView;
import io.plimsoll.actuator.view.NodeLock;
import io.plimsoll.actuator.view.Resource;
import io.plimsoll.actuator.view.Viewed;
import java.util.List;

/**
 * One collection that is listed and watched, and how its objects enter the view.
 *
 * @param essential whether nothing may be done without it
 */
record Watched(String kind, String path, Resource resource, boolean essential) {

    static final List<Watched> ALL = List.of(
            new Watched("Node", "/api/v1/nodes", Resource.NODES, true),
            new Watched("Pod", "/api/v1/pods", Resource.PODS, true),
            new Watched("PodDisruptionBudget", "/apis/policy/v1/poddisruptionbudgets", Resource.BUDGETS, true),
            new Watched("Deployment", "/apis/apps/v1/deployments", Resource.WORKLOADS, false),
            new Watched("ReplicaSet", "/apis/apps/v1/replicasets", Resource.WORKLOADS, false),
            new Watched("StatefulSet", "/apis/apps/v1/statefulsets", Resource.WORKLOADS, false),
            new Watched("DaemonSet", "/apis/apps/v1/daemonsets", Resource.WORKLOADS, false),
            new Watched("PersistentVolumeClaim", "/api/v1/persistentvolumeclaims", Resource.CLAIMS, false),
            new Watched("PersistentVolume", "/api/v1/persistentvolumes", Resource.VOLUMES, false),
            new Watched("StorageClass", "/apis/storage.k8s.io/v1/storageclasses", Resource.STORAGE_CLASSES, false),
            leases(ForeignLocks.MEDIK8S_NAMESPACE),
            leases(ForeignLocks.OLDER_NAMESPACE));

    /** Where other maintainers say which node they are at. Who has none of them needs no permission for it either. */
    private static Watched leases(String namespace) {
        return new Watched(
                "Lease", "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases", Resource.LOCKS, false);
    }

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
            case WORKLOADS -> {
                view.putWorkload(viewed(object, OtherProjections.workload(kind, object)));
                kured(view, object);
            }
            case CLAIMS -> view.putClaim(viewed(object, OtherProjections.claim(object)));
            case VOLUMES -> view.putVolume(viewed(object, OtherProjections.volume(object)));
            case STORAGE_CLASSES -> view.putTopologies(key(object).name(), OtherProjections.topologies(object));
            case LOCKS -> lease(view, object);
        }
    }

    /** Any DaemonSet may be kured's: it is known by its annotation, which is removed when the lock is. */
    private void kured(IndexedView view, JsonNode object) {
        if (kind.equals("DaemonSet")) {
            String lock = Fields.text(object.path("metadata").path("annotations"), ForeignLocks.KURED_ANNOTATION);
            String where = daemonSet(key(object));
            view.putLocks(where, ForeignLocks.ofKured(where, lock));
        }
    }

    private static String daemonSet(Key key) {
        return "DaemonSet " + key.namespace() + "/" + key.name();
    }

    private static void lease(IndexedView view, JsonNode object) {
        Key key = key(object);
        NodeLock lock = ForeignLocks.ofLease(key.namespace(), key.name(), OtherProjections.lease(object));
        view.putLocks(ForeignLocks.lease(key.namespace(), key.name()), lock == null ? List.of() : List.of(lock));
    }

    void remove(IndexedView view, Key key) {
        switch (resource) {
            case NODES -> view.removeNode(key.name(), key.uid());
            case PODS -> view.removePod(key.namespace(), key.name(), key.uid());
            case BUDGETS -> view.removeBudget(key.namespace(), key.name());
            case WORKLOADS -> {
                view.removeWorkload(key.uid());
                if (kind.equals("DaemonSet")) {
                    view.putLocks(daemonSet(key), List.of());
                }
            }
            case CLAIMS -> view.removeClaim(key.namespace(), key.name());
            case VOLUMES -> view.removeVolume(key.name());
            case STORAGE_CLASSES -> view.removeTopologies(key.name());
            case LOCKS -> view.putLocks(ForeignLocks.lease(key.namespace(), key.name()), List.of());
        }
    }

    private <S> Viewed<S> viewed(JsonNode object, S state) {
        Key key = key(object);
        String version = Fields.textOr(object.path("metadata"), "resourceVersion", "");
        return new Viewed<>(kind, key.namespace(), key.name(), key.uid(), version, state);
    }
}
