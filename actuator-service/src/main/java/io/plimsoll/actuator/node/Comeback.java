package io.plimsoll.actuator.node;

import java.time.Instant;

/**
 * How a controller answers the evictions of its pods from a node: by as many new ones on that node.
 *
 * @param times how often since the drain began
 * @param until when the last of them is to be evicted, at the earliest
 */
public record Comeback(int times, Instant until) {

    Comeback again(Instant next) {
        return new Comeback(times + 1, next);
    }
}
