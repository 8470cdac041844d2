package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodState;
import org.jspecify.annotations.Nullable;

/**
 * What of a pod counts for its budget.
 *
 * @param controller its controlling owner; null for a naked pod
 */
public record CoveredPod(
        String name,
        boolean ready,
        boolean terminating,
        @Nullable OwnerRef controller) {

    public static CoveredPod of(String name, PodState pod) {
        return new CoveredPod(name, pod.ready(), pod.terminating(), pod.controller());
    }
}
