package io.plimsoll.actuator.ledger;

import io.plimsoll.actuator.guard.Displaced;
import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.node.NodeLife;
import io.plimsoll.model.Copies;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node we have taken up.
 *
 * @param pods how many were to leave when it was taken up
 * @param displaced the workloads they belong to
 * @param bypass a pod that came in spite of the cordon; null while none has
 * @param heldSince since when its drain stands still by order; null while it doesn't
 */
public record NodeWork(
        NodeLife life,
        Instant startedAt,
        int pods,
        List<Displaced> displaced,
        @Nullable Cause bypass,
        @Nullable Instant heldSince)
        implements Remembered {

    public NodeWork {
        displaced = Copies.list(displaced);
    }

    public NodeWork with(NodeLife next) {
        return new NodeWork(next, startedAt, pods, displaced, bypass, heldSince);
    }

    public NodeWork bypassed(Cause by) {
        return new NodeWork(life, startedAt, pods, displaced, by, heldSince);
    }

    /** Stands still from now on, or goes on; the deadline is put off by as long as it stood. */
    public NodeWork held(boolean held, Instant now) {
        if (held == (heldSince != null)) {
            return this;
        }
        Claim claim = life.claim();
        NodeLife later = heldSince == null || claim == null
                ? life
                : life.under(claim.notDueBefore(claim.deadline().plus(Duration.between(heldSince, now))));
        return new NodeWork(later, startedAt, pods, displaced, bypass, held ? now : null);
    }

    public String origin() {
        return life.task().origin();
    }

    public String node() {
        return life.task().node();
    }
}
