package io.plimsoll.actuator.node;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done to one node, and how; fixed when the node is taken up.
 *
 * @param origin id of the request or decision behind it
 * @param uid of the node meant: one re-created under the same name is another
 * @param gracePeriodSeconds for evicted pods; null leaves each its own
 * @param dryRun whether everything is only pretended
 */
public record Task(
        String origin,
        String node,
        String uid,
        Goal goal,
        Duration deadline,
        OnDeadline onDeadline,
        @Nullable Integer gracePeriodSeconds,
        boolean dryRun) {

    /** Where the node's way leads. */
    public enum Goal {
        CORDON,
        UNCORDON,
        DRAIN_AND_HOLD,
        DRAIN_AND_AWAIT_REBOOT,
        DRAIN_AND_UNCORDON;

        public boolean drains() {
            return this != CORDON && this != UNCORDON;
        }
    }

    /** What becomes of a drain that isn't done in time. */
    public enum OnDeadline {
        ROLLBACK,
        HOLD,
        FORCE
    }
}
