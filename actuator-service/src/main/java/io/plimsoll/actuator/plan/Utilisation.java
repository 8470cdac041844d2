package io.plimsoll.actuator.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How full the schedulable nodes are, by requests.
 *
 * @param nodes how many they are
 */
public record Utilisation(
        int nodes,
        long cpuAllocatableMillis,
        long cpuRequestedMillis,
        long memoryAllocatableBytes,
        long memoryRequestedBytes) {

    /** Percent of cpu that no pod asked for; 0 where there is none at all. */
    @JsonProperty
    public double freeCpuPercent() {
        return free(cpuAllocatableMillis, cpuRequestedMillis);
    }

    /** Likewise of memory. */
    @JsonProperty
    public double freeMemoryPercent() {
        return free(memoryAllocatableBytes, memoryRequestedBytes);
    }

    private static double free(long allocatable, long requested) {
        return allocatable <= 0 ? 0 : Math.max(0, 100.0 * (allocatable - requested) / allocatable);
    }
}
