package io.plimsoll.analyzer.detect.memory;

import io.plimsoll.analyzer.detect.growth.ContainerMemory;
import io.plimsoll.analyzer.detect.growth.GrowthVerdict;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One container of a workload with what is known of its memory.
 *
 * @param limit bytes; 0 where it has none
 * @param stale whether its newest sample is too old to say anything
 */
record GrowingContainer(PodView pod, ContainerMemory memory, long limit, boolean stale) {

    /** Every container of the workload's running pods that there are samples of. */
    static List<GrowingContainer> of(ObjectRef workload, ClusterState state, Instant now) {
        List<GrowingContainer> found = new ArrayList<>();
        for (PodView pod : state.podsOf(workload)) {
            SampledPod sampled = pod.finished() ? null : PodMemory.of(state, pod);
            if (sampled == null) {
                continue;
            }
            for (ContainerMemory memory : sampled.containers()) {
                Instant last = Instant.ofEpochSecond(memory.lastAt());
                boolean stale = !now.isBefore(NodeMemory.staleFrom(last, sampled.window()));
                found.add(new GrowingContainer(pod, memory, limit(pod, memory.name()), stale));
            }
        }
        return found;
    }

    String name() {
        return memory.name();
    }

    /** What tells this run of the container from any other: the pod's uid and the restart count. */
    String run() {
        return pod.uid() + "#" + memory.restarts();
    }

    static long limit(PodView pod, String container) {
        var shape = pod.shape().container(container);
        return shape == null ? 0 : shape.limits().memoryBytes();
    }

    /** The verdict that says it grows: over six hours, else over days; null where neither does. */
    @Nullable
    GrowthVerdict growth(Instant now) {
        return memory.growing() ? memory.verdict() : overDays(now);
    }

    /** The verdict over days, once a day of it has been seen; null where it shows no growth. */
    @Nullable
    GrowthVerdict overDays(Instant now) {
        return now.getEpochSecond() >= memory.dayComplete() ? memory.overDays() : null;
    }

    /** Seconds until the limit; NaN where there is none. */
    double eta(GrowthVerdict verdict) {
        return verdict.secondsUntil(limit);
    }

    /**
     * Whether anybody need hear of it: far from its limit and slow, a growing container is no news. Without a limit
     * there is nothing to hold it against, and it is only informed of.
     */
    boolean worthTelling(GrowthVerdict verdict, double share, Duration soon) {
        double eta = eta(verdict);
        return limit == 0 || verdict.floor() >= share * limit || eta <= soon.toSeconds();
    }

    /** Whether the detector need look at its workload when a sample of it comes. */
    static boolean matters(ContainerMemory memory, long limit, double fullness) {
        return memory.growing()
                || memory.overDays() != null
                || memory.killedAlike()
                || (limit > 0 && memory.floor() >= fullness * limit && memory.risesFast());
    }

    Evidence evidence(@Nullable GrowthVerdict verdict) {
        return pod.evidence(
                verdict == null
                        ? Map.of("container", name(), "run", run())
                        : Map.of(
                                "container",
                                name(),
                                "run",
                                run(),
                                "slopeBytesPerHour",
                                Math.round(verdict.bytesPerHour()),
                                "floorBytes",
                                Math.round(verdict.floor())));
    }
}
