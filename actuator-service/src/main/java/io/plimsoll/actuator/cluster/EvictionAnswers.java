package io.plimsoll.actuator.cluster;

import io.plimsoll.actuator.node.EvictionAnswer;

/**
 * What a reply to an eviction or a deletion means.
 *
 * <p>Source: {@code pkg/registry/core/pod/storage/eviction.go}; API priority and fairness answers 429 without a cause.
 */
final class EvictionAnswers {

    private EvictionAnswers() {}

    static EvictionAnswer of(Reply reply) {
        if (!reply.answered()) {
            return new EvictionAnswer.Unanswered(reply.message());
        }
        if (reply.ok()) {
            return new EvictionAnswer.Accepted();
        }
        if (reply.denied()) {
            return new EvictionAnswer.Denied(reply.code(), reply.message());
        }
        return switch (reply.code()) {
            case 404 -> new EvictionAnswer.AlreadyGone();
            case 409 -> conflict(reply);
            case 429 ->
                reply.hasCause("DisruptionBudget")
                        ? new EvictionAnswer.BudgetSaysNo(reply.causes(), reply.retryAfter())
                        : new EvictionAnswer.Throttled(reply.retryAfter());
            case 403 -> forbidden(reply);
            default -> other(reply);
        };
    }

    /** Of the pod's uid; a conflict over a budget's status is the server's own affair. */
    private static EvictionAnswer conflict(Reply reply) {
        String kind = reply.body().path("details").path("kind").asText("");
        return kind.startsWith("poddisruptionbudget")
                ? new EvictionAnswer.Unanswered(reply.message())
                : new EvictionAnswer.AlreadyGone();
    }

    private static EvictionAnswer forbidden(Reply reply) {
        boolean going =
                reply.hasCause("NamespaceTerminating") || reply.message().contains("being terminated");
        return going
                ? new EvictionAnswer.NamespaceTerminating()
                : new EvictionAnswer.Denied(reply.code(), reply.message());
    }

    private static EvictionAnswer other(Reply reply) {
        if (reply.message().contains("more than one PodDisruptionBudget")) {
            return new EvictionAnswer.Overlap(reply.message());
        }
        return reply.code() >= 500
                ? new EvictionAnswer.Unanswered(reply.code() + " " + reply.message())
                : new EvictionAnswer.Denied(reply.code(), reply.message());
    }
}
