package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.node.NodeEffect;
import io.plimsoll.actuator.node.Task;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import java.time.Instant;

/** What the shell does once a turn is written down. */
public sealed interface Effect {

    /** To {@code plimsoll.maintenance.status}. */
    record Answer(MaintenanceStatus status) implements Effect {}

    /** At the API server, for a node's machine. */
    record Act(NodeEffect effect) implements Effect {}

    /** Set or take off the annotation that keeps the cluster autoscaler from removing the node. */
    record ScaleDown(String node, String origin, boolean suspended, boolean dryRun) implements Effect {}

    record WakeAt(Instant at) implements Effect {}

    /** Work on a node has ended, and its claim, with the cordon under it, could not be taken off. */
    record LeftBehind(Task task, Claim claim) implements Effect {}

    /** A decision that wasn't carried out, and why: for the audit. */
    record Dropped(String origin, String code, String explanation) implements Effect {}

    /**
     * For the node's events and the histogram of drains.
     *
     * @param trouble whether somebody should look at it
     */
    record Passed(String node, String origin, String phase, String message, boolean trouble, boolean dryRun)
            implements Effect {}
}
