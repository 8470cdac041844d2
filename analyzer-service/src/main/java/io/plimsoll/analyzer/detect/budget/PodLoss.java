package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.model.fact.OwnerRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A covered pod that began to go: terminating, disrupted, or gone at once.
 *
 * @param reason of its DisruptionTarget condition; null where it has none
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
        Instant at,
        boolean spareless,
        boolean wasEnough,
        boolean ownerDriven) {

    static final String EVICTED = "EvictionByEvictionAPI";

    PodLoss because(@Nullable String reason) {
        return new PodLoss(
                namespace, pod, uid, controller, workload, nodeName, reason, at, spareless, wasEnough, ownerDriven);
    }
}
