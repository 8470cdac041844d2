package io.plimsoll.actuator.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * At most so many evictions in any second of cluster time, over all nodes, as the API server sees them.
 *
 * <p>An eviction reaches the server some time after it was decided on, so it counts until a second after its answer. One
 * that is not answered in {@link #LONGEST} counts no longer: a webhook that hangs may slow the others, not stop them.
 */
final class EvictionRate {

    private static final Duration SECOND = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofSeconds(5);

    private final int perSecond;
    private final Map<String, Instant> asked = new LinkedHashMap<>();
    private final Deque<Instant> answered = new ArrayDeque<>();
    private Instant notBefore = Instant.MIN;

    EvictionRate(int perSecond) {
        this.perSecond = perSecond;
    }

    int allowed(Instant now) {
        while (!answered.isEmpty() && !now.isBefore(answered.getFirst().plus(SECOND))) {
            answered.removeFirst();
        }
        asked.values().removeIf(at -> !now.isBefore(at.plus(LONGEST)));
        return now.isBefore(notBefore) ? 0 : Math.max(0, perSecond - answered.size() - asked.size());
    }

    /** When it may be worth another look; an answer that comes before is worth one, too. */
    Instant next(Instant now) {
        if (allowed(now) > 0) {
            return now;
        }
        Instant slot =
                answered.isEmpty() ? now.plus(SECOND) : answered.getFirst().plus(SECOND);
        return slot.isBefore(notBefore) ? notBefore : slot;
    }

    void asked(String pod, Instant at) {
        asked.put(pod, at);
    }

    /** Whatever the answer; one that was never asked for, or has been answered before, changes nothing. */
    void answered(String pod, Instant at) {
        if (asked.remove(pod) != null) {
            answered.addLast(at);
        }
    }

    void slowDown(Instant until) {
        notBefore = until.isAfter(notBefore) ? until : notBefore;
    }
}
