package io.plimsoll.analyzer.detect.eviction;

import io.plimsoll.model.ObjectRef;
import java.util.Comparator;
import java.util.List;

/**
 * A pod as the kubelet's eviction manager weighs it.
 *
 * @param usageBytes working set; negative where there are no statistics
 * @param requestBytes of the whole pod, 0 for best effort
 * @param critical static, mirror or system-critical: never evicted
 */
public record EvictionCandidate(
        ObjectRef pod, long usageBytes, long requestBytes, int priority, String qosClass, boolean critical) {

    /** From this priority on a pod is system-critical ({@code pkg/apis/scheduling/types.go}). */
    public static final int SYSTEM_CRITICAL = 2_000_000_000;

    /**
     * First to go first: without statistics, then above its request, then lower priority, then further above its
     * request. Pods that tie in all of it follow in the order of their names, where the kubelet's own order is unsaid.
     *
     * <p>Source: {@code rankMemoryPressure} in {@code pkg/kubelet/eviction/helpers.go}.
     */
    public static final Comparator<EvictionCandidate> FIRST_TO_GO = Comparator.comparing(EvictionCandidate::measured)
            .thenComparing(candidate -> !candidate.exceeds())
            .thenComparingInt(EvictionCandidate::priority)
            .thenComparing(Comparator.comparingLong(EvictionCandidate::excess).reversed())
            .thenComparing(candidate -> candidate.pod().display());

    public boolean measured() {
        return usageBytes >= 0;
    }

    public boolean exceeds() {
        return usageBytes > requestBytes;
    }

    private long excess() {
        return usageBytes - requestBytes;
    }

    /** The pods the kubelet would evict, first to go first. */
    public static List<EvictionCandidate> ranked(List<EvictionCandidate> pods) {
        return pods.stream().filter(pod -> !pod.critical()).sorted(FIRST_TO_GO).toList();
    }
}
