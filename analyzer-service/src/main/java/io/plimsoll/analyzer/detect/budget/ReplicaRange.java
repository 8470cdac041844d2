package io.plimsoll.analyzer.detect.budget;

/**
 * The replica counts the workloads under a budget may have together.
 *
 * @param fewest by the autoscalers' minimum, else as wished
 * @param most by the autoscalers' maximum, else as wished
 * @param current as wished now
 * @param autoscaled whether an autoscaler moves any of them
 */
public record ReplicaRange(int fewest, int most, int current, boolean autoscaled) {

    public static final ReplicaRange NONE = new ReplicaRange(0, 0, 0, false);

    public static ReplicaRange fixed(int replicas) {
        return new ReplicaRange(replicas, replicas, replicas, false);
    }

    /** A workload that {@code autoscaler} moves; one scaled to 0 by hand or by events is left alone by it. */
    public static ReplicaRange scaled(int fewest, int most, int current) {
        return new ReplicaRange(fewest, Math.max(fewest, most), current, true);
    }

    public ReplicaRange plus(ReplicaRange other) {
        return new ReplicaRange(
                fewest + other.fewest, most + other.most, current + other.current, autoscaled || other.autoscaled);
    }
}
