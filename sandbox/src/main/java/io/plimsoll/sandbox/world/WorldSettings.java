package io.plimsoll.sandbox.world;

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
}
