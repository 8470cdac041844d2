package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.PodVolume;
import io.plimsoll.model.fact.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where pods can go: packs them one after the other onto the fullest node that takes them, and can take it all back.
 *
 * <p>Nodes that do for a pod's needs are found once per set of needs and kept in order of free cpu, so that the search for
 * a place begins at the first node with enough of it: what plans take since only makes those before it smaller still.
 */
final class Places {

    /** A pod that was put somewhere, or taken from where it was. */
    private record Move(
            Viewed<PodState> pod,
            @Nullable Slot to,
            @Nullable Slot from,
            Resources asked) {}

    /** A pod's needs, and the nodes that do for them. */
    private record Wanted(Needs needs, List<Slot> fitting) {}

    /**
     * What came of looking for a place.
     *
     * @param node that takes the pod; null where none does
     * @param lacking why not, by reason how many nodes
     */
    record Found(@Nullable String node, Map<String, Integer> lacking) {}

    private final ClusterView view;
    private final List<Slot> slots = new ArrayList<>();
    private final Map<String, Slot> byName = new HashMap<>();
    private final Map<Needs, List<Slot>> fitting = new HashMap<>();
    private final Map<String, Wanted> wantedByTemplate = new HashMap<>();
    private final Set<String> out = new HashSet<>();
    private final List<Move> moves = new ArrayList<>();
    private final Neighbours neighbours;

    Places(ClusterView view, PodsByLabel pods) {
        this.view = view;
        this.neighbours = new Neighbours(view, pods);
        for (Viewed<NodeState> node : view.nodes()) {
            Slot slot = new Slot(node, view.requestedOn(node.name()));
            slots.add(slot);
            byName.put(node.name(), slot);
        }
        slots.sort(Comparator.<Slot>comparingLong(slot -> slot.cpuAtStart).thenComparing(Slot::name));
    }

    /** The nodes that take new pods, but those set out. */
    List<Slot> open() {
        return slots.stream()
                .filter(slot -> slot.open && !out.contains(slot.name()))
                .toList();
    }

    void setOut(String node) {
        out.add(node);
    }

    void takeBack(String node) {
        out.remove(node);
    }

    /**
     * Takes the pod off its node and puts it where it fits; it is gone from its node either way.
     *
     * @param asked what it asks of a node
     */
    Found move(Viewed<PodState> pod, Resources asked) {
        Slot from = byName.get(String.valueOf(pod.state().nodeName()));
        if (from != null) {
            neighbours.move(pod, from.node, -1);
        }
        Wanted wanted = wanted(pod);
        Company company = Company.of(pod, wanted.needs(), neighbours, slots);
        Slot to = place(asked, company, wanted.fitting());
        if (to != null) {
            to.take(asked);
            neighbours.move(pod, to.node, 1);
        }
        moves.add(new Move(pod, to, from, asked));
        return to == null ? new Found(null, lacking(asked, wanted.needs(), company)) : new Found(to.name(), Map.of());
    }

    /** Puts every pod moved so far back to where it was. */
    void undo() {
        for (Move move : moves.reversed()) {
            if (move.to() != null) {
                move.to().give(move.asked());
                neighbours.move(move.pod(), move.to().node, -1);
            }
            if (move.from() != null) {
                neighbours.move(move.pod(), move.from().node, 1);
            }
        }
        moves.clear();
    }

    /** Keeps the moves: what comes later finds the pods where they are now. */
    void keep() {
        moves.clear();
    }

    private @Nullable Slot place(Resources asked, Company company, List<Slot> candidates) {
        boolean alone = company.undemanding();
        for (int i = firstWith(asked.cpuMillis(), candidates); i < candidates.size(); i++) {
            Slot slot = candidates.get(i);
            if (slot.lacks(asked) == null
                    && !out.contains(slot.name())
                    && (alone || company.unmet(slot).isEmpty())) {
                return slot;
            }
        }
        return null;
    }

    /** Index of the first whose free cpu was enough when the plan began. */
    private int firstWith(long cpu, List<Slot> candidates) {
        int low = 0;
        int high = candidates.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (candidates.get(middle).cpuAtStart < cpu) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Wanted wanted(Needs needs) {
        return new Wanted(needs, fitting.computeIfAbsent(needs, wanted -> slots.stream()
                .filter(slot -> wanted.unmet(slot).isEmpty())
                .toList()));
    }

    /** Pods of one ReplicaSet need the same; those with volumes of their own are asked one by one. */
    private Wanted wanted(Viewed<PodState> pod) {
        String alike = Alike.key(pod.state());
        if (alike == null || claims(pod.state())) {
            return wanted(Needs.of(view, pod));
        }
        Wanted known = wantedByTemplate.get(alike);
        if (known == null) {
            known = wanted(Needs.of(view, pod));
            wantedByTemplate.put(alike, known);
        }
        return known;
    }

    private static boolean claims(PodState pod) {
        for (PodVolume volume : pod.volumes()) {
            if (volume.claim() != null || volume.type().equals("ephemeral")) {
                return true;
            }
        }
        return false;
    }

    private Map<String, Integer> lacking(Resources asked, Needs needs, Company company) {
        Map<String, Integer> reasons = new TreeMap<>();
        for (Slot slot : slots) {
            if (!out.contains(slot.name())) {
                String unmet = needs.unmet(slot);
                String lacks = unmet.isEmpty() ? slot.lacks(asked) : null;
                String reason = !unmet.isEmpty() ? unmet : lacks != null ? "short of " + lacks : company.unmet(slot);
                reasons.merge(reason, 1, Integer::sum);
            }
        }
        return reasons;
    }
}
