package io.plimsoll.simulator.kubelet;

import java.util.Comparator;
import java.util.List;

/**
 * A pod as the eviction manager weighs it.
 *
 * @param usage working set in bytes; negative where no statistics are known
 * @param request memory request in bytes
 * @param critical static, mirror or system-critical: never evicted
 */
public record EvictionCandidate(String pod, long usage, long request, int priority, boolean critical) {

    /**
     * Who goes first under memory pressure: no statistics, then use above request, then lower priority, then the larger
     * excess ({@code rankMemoryPressure} in pkg/kubelet/eviction/helpers.go). Budgets aren't consulted.
     */
    private static final Comparator<EvictionCandidate> FIRST_TO_GO = Comparator.comparing(
                    (EvictionCandidate pod) -> pod.usage < 0 ? 0 : 1)
            .thenComparing(pod -> pod.usage > pod.request ? 0 : 1)
            .thenComparing(EvictionCandidate::priority)
            .thenComparing(pod -> pod.usage - pod.request, Comparator.reverseOrder())
            .thenComparing(EvictionCandidate::pod);

    /** Who would be evicted, in order; critical pods don't appear. */
    public static List<EvictionCandidate> rank(List<EvictionCandidate> pods) {
        return pods.stream().filter(pod -> !pod.critical).sorted(FIRST_TO_GO).toList();
    }
}
