package io.plimsoll.analyzer.detect.memory;

import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Confidence;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.NodeUsage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How full a node is, as the kubelet counts: {@code memory.available} is capacity less working set, and it evicts where
 * that falls below its hard threshold. The working set holds active page cache, which nobody needs to free.
 *
 * @param headroom until eviction; negative where the threshold is passed
 */
record NodeMemory(long capacity, long workingSet, long headroom) {

    /** The kubelet's default {@code evictionHard} for {@code memory.available}. */
    static final long EVICTION_HARD = 100L << 20;

    private static final Duration LEAST_STALE = Duration.ofMinutes(3);
    private static final double EXPLAINED = 0.8;

    /** Null where the node's capacity or usage isn't known. */
    static @Nullable NodeMemory of(ClusterState state, String node, long evictionHard) {
        Tracked<NodeState> known = state.node(node);
        Tracked<NodeUsage> usage = state.nodeUsage(node);
        if (known == null || usage == null || known.body().capacity().memoryBytes() <= 0) {
            return null;
        }
        long capacity = known.body().capacity().memoryBytes();
        long used = usage.body().memoryBytes();
        return new NodeMemory(capacity, used, capacity - evictionHard - used);
    }

    /**
     * The share of the node's use that its pods' working sets sum up to; below 0.8 the rest may be page cache. Looks at every
     * pod of the node: for findings, not for each sample.
     */
    double explained(ClusterState state, String node) {
        long ofPods = 0;
        for (PodView pod : state.podsOn(node)) {
            SampledPod sampled = pod.finished() ? null : PodMemory.newest(state, pod);
            ofPods += sampled == null ? 0 : sampled.memoryBytes();
        }
        return workingSet <= 0 ? 1 : Math.min(1, ofPods / (double) workingSet);
    }

    double headroomPercent() {
        return Math.round(headroom * 1000.0 / capacity) / 10.0;
    }

    static Confidence confidence(double explained) {
        return explained >= EXPLAINED ? Confidence.HIGH : Confidence.LOW;
    }

    void measure(Finding.Builder finding, double explained) {
        finding.measured("workingSetBytes", workingSet)
                .measured("headroomBytes", headroom)
                .measured("headroomPercent", headroomPercent())
                .measured("explainedPercent", Math.round(explained * 100));
    }

    static ObjectRef subject(String node) {
        return ObjectRef.of("Node", null, node);
    }

    /** From when on a sample is too old: three of its windows, and never less than three minutes. */
    static Instant staleFrom(Instant timestamp, Duration window) {
        Duration three = window.multipliedBy(3);
        return timestamp.plus(three.compareTo(LEAST_STALE) > 0 ? three : LEAST_STALE);
    }

    /** Bytes as people say them. */
    static String words(long bytes) {
        long size = Math.abs(bytes);
        if (size >= 1L << 30) {
            return Math.round(bytes * 10.0 / (1L << 30)) / 10.0 + " GiB";
        }
        return Math.round(bytes / (double) (1 << 20)) + " MiB";
    }
}
