package io.plimsoll.actuator.node;

import io.plimsoll.actuator.node.PodTask.Asked;
import io.plimsoll.actuator.node.PodTask.Leaving;
import io.plimsoll.actuator.node.PodTask.Waiting;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an answer to an eviction means for the pod. */
record Answers(NodeRules rules) {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(60);
    private static final Duration SEEN_TO_GO = Duration.ofSeconds(15);

    PodTask next(Asked asked, String uid, EvictionAnswer answer, Instant now) {
        return switch (answer) {
            case EvictionAnswer.Accepted _ -> new Leaving(now, asked.budgets());
            // Through somebody else, so no draw of ours; one that is seen all the same is asked again before long.
            case EvictionAnswer.AlreadyGone _ ->
                new Leaving(now.minus(rules.patience()).plus(SEEN_TO_GO), Map.of());
            case EvictionAnswer.BudgetSaysNo(var message, var retryAfter) ->
                waiting(asked, uid, retryAfter, new Cause("PDB_BLOCKED", null, message, BUDGET_REMEDY), now);
            case EvictionAnswer.Throttled(var retryAfter) ->
                waiting(asked, uid, retryAfter, new Cause("API_THROTTLED", null, THROTTLED, THROTTLED_REMEDY), now);
            case EvictionAnswer.Overlap(var message) -> {
                Cause cause =
                        new Cause("PDB_OVERLAP", null, message, "narrow their selectors so that only one covers it");
                yield refused(asked, LOOK_AGAIN, cause, null, now);
            }
            case EvictionAnswer.Denied(var status, var message) -> denied(asked, uid, status, message, now);
            case EvictionAnswer.NamespaceTerminating _ -> {
                Cause cause = new Cause("NAMESPACE_TERMINATING", null, NAMESPACE, NAMESPACE_REMEDY);
                yield refused(asked, Duration.ofSeconds(10), cause, null, now);
            }
            case EvictionAnswer.Unanswered(var message) -> {
                Cause cause = new Cause("API_UNANSWERED", null, message, UNANSWERED_REMEDY);
                yield refused(asked, backoff(asked, uid), cause, null, now);
            }
            case EvictionAnswer.NotSent(var message) -> {
                Cause cause = new Cause("NOT_LEADING", null, message, "the leader goes on with it");
                yield refused(asked, Duration.ofSeconds(1), cause, null, now);
            }
        };
    }

    private static final String BUDGET_REMEDY = "raise the replicas or wait until the budget allows a disruption";
    private static final String THROTTLED = "the API server asks for fewer calls";
    private static final String THROTTLED_REMEDY = "everything slows down by itself; see API priority and fairness";
    private static final String NAMESPACE = "the namespace is being deleted, and the pod with it";
    private static final String NAMESPACE_REMEDY =
            "it goes with its namespace; if that hangs, kubectl describe namespace says what holds it";
    private static final String UNANSWERED_REMEDY =
            "it is asked again by itself, at least every 60 s; if this lasts, look at the API server and its webhooks";
    private static final String DENIED_REMEDY =
            "have whoever denies it let the pod go, or grant the actuator create on pods/eviction";

    /** The same where the drain has ended: nothing is asked again, so no remedy may promise it. */
    static Cause atTheEnd(Cause cause) {
        String remedy =
                switch (cause.code()) {
                    case "API_UNANSWERED" -> "look at the API server and its webhooks";
                    case "API_THROTTLED" -> "see API priority and fairness";
                    case "EVICTION_DELAYED", "EVICTION_DENIED" -> DENIED_REMEDY;
                    case "POD_RETURNS" -> Causes.RETURNS_REMEDY;
                    default -> cause.remedy();
                };
        return new Cause(cause.code(), cause.object(), cause.message(), remedy);
    }

    /** Somebody else may be moving it: asked again for a while, then every minute, so that a lifted denial is noticed. */
    private Waiting denied(Asked asked, String uid, int status, String message, Instant now) {
        Instant since = asked.deniedSince() == null ? now : asked.deniedSince();
        boolean patient = now.isBefore(since.plus(rules.webhookPatience()));
        Cause cause = new Cause(
                patient ? "EVICTION_DELAYED" : "EVICTION_DENIED",
                null,
                "refused with " + status + ": " + message,
                patient
                        ? "it is asked again by itself until " + since.plus(rules.webhookPatience())
                                + "; whoever denies it may be moving the pod"
                        : DENIED_REMEDY + "; it is asked again every " + LOOK_AGAIN.toSeconds() + " s");
        return refused(asked, patient ? backoff(asked, uid) : LOOK_AGAIN, cause, since, now);
    }

    private Waiting waiting(Asked asked, String uid, @Nullable Duration retryAfter, Cause cause, Instant now) {
        Duration wait = retryAfter == null ? backoff(asked, uid) : retryAfter;
        return new Waiting(asked.attempt(), now, now.plus(wait), retryAfter != null, cause, asked.budgets(), null);
    }

    private static Waiting refused(
            Asked asked, Duration wait, Cause cause, @Nullable Instant deniedSince, Instant now) {
        return new Waiting(asked.attempt(), now, now.plus(wait), true, cause, asked.budgets(), deniedSince);
    }

    private Duration backoff(Asked asked, String uid) {
        return new Backoff(rules.seed()).after(asked.attempt(), uid);
    }
}
