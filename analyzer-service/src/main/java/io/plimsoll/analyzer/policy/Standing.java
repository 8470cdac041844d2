package io.plimsoll.analyzer.policy;

import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Scope;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision that stands, and what keeps it.
 *
 * @param decision as last issued
 * @param firstAt when it was first issued
 * @param renewals how often it was issued again
 * @param quietSince since when nothing has called for it; null while something does
 * @param undo the act that takes it back, with the longest wait any rule that called for it wants; null: none
 */
record Standing(
        Decision decision,
        Instant firstAt,
        int renewals,
        @Nullable Instant quietSince,
        Policy.@Nullable Undo undo) {

    static String key(Action action, Scope scope) {
        return action + "|" + scope.kind() + "|" + (scope.name() == null ? "" : scope.name());
    }

    Standing called(Policy.@Nullable Undo wished) {
        return new Standing(decision, firstAt, renewals, null, longer(undo, wished));
    }

    Standing quiet(Instant now) {
        return quietSince != null ? this : new Standing(decision, firstAt, renewals, now, undo);
    }

    Standing renewed(Decision again) {
        return new Standing(again, firstAt, renewals + 1, null, undo);
    }

    /** Half of its time is over: to be said again, while it is still called for. */
    boolean renewable(Instant now) {
        boolean passing =
                switch (decision.action()) {
                    case PAUSE_MAINTENANCE, SUSPEND_SCALE_DOWN -> true;
                    case CORDON_NODE, UNCORDON_NODE, DRAIN_NODE, RESUME_MAINTENANCE, RESTORE_SCALE_DOWN -> false;
                };
        Duration half =
                Duration.between(decision.issuedAt(), decision.expiresAt()).dividedBy(2);
        return passing && !now.isBefore(decision.issuedAt().plus(half));
    }

    boolean over(Instant now) {
        return quietSince != null
                && (undo == null
                        ? decision.expiredAt(now)
                        : !now.isBefore(quietSince.plus(undo.quietFor()))
                                && !now.isBefore(firstAt.plus(undo.atLeast())));
    }

    private static Policy.@Nullable Undo longer(Policy.@Nullable Undo one, Policy.@Nullable Undo other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.quietFor().plus(one.atLeast()).compareTo(other.quietFor().plus(other.atLeast())) >= 0 ? one : other;
    }
}
