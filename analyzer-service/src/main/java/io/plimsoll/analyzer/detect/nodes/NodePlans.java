package io.plimsoll.analyzer.detect.nodes;

import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.fact.NodeState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Remembers by node name when a node was under maintenance, and since when an autoscaler has been taking it away.
 *
 * <p>Under maintenance is a node that is cordoned and carries a claim, as the actuator leaves none behind; a cordon alone
 * says nothing, and a node that somebody uncordoned is back in service whatever it carries.
 */
public record NodePlans() implements Recorder<NodePlan> {

    public static final NodePlans INSTANCE = new NodePlans();

    private static final int MOST = 50;

    @Override
    public String name() {
        return "node-plan";
    }

    @Override
    public Class<NodePlan> type() {
        return NodePlan.class;
    }

    /** What is remembered of the node; {@link NodePlan#NONE} where nothing is. */
    public static NodePlan of(ClusterState state, String node) {
        return Objects.requireNonNullElse(state.ledger(INSTANCE).of(node), NodePlan.NONE);
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<NodePlan> ledger) {
        if (!change.kind().equals("Node")) {
            return;
        }
        String name = change.ref().name();
        NodePlan before = Objects.requireNonNullElse(ledger.of(name), NodePlan.NONE);
        Tracked<NodeState> node = change.after(NodeState.class);
        boolean removed = node != null && NodeMarks.removalUnderWay(node.body());
        Instant removedSince = removed && before.removedSince() != null ? before.removedSince() : change.at();
        NodePlan after =
                new NodePlan(removed ? removedSince : null, stays(before, node == null ? null : node.body(), change));
        if (!after.equals(before)) {
            ledger.put(name, after.equals(NodePlan.NONE) ? null : after);
        }
    }

    private static List<NodePlan.Stay> stays(NodePlan before, @Nullable NodeState node, Change change) {
        NodePlan.Stay last = before.stays().isEmpty() ? null : before.stays().getLast();
        boolean was = last != null && last.until() == null;
        boolean is = node != null && node.unschedulable() && NodeMarks.claimed(node);
        if (was == is) {
            return before.stays();
        }
        Instant oldest = change.at().minus(NodePlan.LONGEST_STAY);
        List<NodePlan.Stay> stays = new ArrayList<>(before.stays());
        stays.removeIf(stay -> stay.until() != null && stay.until().isBefore(oldest));
        if (node != null && is) {
            stays.add(new NodePlan.Stay(begun(change, node), null));
        } else if (last != null) {
            stays.set(stays.size() - 1, new NodePlan.Stay(last.from(), change.at()));
        }
        return stays.subList(Math.max(0, stays.size() - MOST), stays.size());
    }

    /** Watched: when it was seen. Listed: at the latest when it was seen; its cordon may say more. */
    private static Instant begun(Change change, NodeState node) {
        Instant cordoned = change.transition() ? null : NodeTrails.cordonTime(node);
        return cordoned == null || cordoned.isAfter(change.at()) ? change.at() : cordoned;
    }

    @Override
    public @Nullable NodePlan pruned(String key, NodePlan plan, ClusterState state) {
        boolean over = plan.stays().stream()
                .allMatch(stay ->
                        stay.until() != null && state.now().isAfter(stay.until().plus(NodePlan.LONGEST_STAY)));
        return over && plan.removedSince() == null ? null : plan;
    }
}
