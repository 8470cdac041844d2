package io.plimsoll.analyzer.detect.rollout;

import io.plimsoll.model.Copies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last purposeful changes of one workload, as seen while watching.
 *
 * @param templateChangedAt a new pod template: a rollout began
 * @param scaledAt the wished replicas changed
 * @param scaledUpAt of these, upwards
 * @param progressedAt a rollout began or took a step
 * @param completeAt when a StatefulSet was first seen to have all its members ready since it was last scaled up
 * @param had of a StatefulSet, until then: the members that it had and may lose
 * @param changes when the replicas or the template changed, the last while's, oldest first: pods that went then were meant
 *     to, however often it changed since
 */
public record WorkloadPast(
        @Nullable Instant templateChangedAt,
        @Nullable Instant scaledAt,
        @Nullable Instant scaledUpAt,
        @Nullable Instant progressedAt,
        @Nullable Instant completeAt,
        @Nullable Members had,
        List<Instant> changes) {

    public static final WorkloadPast NONE = new WorkloadPast(null, null, null, null, null, null, List.of());

    /**
     * Members of a set that isn't complete yet.
     *
     * @param before when it was scaled up: all where it was complete, otherwise those ready
     * @param most these, or more that were ready at once since then or since it began
     */
    public record Members(int before, int most, Instant at) {}

    private static final Duration CHANGES_KEPT = Duration.ofMinutes(15);
    private static final int MOST_CHANGES = 100;

    public WorkloadPast {
        changes = Copies.list(changes);
    }

    /**
     * @param members wished before
     * @param ready of these
     */
    WorkloadPast scaled(Instant at, boolean up, int members, int ready) {
        int known = completeAt != null ? members : Math.max(ready, had == null ? 0 : had.before());
        return new WorkloadPast(
                templateChangedAt,
                at,
                up ? at : scaledUpAt,
                progressedAt,
                up ? null : completeAt,
                up ? new Members(known, Math.max(known, ready), at) : had,
                with(at));
    }

    /** Deleted: whoever does that wants its pods gone, and one of the same name begins anew. */
    WorkloadPast gone(Instant at) {
        return new WorkloadPast(templateChangedAt, at, scaledUpAt, progressedAt, null, null, with(at));
    }

    WorkloadPast progressed(Instant at, boolean newTemplate) {
        return new WorkloadPast(
                newTemplate ? at : templateChangedAt,
                scaledAt,
                scaledUpAt,
                at,
                completeAt,
                had,
                newTemplate ? with(at) : changes);
    }

    WorkloadPast complete(Instant at) {
        return completeAt != null
                ? this
                : new WorkloadPast(templateChangedAt, scaledAt, scaledUpAt, progressedAt, at, null, changes);
    }

    /** So many members are ready, and not all. */
    WorkloadPast ready(int members, Instant at) {
        if (completeAt != null || members <= (had == null ? 0 : had.most())) {
            return this;
        }
        Members more = new Members(had == null ? 0 : had.before(), members, at);
        return new WorkloadPast(templateChangedAt, scaledAt, scaledUpAt, progressedAt, null, more, changes);
    }

    /**
     * Whether a set that isn't complete yet has lost members: of those it was scaled up with any, of a majority that it
     * has reached meanwhile any. Those that begin may falter without it.
     *
     * @param wished replicas now
     */
    public boolean lostAny(int ready, int wished) {
        if (had == null) {
            return false;
        }
        boolean majority = 2 * had.most() > wished;
        return ready < Math.min(wished, had.before()) || (majority && ready < Math.min(wished, had.most()));
    }

    /** Whether the replicas or the template changed no further than {@code margin} from a moment, before or after it. */
    public boolean changedAround(Instant moment, Duration margin) {
        return changes.stream()
                .anyMatch(at -> Duration.between(at, moment).abs().compareTo(margin) <= 0);
    }

    private List<Instant> with(Instant at) {
        Instant oldest = at.minus(CHANGES_KEPT);
        List<Instant> all = new ArrayList<>();
        for (Instant known : changes) {
            if (known.isAfter(oldest) && !known.equals(at)) {
                all.add(known);
            }
        }
        all.add(at);
        return all.subList(Math.max(0, all.size() - MOST_CHANGES), all.size());
    }

    /** The newest of the changes' moments, or null. */
    public @Nullable Instant newest() {
        return latest(progressedAt, scaledAt);
    }

    /** The newest moment of any of this; null where there is none. */
    @Nullable
    Instant touched() {
        return latest(newest(), latest(completeAt, had == null ? null : had.at()));
    }

    public static @Nullable Instant latest(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
