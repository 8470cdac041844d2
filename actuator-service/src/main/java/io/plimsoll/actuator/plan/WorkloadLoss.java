package io.plimsoll.actuator.plan;

/**
 * A workload for which this drain is more than a move.
 *
 * @param workload {@code namespace/name}
 * @param replicas as wished
 * @param leaving its pods on this node
 */
public record WorkloadLoss(
        String kind, String workload, Loss loss, int replicas, int ready, int leaving, String message) {

    /** What it loses. */
    public enum Loss {
        /** A StatefulSet's member. */
        REPLICA,
        /** A quorum workload's majority. */
        QUORUM,
        /** Its only pod. */
        ONLY_POD
    }
}
