package io.plimsoll.analyzer.state;

import io.plimsoll.model.fact.PodUsage;
import java.time.Duration;

/**
 * What of a pod's newest usage is asked for later; its containers' go to whoever records them as they come.
 *
 * @param memoryBytes the working set of all containers
 * @param windowMillis that it was measured over
 */
public record UsageSample(long memoryBytes, int windowMillis) {

    static UsageSample of(PodUsage usage) {
        return new UsageSample(usage.memoryBytes(), Math.clamp(usage.window().toMillis(), 0, Integer.MAX_VALUE));
    }

    public Duration window() {
        return Duration.ofMillis(windowMillis);
    }
}
