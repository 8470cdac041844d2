package io.plimsoll.actuator.signature;

import io.plimsoll.model.Copies;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may ask.
 *
 * @param keys by id; several, so that one can follow another
 * @param actions types of actions they may ask for
 * @param nodes label selector of the nodes they may ask for; null for all
 * @param maxNodes nodes in one request; null for any number
 * @param maxTime how long a drain or a pause may last, and how old a signature may be
 */
public record Requester(
        String name,
        Map<String, PublicKey> keys,
        Set<String> actions,
        @Nullable String nodes,
        @Nullable Integer maxNodes,
        Duration maxTime) {

    public Requester {
        keys = Copies.map(keys);
        actions = Set.copyOf(actions);
    }
}
