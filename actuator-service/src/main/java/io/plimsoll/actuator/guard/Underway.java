package io.plimsoll.actuator.guard;

import java.time.Instant;

/**
 * A node of ours that is out: from its claim until it is released, rolled back or failed. Held ones count.
 *
 * @param origin id of the request or decision it is out for
 * @param phase as answers show it
 */
public record Underway(String node, String origin, String phase, Instant startedAt) {}
