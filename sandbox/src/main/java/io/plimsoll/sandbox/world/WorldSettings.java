package io.plimsoll.sandbox.world;

import java.time.Duration;

/**
 * The cluster a scenario plays in.
 *
 * @param shape which nodes and pods it starts with
 * @param speed seconds of cluster time in a second of machine time
 */
public record WorldSettings(Shape shape, double speed) {

    /** PRODUCTION: the recorded 1,523-node cluster, or a generated one of its size. SMALL: a dozen nodes in two groups. */
    public enum Shape {
        PRODUCTION,
        SMALL
    }

    /**
     * How often usage is measured and read, in cluster time. On a fast clock the usual 15 s would be many polls of the
     * whole cluster in a second.
     */
    Duration usageEvery() {
        if (speed == 1) {
            return Duration.ofSeconds(15);
        }
        return switch (shape) {
            case SMALL -> Duration.ofMinutes(1);
            case PRODUCTION -> Duration.ofMinutes(5);
        };
    }
}
