package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.LabelSelector.Requirement;
import io.plimsoll.model.fact.Affinity.NodeTerm;
import io.plimsoll.model.fact.ClaimState;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.PodVolume;
import io.plimsoll.model.fact.Taint;
import io.plimsoll.model.fact.Toleration;
import io.plimsoll.model.fact.VolumeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a pod needs of a node besides room: its selector, its required affinity, its volumes' zones, taints it bears.
 *
 * <p>Source: the scheduler's plugins NodeAffinity, TaintToleration, NodeUnschedulable, VolumeBinding and VolumeZone.
 *
 * @param volumeTerms one list per volume that is tied to places; of each, any term must hold
 */
record Needs(
        Map<String, String> nodeSelector,
        List<NodeTerm> nodeTerms,
        List<Toleration> tolerations,
        List<List<NodeTerm>> volumeTerms) {

    static Needs of(ClusterView view, Viewed<PodState> pod) {
        PodState state = pod.state();
        var affinity = state.affinity();
        return new Needs(
                state.nodeSelector(),
                affinity == null ? List.of() : affinity.nodeTerms(),
                state.tolerations(),
                volumeTerms(view, pod));
    }

    private static List<List<NodeTerm>> volumeTerms(ClusterView view, Viewed<PodState> pod) {
        List<List<NodeTerm>> terms = new ArrayList<>(0);
        for (PodVolume volume : pod.state().volumes()) {
            List<NodeTerm> reachable = volumeTerms(view, pod, volume);
            if (!reachable.isEmpty()) {
                terms.add(reachable);
            }
        }
        return terms;
    }

    /** A bound volume stays where it is; one that is still to be made is made where its storage class allows. */
    private static List<NodeTerm> volumeTerms(ClusterView view, Viewed<PodState> pod, PodVolume volume) {
        boolean goesWithThePod = volume.type().equals("ephemeral");
        String claimName = goesWithThePod ? pod.name() + "-" + volume.name() : volume.claim();
        Viewed<ClaimState> claim = claimName == null ? null : view.claim(pod.namespace(), claimName);
        if (claim == null) {
            return List.of();
        }
        String volumeName = claim.state().volumeName();
        if (volumeName != null && !goesWithThePod) {
            Viewed<VolumeState> bound = view.volume(volumeName);
            return bound == null ? List.of() : bound.state().nodeTerms();
        }
        String storageClass = claim.state().storageClass();
        return storageClass == null ? List.of() : view.topologies(storageClass);
    }

    /** Why a node doesn't do, in the scheduler's words; empty where it does. */
    String unmet(Slot slot) {
        if (!slot.open) {
            return "not ready or cordoned";
        }
        if (!chooses(slot)) {
            return "not matching its node selector or affinity";
        }
        if (!volumeTerms.stream().allMatch(terms -> anyHolds(terms, slot))) {
            return "out of reach of its volume";
        }
        for (Taint taint : slot.node.state().taints()) {
            boolean repels =
                    taint.effect().equals("NoSchedule") || taint.effect().equals("NoExecute");
            if (repels && tolerations.stream().noneMatch(toleration -> toleration.tolerates(taint))) {
                return "tainted " + taint.key();
            }
        }
        return "";
    }

    /** Whether the pod's selector and affinity take the node: what makes its domain count for topology spread. */
    boolean chooses(Slot slot) {
        for (var wanted : nodeSelector.entrySet()) {
            if (!wanted.getValue().equals(slot.label(wanted.getKey()))) {
                return false;
            }
        }
        return nodeTerms.isEmpty() || anyHolds(nodeTerms, slot);
    }

    private static boolean anyHolds(List<NodeTerm> terms, Slot slot) {
        for (NodeTerm term : terms) {
            if (holds(term, slot)) {
                return true;
            }
        }
        return false;
    }

    /** A term without any expression matches nothing, as in the scheduler. */
    private static boolean holds(NodeTerm term, Slot slot) {
        if (term.labels().isEmpty() && term.fields().isEmpty()) {
            return false;
        }
        for (Requirement label : term.labels()) {
            if (!label.matches(slot.node.state().labels())) {
                return false;
            }
        }
        for (Requirement field : term.fields()) {
            if (!field.matches(Map.of("metadata.name", slot.name()))) {
                return false;
            }
        }
        return true;
    }
}
