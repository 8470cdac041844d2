package io.plimsoll.actuator.view;

import static java.util.Objects.requireNonNull;

import io.plimsoll.model.ObjectRef;

/**
 * One object of the cluster, with what identifies this very object and this very state of it.
 *
 * @param kind Kubernetes' kind
 * @param namespace empty for what is cluster-scoped
 * @param uid tells a re-created object from its predecessor of the same name
 */
public record Viewed<S>(String kind, String namespace, String name, String uid, String resourceVersion, S state) {

    public Viewed {
        requireNonNull(kind, "kind");
        requireNonNull(namespace, "namespace");
        requireNonNull(name, "name");
        requireNonNull(uid, "uid");
        requireNonNull(resourceVersion, "resourceVersion");
        requireNonNull(state, "state");
    }

    /** {@code namespace/name}, or the name alone: how people write it, and what keys the view. */
    public String display() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    public ObjectRef ref() {
        return new ObjectRef(kind, namespace, name, uid);
    }
}
