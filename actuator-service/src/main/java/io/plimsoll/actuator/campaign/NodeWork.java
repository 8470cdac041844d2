package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.guard.Displaced;
import io.plimsoll.actuator.node.NodeLife;
import io.plimsoll.model.Copies;
import java.time.Instant;
import java.util.List;

/**
 * A node we have taken up.
 *
 * @param pods how many were to leave when it was taken up
 * @param displaced the workloads they belong to
 */
public record NodeWork(NodeLife life, Instant startedAt, int pods, List<Displaced> displaced) implements Remembered {

    public NodeWork {
        displaced = Copies.list(displaced);
    }

    NodeWork with(NodeLife next) {
        return new NodeWork(next, startedAt, pods, displaced);
    }

    public String origin() {
        return life.task().origin();
    }

    public String node() {
        return life.task().node();
    }
}
