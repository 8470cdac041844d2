package io.plimsoll.analyzer.detect.quorum;

/**
 * The arithmetic of a majority vote among {@code replicas} members.
 *
 * @param replicas as wished
 */
public record Quorum(int replicas) {

    public int majority() {
        return replicas / 2 + 1;
    }

    /** How many members may be lost with the majority kept. */
    public int tolerance() {
        return (replicas - 1) / 2;
    }

    /** Whether the majority is gone with only {@code ready} members. */
    public boolean lostWith(int ready) {
        return ready < majority();
    }

    /** Whether one more loss takes the majority away. */
    public boolean atRiskWith(int ready) {
        return ready <= majority();
    }
}
