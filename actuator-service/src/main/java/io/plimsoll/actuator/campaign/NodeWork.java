package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.guard.Displaced;
import io.plimsoll.actuator.node.NodeLife;
import io.plimsoll.model.Copies;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node we have taken up.
 *
 * @param pods how many were to leave when it was taken up
 * @param displaced the workloads they belong to
 * @param bypass a pod that came in spite of the cordon; null while none has
 */
public record NodeWork(
        NodeLife life,
        Instant startedAt,
        int pods,
        List<Displaced> displaced,
        @Nullable Cause bypass) implements Remembered {

    public NodeWork {
        displaced = Copies.list(displaced);
    }

    NodeWork with(NodeLife next) {
        return new NodeWork(next, startedAt, pods, displaced, bypass);
    }

    NodeWork bypassed(Cause by) {
        return new NodeWork(life, startedAt, pods, displaced, by);
    }

    public String origin() {
        return life.task().origin();
    }

    public String node() {
        return life.task().node();
    }
}
