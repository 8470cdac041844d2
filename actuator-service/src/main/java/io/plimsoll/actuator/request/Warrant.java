package io.plimsoll.actuator.request;

import org.jspecify.annotations.Nullable;

/**
 * Who signed a request, and what nodes they may have.
 *
 * @param nonce used once by this requester
 * @param nodes label selector of the nodes they may ask for; null for all
 * @param maxNodes nodes in one request; null for any number
 */
public record Warrant(
        String requester,
        String key,
        String nonce,
        @Nullable String nodes,
        @Nullable Integer maxNodes) {

    /** What may be seen only once. */
    public String once() {
        return requester + "/" + nonce;
    }
}
