package io.plimsoll.actuator.node;

import java.time.Instant;

/**
 * Our mark on a node while we work on it: the value of the annotation {@code plimsoll.io/claim}.
 *
 * @param epoch transitions of the leader's lease: a write under an older epoch fails its test
 * @param holder the actuator instance
 * @param priorCordon whether somebody had cordoned the node before us, so that it stays cordoned afterwards
 */
public record Claim(String request, long epoch, String holder, boolean priorCordon, Instant deadline) {

    public static final String ANNOTATION = "plimsoll.io/claim";

    /** The same with its deadline at that instant, unless it is later already. */
    public Claim notDueBefore(Instant instant) {
        return deadline.isBefore(instant) ? new Claim(request, epoch, holder, priorCordon, instant) : this;
    }

    /** Whether it is for the same work, whoever held it. */
    public boolean sameWork(Claim other) {
        return request.equals(other.request);
    }
}
