package io.plimsoll.analyzer.detect.nodes;

import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Fingerprint;
import io.plimsoll.model.fact.NodeState;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A node that isn't ready explains what its pods seem to suffer from: nobody has heard of them since. Where an autoscaler
 * is taking it away N1 says nothing of it, and its removal explains them instead.
 */
public final class NodeFaults {

    private NodeFaults() {}

    /** Whether the change makes a node one whose removal explains what is found at its pods, or takes that back. */
    static boolean concernsPods(Change change) {
        return lost(change.before(NodeState.class)) != lost(change.after(NodeState.class));
    }

    private static boolean lost(@Nullable Tracked<NodeState> node) {
        return node != null && !node.body().ready() && NodeMarks.removalUnderWay(node.body());
    }

    /** Makes N1 of the pods' nodes the finding's parent: of their one node, or of all of them where none is ready. */
    public static void explain(Finding.Builder finding, Collection<PodView> pods, Situation situation) {
        List<ObjectRef> nodes = pods.stream()
                .map(PodView::nodeName)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .map(node -> ObjectRef.of("Node", null, node))
                .toList();
        boolean unbound = pods.stream().anyMatch(pod -> pod.nodeName() == null);
        boolean removed = nodes.stream().anyMatch(node -> lost(node, situation));
        boolean explained = nodes.stream()
                .allMatch(node -> lost(node, situation) || situation.alerts().fires(AlertCode.N1, node));
        if (unbound) {
            return;
        }
        if (explained || nodes.size() == 1) {
            String cluster = situation.state().cluster();
            nodes.forEach(node -> finding.parent(Fingerprint.of(cluster, AlertCode.N1, node, null)));
        }
        if (explained && removed) {
            finding.suppressedBy(NodePlan.REMOVAL);
        }
    }

    private static boolean lost(ObjectRef node, Situation situation) {
        return lost(situation.state().node(node.name()));
    }
}
