package io.plimsoll.watcher.api;

import java.util.List;
import java.util.Set;

/**
 * A resource of the API, and what is read of it.
 *
 * @param name plural, as ticks and metrics name it
 * @param kind of its objects
 * @param path of its list
 * @param fieldSelector empty for all
 * @param extension whether clusters may do without it: its absence is nothing to mend
 */
public record WatchedResource(String name, String kind, String path, String fieldSelector, boolean extension) {

    private static final String CORE = "/api/v1/";

    /** Those whose objects others refer to: listed before pods, so that owners are known. */
    public static final List<WatchedResource> OWNERS = List.of(
            of("replicasets", "ReplicaSet", "/apis/apps/v1/"),
            of("jobs", "Job", "/apis/batch/v1/"),
            of("storageclasses", "StorageClass", "/apis/storage.k8s.io/v1/"));

    /** All the others; those whose list is long come last. */
    public static final List<WatchedResource> OTHERS = List.of(
            of("nodes", "Node", CORE),
            of("poddisruptionbudgets", "PodDisruptionBudget", "/apis/policy/v1/"),
            of("deployments", "Deployment", "/apis/apps/v1/"),
            of("statefulsets", "StatefulSet", "/apis/apps/v1/"),
            of("daemonsets", "DaemonSet", "/apis/apps/v1/"),
            of("replicationcontrollers", "ReplicationController", CORE),
            of("horizontalpodautoscalers", "HorizontalPodAutoscaler", "/apis/autoscaling/v2/"),
            of("persistentvolumeclaims", "PersistentVolumeClaim", CORE),
            of("persistentvolumes", "PersistentVolume", CORE),
            of("services", "Service", CORE),
            of("leases", "Lease", "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/"),
            of("configmaps", "ConfigMap", CORE + "namespaces/kube-system/")
                    .selecting("metadata.name=cluster-autoscaler-status"),
            of("nodepools", "NodePool", "/apis/karpenter.sh/v1/").whereServed(),
            of("nodeclaims", "NodeClaim", "/apis/karpenter.sh/v1/").whereServed(),
            of("events", "Event", CORE),
            of("pods", "Pod", CORE));

    /** The kinds that a complete list of it speaks of. */
    public Set<String> kinds() {
        return kind.equals("Deployment") ? Set.of(kind, "ClusterAutoscalerConfig") : Set.of(kind);
    }

    /** The group of the API, empty for the core's; as rules of a Role name it. */
    public String group() {
        String[] parts = path.split("/");
        return parts[1].equals("apis") ? parts[2] : "";
    }

    private static WatchedResource of(String name, String kind, String prefix) {
        return new WatchedResource(name, kind, prefix + name, "", false);
    }

    private WatchedResource selecting(String selector) {
        return new WatchedResource(name, kind, path, selector, extension);
    }

    private WatchedResource whereServed() {
        return new WatchedResource(name, kind, path, fieldSelector, true);
    }
}
