package io.plimsoll.analyzer.detect.rollout;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last purposeful changes of one workload, as seen while watching.
 *
 * @param templateChangedAt a new pod template: a rollout began
 * @param scaledAt the wished replicas changed
 * @param scaledUpAt of these, upwards
 * @param progressedAt a rollout began or took a step
 */
public record WorkloadPast(
        @Nullable Instant templateChangedAt,
        @Nullable Instant scaledAt,
        @Nullable Instant scaledUpAt,
        @Nullable Instant progressedAt) {

    public static final WorkloadPast NONE = new WorkloadPast(null, null, null, null);

    WorkloadPast scaled(Instant at, boolean up) {
        return new WorkloadPast(templateChangedAt, at, up ? at : scaledUpAt, progressedAt);
    }

    WorkloadPast progressed(Instant at, boolean newTemplate) {
        return new WorkloadPast(newTemplate ? at : templateChangedAt, scaledAt, scaledUpAt, at);
    }

    /** Whether the replicas or the template changed no further than {@code margin} from a moment, before or after it. */
    public boolean changedAround(Instant moment, Duration margin) {
        return within(templateChangedAt, moment, margin) || within(scaledAt, moment, margin);
    }

    /** The newest of the moments, or null. */
    public @Nullable Instant newest() {
        return latest(progressedAt, scaledAt);
    }

    private static boolean within(@Nullable Instant at, Instant moment, Duration margin) {
        return at != null && Duration.between(at, moment).abs().compareTo(margin) <= 0;
    }

    public static @Nullable Instant latest(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
