package io.plimsoll.analyzer.detect.budget;

/** How many replicas a pod's controller wishes, as far as the log tells. */
public sealed interface Scale {

    /**
     * It is known.
     *
     * @param identity of the topmost scaled controller: two ReplicaSets of one Deployment count once
     */
    record Wished(String identity, int replicas) implements Scale {}

    /** The controller is gone, is another of the same name, or its kind has no scale (DaemonSet, Job). */
    record None(String reason) implements Scale {}

    /** A custom resource: the disruption controller asks its {@code scale} subresource, which the log doesn't hold. */
    record Unseen(String kind) implements Scale {}
}
