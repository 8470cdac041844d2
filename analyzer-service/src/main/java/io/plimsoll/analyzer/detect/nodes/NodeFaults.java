package io.plimsoll.analyzer.detect.nodes;

import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Fingerprint;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** A node that isn't ready explains what its pods seem to suffer from: nobody has heard of them since. */
public final class NodeFaults {

    private NodeFaults() {}

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
        boolean explained = nodes.size() == 1
                || nodes.stream().allMatch(node -> situation.alerts().fires(AlertCode.N1, node));
        if (!unbound && explained) {
            String cluster = situation.state().cluster();
            nodes.forEach(node -> finding.parent(Fingerprint.of(cluster, AlertCode.N1, node, null)));
        }
    }
}
