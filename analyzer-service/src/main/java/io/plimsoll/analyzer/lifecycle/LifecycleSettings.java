package io.plimsoll.analyzer.lifecycle;

import io.plimsoll.model.alert.Severity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How alerts live.
 *
 * @param reopenWithin a condition that is back so soon continues its episode
 * @param forgetAfter from the end to the tombstone in the compacted topic
 * @param repeatWarning heartbeat of a firing warning
 * @param repeatCritical heartbeat of a firing critical
 * @param publishPending whether pending alerts are published too
 */
public record LifecycleSettings(
        Duration reopenWithin,
        Duration forgetAfter,
        Duration repeatWarning,
        Duration repeatCritical,
        boolean publishPending) {

    public static LifecycleSettings defaults() {
        return new LifecycleSettings(
                Duration.ofMinutes(10), Duration.ofHours(24), Duration.ofHours(1), Duration.ofMinutes(15), false);
    }

    /** How often a firing alert is said again; null for info: never. */
    @Nullable
    Duration repeat(Severity severity) {
        return switch (severity) {
            case INFO -> null;
            case WARNING -> repeatWarning;
            case CRITICAL -> repeatCritical;
        };
    }
}
