package io.plimsoll.analyzer.policy;

import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A decision that stands, and what keeps it.
 *
 * @param decision as last issued
 * @param firstAt when it was first issued
 * @param renewals how often it was issued again
 * @param quietSince since when nothing has called for it; null while something does
 * @param undo the act that takes it back, with the longest wait any policy that called for it wants; null: none
 * @param notBefore before this it isn't taken back
 * @param calledBy the policies that have called for it
 */
record Standing(
        Decision decision,
        Instant firstAt,
        int renewals,
        @Nullable Instant quietSince,
        Policy.@Nullable Undo undo,
        Instant notBefore,
        Set<String> calledBy) {

    static Standing issued(Decision decision, Instant now) {
        return new Standing(decision, now, 0, null, null, now, Set.of());
    }

    static String key(Action action, Scope scope) {
        return action + "|" + scope.kind() + "|" + (scope.name() == null ? "" : scope.name());
    }

    /** A policy calls for it; what it wants at least counts from its first call. */
    Standing called(Policy policy, Instant now) {
        Policy.Undo wished = policy.undo();
        if (calledBy.contains(policy.name())) {
            return quietSince == null
                    ? this
                    : new Standing(decision, firstAt, renewals, null, undo, notBefore, calledBy);
        }
        Set<String> callers = new TreeSet<>(calledBy);
        callers.add(policy.name());
        Instant least = wished == null ? now : now.plus(wished.atLeast());
        return new Standing(
                decision,
                firstAt,
                renewals,
                null,
                undo == null || (wished != null && wished.quietFor().compareTo(undo.quietFor()) > 0) ? wished : undo,
                least.isAfter(notBefore) ? least : notBefore,
                callers);
    }

    Standing quiet(Instant now) {
        return quietSince != null ? this : new Standing(decision, firstAt, renewals, now, undo, notBefore, calledBy);
    }

    Standing renewed(Decision again) {
        return new Standing(again, firstAt, renewals + 1, null, undo, notBefore, calledBy);
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
                        : !now.isBefore(quietSince.plus(undo.quietFor())) && !now.isBefore(notBefore));
    }
}
