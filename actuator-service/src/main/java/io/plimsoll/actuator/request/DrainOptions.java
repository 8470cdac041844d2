package io.plimsoll.actuator.request;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to drain, with nothing left open.
 *
 * @param gracePeriod overrides every pod's own; null leaves each its own
 * @param nodeDeadline for one node, from its cordon
 * @param deleteEmptyDirData pods that would lose an emptyDir may be evicted
 * @param evictUnmanaged pods that nothing would re-create may be evicted
 * @param evictLocalVolumes pods may be evicted whose volume lies on this node, so that they stay Pending until it is back
 * @param maxConcurrent nodes of this request under way at once; can only lower the actuator's limit
 * @param window the calendar's window to keep to; null means any
 */
public record DrainOptions(
        @Nullable Duration gracePeriod,
        Duration nodeDeadline,
        boolean deleteEmptyDirData,
        boolean evictUnmanaged,
        boolean evictLocalVolumes,
        OnDeadline onDeadline,
        int maxConcurrent,
        @Nullable String window) {

    public static final Duration USUAL_DEADLINE = Duration.ofMinutes(30);

    public static final DrainOptions DEFAULTS =
            new DrainOptions(null, USUAL_DEADLINE, false, false, false, OnDeadline.ROLLBACK, 1, null);

    public DrainOptions {
        requireNonNull(nodeDeadline, "nodeDeadline");
        requireNonNull(onDeadline, "onDeadline");
        if (maxConcurrent < 1) {
            throw new IllegalArgumentException("maxConcurrent must be at least 1, was " + maxConcurrent);
        }
    }
}
