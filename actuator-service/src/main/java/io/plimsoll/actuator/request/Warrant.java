package io.plimsoll.actuator.request;

import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.NodeState;
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

    /** Whether they may have the node, by its labels as they are now. */
    public boolean covers(Viewed<NodeState> node) {
        return nodes == null || NodeSelection.selected(nodes).means(node);
    }
}
