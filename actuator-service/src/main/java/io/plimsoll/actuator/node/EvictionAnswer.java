package io.plimsoll.actuator.node;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the API server said to an eviction or a deletion.
 *
 * <p>Source: {@code pkg/registry/core/pod/storage/eviction.go}.
 */
public sealed interface EvictionAnswer {

    /** 2xx: it is going. */
    record Accepted() implements EvictionAnswer {}

    /** 404, or 409 for the uid: the pod we meant isn't there any more. */
    record AlreadyGone() implements EvictionAnswer {}

    /** 429 with cause DisruptionBudget. */
    record BudgetSaysNo(String message, @Nullable Duration retryAfter) implements EvictionAnswer {}

    /** 429 without it: the API server asks for fewer calls of any kind. */
    record Throttled(@Nullable Duration retryAfter) implements EvictionAnswer {}

    /** 500: more than one budget covers the pod, so the API server refuses for ever. */
    record Overlap(String message) implements EvictionAnswer {}

    /** A webhook, or a missing permission. */
    record Denied(int status, String message) implements EvictionAnswer {}

    /** 403: the namespace is going, and the pod with it. */
    record NamespaceTerminating() implements EvictionAnswer {}

    /** Another 5xx, a cut connection, a time-out: it may have taken hold. */
    record Unanswered(String message) implements EvictionAnswer {}

    /** We lead no more, so it was never sent. */
    record NotSent(String message) implements EvictionAnswer {}
}
