package io.plimsoll.analyzer.detect.maintenance;

import io.plimsoll.analyzer.detect.nodes.NodeMarks;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.fact.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Which nodes are under maintenance, as the log tells it: cordoned, and claimed, being emptied, or emptied a little while
 * ago. A plain cordon is none, nor is an autoscaler's scale-down: pausing maintenance wouldn't stop it.
 */
public final class UnderWay {

    /** A node that was emptied stays under maintenance for so long: what it was emptied for comes next. */
    private static final Duration AFTERWARDS = Duration.ofMinutes(30);

    private UnderWay() {}

    /** Needs the recorder {@link DrainTrails}. */
    public static List<Tracked<NodeState>> nodes(ClusterState state, Instant now) {
        return state.cordonedNodes().stream()
                .filter(node -> underMaintenance(node, state, now))
                .toList();
    }

    private static boolean underMaintenance(Tracked<NodeState> node, ClusterState state, Instant now) {
        if (NodeMarks.claimed(node.body())) {
            return true;
        }
        DrainTrail trail = state.ledger(DrainTrails.INSTANCE).of(node.name());
        return trail != null
                && trail.intendedSince() != null
                && !NodeMarks.byAutoscaler(node.body())
                && (trail.movable() > 0
                        || trail.unchangedSince().plus(AFTERWARDS).isAfter(now));
    }
}
