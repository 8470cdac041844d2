package io.plimsoll.actuator.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** At most so many evictions in any second of cluster time, over all nodes. */
final class EvictionRate {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final int perSecond;
    private final Deque<Instant> asked = new ArrayDeque<>();
    private Instant notBefore = Instant.MIN;

    EvictionRate(int perSecond) {
        this.perSecond = perSecond;
    }

    int allowed(Instant now) {
        while (!asked.isEmpty() && !now.isBefore(asked.getFirst().plus(SECOND))) {
            asked.removeFirst();
        }
        return now.isBefore(notBefore) ? 0 : Math.max(0, perSecond - asked.size());
    }

    Instant next(Instant now) {
        Instant slot =
                allowed(now) > 0 || asked.isEmpty() ? now : asked.getFirst().plus(SECOND);
        return slot.isBefore(notBefore) ? notBefore : slot;
    }

    void asked(Instant at) {
        asked.addLast(at);
    }

    void slowDown(Instant until) {
        notBefore = until.isAfter(notBefore) ? until : notBefore;
    }
}
