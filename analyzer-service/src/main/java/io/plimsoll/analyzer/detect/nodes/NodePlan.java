package io.plimsoll.analyzer.detect.nodes;

import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.model.Copies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a node on purpose, and so explains some of what is found at it.
 *
 * <p>A purpose explains for a while only. Maintenance: a day, after which its cordon counts as forgotten too (C1's
 * STALE_CORDON). A removal: half an hour, after which a drain that is stuck is critical (D1).
 *
 * @param removedSince since when an autoscaler has been taking it away; null while none does
 * @param stays its times under maintenance, the last day's, oldest first; only the last may go on
 */
public record NodePlan(@Nullable Instant removedSince, List<Stay> stays) {

    /** Why an alert is suppressed that maintenance of its node explains. */
    public static final String MAINTENANCE = "MAINTENANCE_WINDOW";

    /** Why one is whose node an autoscaler is taking away. */
    public static final String REMOVAL = "NODE_REMOVAL_BY_AUTOSCALER";

    static final NodePlan NONE = new NodePlan(null, List.of());

    static final Duration LONGEST_STAY = Duration.ofHours(24);
    private static final Duration LONGEST_REMOVAL = Duration.ofMinutes(30);

    /** One time under maintenance; {@code until} null: it goes on. */
    public record Stay(Instant from, @Nullable Instant until) {

        /** When it stops to explain anything, if not before. */
        Instant limit() {
            return from.plus(LONGEST_STAY);
        }

        boolean covers(Instant time) {
            boolean left = until != null && time.isAfter(until);
            return !time.isBefore(from) && !left && time.isBefore(limit());
        }
    }

    public NodePlan {
        stays = Copies.list(stays);
    }

    /** Whether the node was under maintenance then. */
    boolean covers(Instant time) {
        return stays.stream().anyMatch(stay -> stay.covers(time));
    }

    /** Whether it is so now, and was when this began: what began before, maintenance hasn't done. */
    boolean coversSince(@Nullable Instant began, Instant now) {
        Stay stay = underWay();
        return stay != null && began != null && !began.isBefore(stay.from()) && stay.covers(now);
    }

    private @Nullable Stay underWay() {
        Stay last = stays.isEmpty() ? null : stays.getLast();
        return last == null || last.until() != null ? null : last;
    }

    private boolean beingRemoved(Instant now) {
        return removedSince != null && now.isBefore(removedSince.plus(LONGEST_REMOVAL));
    }

    /** Suppresses what is found at the node while an autoscaler takes it away: soon there is nothing to mend. */
    Finding.Builder explainByRemoval(Finding.Builder finding, Instant now) {
        return beingRemoved(now) ? finding.suppressedBy(REMOVAL) : finding;
    }

    /** When to look again: as given, or earlier, where the purpose under way stops to explain anything. */
    @Nullable
    Instant review(@Nullable Instant otherwise, Instant now) {
        Stay stay = underWay();
        Instant review = earlier(otherwise, stay == null ? null : stay.limit(), now);
        return earlier(review, removedSince == null ? null : removedSince.plus(LONGEST_REMOVAL), now);
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other, Instant now) {
        if (other == null || !other.isAfter(now)) {
            return one;
        }
        return one == null || other.isBefore(one) ? other : one;
    }
}
