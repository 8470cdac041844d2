package io.plimsoll.actuator.node;

import java.time.Duration;

/**
 * The machine's measures, in cluster time.
 *
 * @param soak how long a node has to be Ready before its cordon goes
 * @param patience how long an act may stay unanswered before it is asked again
 * @param webhookPatience how long a denied eviction is asked again before it is called denied
 * @param stuckAfter past its grace, a pod that is still there is called stuck
 * @param releaseAttempts how often taking our marks off is tried
 * @param seed of the jitter
 */
public record NodeRules(
        Duration soak,
        Duration patience,
        Duration webhookPatience,
        Duration stuckAfter,
        int releaseAttempts,
        long seed) {

    public static NodeRules defaults() {
        return new NodeRules(
                Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(2), Duration.ofSeconds(60), 20, 0);
    }
}
