package io.plimsoll.simulator.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Graceful deletion, as {@code pkg/registry/core/pod/strategy.go} (CheckGracefulDelete) and the generic store do it. */
final class Grace {

    private static final long DEFAULT_SECONDS = 30;

    private Grace() {}

    /** How long the object may still live. Only a pod on a node that hasn't finished gets any time. */
    static long seconds(StoredObject object, DeleteOptions options) {
        String phase = object.text("status", "phase");
        boolean running = object.type().has(ResourceType.Trait.GRACEFUL)
                && !object.text("spec", "nodeName").isEmpty()
                && !phase.equals("Succeeded")
                && !phase.equals("Failed");
        if (!running) {
            return 0;
        }
        Long asked = options.gracePeriodSeconds();
        long own = object.at("spec", "terminationGracePeriodSeconds").asLong(DEFAULT_SECONDS);
        long grace = Math.max(0, asked == null ? own : asked);
        if (object.deleting()) {
            return Math.min(
                    grace, object.at("metadata", "deletionGracePeriodSeconds").asLong(grace));
        }
        return grace;
    }

    /** The object marked for deletion; null if it already was, with no longer grace. */
    static @Nullable ObjectNode marked(StoredObject object, long grace, Instant now) {
        if (object.deleting()
                && object.at("metadata", "deletionGracePeriodSeconds").asLong(0) <= grace) {
            return null;
        }
        ObjectNode after = object.copy();
        ObjectNode metadata = Metadata.of(after);
        metadata.put("deletionTimestamp", Metadata.time(now.plusSeconds(grace)));
        metadata.put("deletionGracePeriodSeconds", grace);
        if (object.type().has(ResourceType.Trait.GENERATION)) {
            metadata.put("generation", metadata.path("generation").asLong(0) + 1);
        }
        return after;
    }

    /** Whether nothing but finalizers holds the object any more. */
    static boolean over(StoredObject object) {
        return object.at("metadata", "deletionGracePeriodSeconds").asLong(0) == 0;
    }
}
