package io.plimsoll.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which object is meant.
 *
 * @param kind Kubernetes' kind, or one of ours: Cluster, NodeGroup, Workload, Watcher
 * @param namespace null for what is cluster-scoped
 * @param uid null where any object of that name is meant
 */
public record ObjectRef(
        String kind,
        @Nullable String namespace,
        String name,
        @Nullable String uid) {

    public ObjectRef {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        namespace = namespace == null || namespace.isEmpty() ? null : namespace;
    }

    public static ObjectRef of(String kind, @Nullable String namespace, String name) {
        return new ObjectRef(kind, namespace, name, null);
    }

    /** {@code namespace/name}, or the name alone: how people write it. */
    public String display() {
        return namespace == null ? name : namespace + "/" + name;
    }
}
