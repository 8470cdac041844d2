package io.plimsoll.simulator.load;

import org.jspecify.annotations.Nullable;

/**
 * A pod of the trace; times are seconds from the trace's start.
 *
 * @param scheduled null if it never found a place
 * @param deleted null if it outlived the trace
 */
public record TracePod(
        String name,
        Shape shape,
        long created,
        @Nullable Long scheduled,
        @Nullable Long deleted) {

    /**
     * What pods of one workload have in common.
     *
     * @param qos LS (serving), BE (batch), Burstable or Guaranteed
     */
    public record Shape(long cpuMilli, long memoryMib, int gpus, String qos) {}

    /** Whether it ran at some time within (from, to]. */
    public boolean ranWithin(long from, long to) {
        return scheduled != null && scheduled <= to && (deleted == null || deleted > from);
    }
}
