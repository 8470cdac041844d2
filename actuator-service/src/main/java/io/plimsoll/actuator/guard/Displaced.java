package io.plimsoll.actuator.guard;

/**
 * A workload that lost pods to a drain.
 *
 * @param uid of the object that owns its pods (the ReplicaSet or StatefulSet, not the Deployment)
 * @param name {@code namespace/name}, for people
 * @param pods how many it lost
 */
public record Displaced(String uid, String name, int pods) {}
