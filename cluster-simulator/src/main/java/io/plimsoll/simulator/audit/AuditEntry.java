package io.plimsoll.simulator.audit;

import java.time.Instant;

/**
 * One mutating call, whatever came of it.
 *
 * @param sequence from 1, without gaps
 * @param time cluster time at the answer
 * @param nanoTime machine time at the answer ({@link System#nanoTime()}), for measuring
 * @param verb {@code create}, {@code update}, {@code patch}, {@code delete} or {@code deletecollection}
 * @param resource plural, with {@code /subresource} if there is one, such as {@code pods/eviction}
 * @param uidPrecondition empty if the call had none
 * @param dryRun whether the call asked for nothing to be stored
 * @param code HTTP status; 0 if the connection was cut instead
 * @param bodyExcerpt the first kilobyte of the request's body
 */
public record AuditEntry(
        long sequence,
        Instant time,
        long nanoTime,
        String user,
        String userAgent,
        String verb,
        String resource,
        String namespace,
        String name,
        String uidPrecondition,
        boolean dryRun,
        int code,
        String bodyExcerpt) {

    public boolean succeeded() {
        return code >= 200 && code < 300;
    }

    /** {@code verb resource namespace/name}. */
    public String act() {
        return verb + " " + resource + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }
}
