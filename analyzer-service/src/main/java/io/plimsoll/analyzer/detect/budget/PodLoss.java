package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.OwnerRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A covered pod that began to go: terminating, disrupted, or gone at once.
 *
 * @param reason of its DisruptionTarget condition, or as an event told; null where nobody has said
 * @param remover who was taking its node away at that time; null where nobody was
 * @param spareless whether the budget allowed no eviction just before
 * @param wasEnough whether the budget had the healthy pods it demands just before
 * @param ownerDriven whether its owner was replacing or removing pods anyway
 */
public record PodLoss(
        String namespace,
        String pod,
        @Nullable String uid,
        @Nullable OwnerRef controller,
        @Nullable OwnerRef workload,
        @Nullable String nodeName,
        @Nullable String reason,
        @Nullable String remover,
        Instant at,
        boolean spareless,
        boolean wasEnough,
        boolean ownerDriven) {

    static final String EVICTED = "EvictionByEvictionAPI";

    PodLoss because(@Nullable String reason) {
        return new PodLoss(
                namespace,
                pod,
                uid,
                controller,
                workload,
                nodeName,
                reason,
                remover,
                at,
                spareless,
                wasEnough,
                ownerDriven);
    }

    /** Its workload, its controller where none is known above that, or itself. */
    ObjectRef workloadRef() {
        OwnerRef owner = workload == null ? controller : workload;
        return owner == null
                ? ObjectRef.of("Pod", namespace, pod)
                : ObjectRef.of(owner.kind(), namespace, owner.name());
    }

    /** Why it went, as well as anybody knows. */
    String shownReason() {
        return reason != null ? reason : remover == null ? "Deleted" : remover;
    }
}
