package io.plimsoll.analyzer.detect.spread;

import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.fact.Affinity;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.Taint;
import io.plimsoll.model.fact.Toleration;
import io.plimsoll.model.fact.TopologySpread;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What pods of one workload require of a node, and whether a node's domain counts for their spread.
 *
 * <p>Source: {@code podtopologyspread/common.go}, {@code matchNodeInclusionPolicies}.
 */
public record EligibleNode(
        Map<String, String> nodeSelector, @Nullable Affinity affinity, List<Toleration> tolerations) {

    private static final Taint UNSCHEDULABLE = new Taint("node.kubernetes.io/unschedulable", null, "NoSchedule", null);

    /** Whether the node counts: it bears the topology key and the policies of the constraint don't rule it out. */
    public boolean countsFor(TopologySpread constraint, String name, NodeState node) {
        if (!node.labels().containsKey(constraint.topologyKey())) {
            return false;
        }
        if (!"Ignore".equals(constraint.nodeAffinityPolicy()) && !selects(name, node)) {
            return false;
        }
        return !"Honor".equals(constraint.nodeTaintsPolicy()) || toleratesAll(node);
    }

    /** Whether the scheduler might put the pod there for all that the node's labels and taints say, but for a cordon. */
    public boolean wouldBeTaken(String name, NodeState node) {
        return selects(name, node) && toleratesTaints(node);
    }

    private boolean selects(String name, NodeState node) {
        boolean selected = nodeSelector.entrySet().stream()
                .allMatch(wanted -> wanted.getValue().equals(node.labels().get(wanted.getKey())));
        if (!selected || affinity == null || affinity.nodeTerms().isEmpty()) {
            return selected;
        }
        Map<String, String> fields = Map.of("metadata.name", name);
        return affinity.nodeTerms().stream()
                .anyMatch(term -> !(term.labels().isEmpty() && term.fields().isEmpty())
                        && all(term.labels(), node.labels())
                        && all(term.fields(), fields));
    }

    private static boolean all(List<LabelSelector.Requirement> requirements, Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> requirement.matches(labels));
    }

    private boolean toleratesAll(NodeState node) {
        return toleratesTaints(node) && (!node.unschedulable() || tolerated(UNSCHEDULABLE));
    }

    /** But for that of a cordon, which says no more than the node's {@code unschedulable}. */
    private boolean toleratesTaints(NodeState node) {
        return node.taints().stream()
                .filter(taint ->
                        taint.effect().equals("NoSchedule") || taint.effect().equals("NoExecute"))
                .filter(taint -> !taint.key().equals(UNSCHEDULABLE.key()))
                .allMatch(this::tolerated);
    }

    private boolean tolerated(Taint taint) {
        return tolerations.stream().anyMatch(toleration -> toleration.tolerates(taint));
    }
}
