package io.plimsoll.actuator.plan;

import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodState;
import org.jspecify.annotations.Nullable;

/** Pods that need the same of a node because one template made them, so that it need be worked out once. */
final class Alike {

    private Alike() {}

    /** The ReplicaSet's uid; null for pods that may differ (a StatefulSet's have claims and a revision of their own). */
    static @Nullable String key(PodState pod) {
        OwnerRef controller = pod.controller();
        return controller != null && controller.kind().equals("ReplicaSet") ? controller.uid() : null;
    }
}
