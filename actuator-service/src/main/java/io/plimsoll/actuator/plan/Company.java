package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.plan.Neighbours.Term;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.LabelSelector.Requirement;
import io.plimsoll.model.fact.Affinity;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.TopologySpread;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one pod asks of its neighbourhood, with the counts as they stand: affinity, anti-affinity both ways, and spread
 * with DoNotSchedule.
 *
 * <p>Source: the scheduler's plugins InterPodAffinity and PodTopologySpread.
 */
final class Company {

    /** One constraint of spread with its counts and the least of them. */
    private record Spread(TopologySpread rule, Map<String, Integer> counts, int least, int self) {}

    private final Viewed<PodState> pod;
    private final Neighbours neighbours;
    private final List<Term> near;
    private final List<Term> apart;
    private final Map<Term, Map<String, Integer>> repelling;
    private final List<Spread> spreads;

    private Company(Viewed<PodState> pod, Neighbours neighbours, List<Spread> spreads) {
        Affinity affinity = pod.state().affinity();
        this.pod = pod;
        this.neighbours = neighbours;
        this.near = affinity == null ? List.of() : Neighbours.terms(affinity.podAffinity(), pod.namespace());
        this.apart = neighbours.antiAffinity(pod);
        this.repelling = neighbours.repelling(pod);
        this.spreads = spreads;
    }

    static Company of(Viewed<PodState> pod, Needs needs, Neighbours neighbours, List<Slot> slots) {
        List<Spread> spreads = new ArrayList<>(0);
        for (TopologySpread rule : pod.state().topologySpread()) {
            if (rule.whenUnsatisfiable().equals("DoNotSchedule")) {
                spreads.add(spread(rule, pod, needs, neighbours, slots));
            }
        }
        return new Company(pod, neighbours, spreads);
    }

    /** Whether any node will do, so that none need be asked. */
    boolean undemanding() {
        return near.isEmpty() && apart.isEmpty() && repelling.isEmpty() && spreads.isEmpty();
    }

    /** Why a node doesn't do; empty where it does. */
    String unmet(Slot slot) {
        for (Term term : apart) {
            if (countAt(slot, term, neighbours.selected(term)) > 0) {
                return "home to pods its anti-affinity forbids";
            }
        }
        for (var entry : repelling.entrySet()) {
            if (countAt(slot, entry.getKey(), entry.getValue()) > 0) {
                return "home to pods whose anti-affinity forbids it";
            }
        }
        if (!near.stream().allMatch(term -> near(term, slot))) {
            return "without the pods its affinity requires";
        }
        return spreads.stream().allMatch(spread -> spreads(spread, slot)) ? "" : "beyond its topology spread";
    }

    /** The first of a group that wants to be together may go anywhere its topology key is known. */
    private boolean near(Term term, Slot slot) {
        if (slot.label(term.topologyKey()) == null) {
            return false;
        }
        Map<String, Integer> counts = neighbours.selected(term);
        if (countAt(slot, term, counts) > 0) {
            return true;
        }
        return counts.values().stream().noneMatch(count -> count > 0) && term.selects(pod);
    }

    private static int countAt(Slot slot, Term term, Map<String, Integer> counts) {
        String domain = slot.label(term.topologyKey());
        return domain == null ? 0 : counts.getOrDefault(domain, 0);
    }

    private static boolean spreads(Spread spread, Slot slot) {
        String domain = slot.label(spread.rule().topologyKey());
        return domain != null
                && spread.counts().getOrDefault(domain, 0) + spread.self() - spread.least()
                        <= spread.rule().maxSkew();
    }

    /**
     * A cordoned node's domain goes on counting (the policy for taints is Ignore unless the rule says otherwise): the
     * node that is drained then holds the least, and may keep its own pods from going anywhere.
     */
    private static Spread spread(
            TopologySpread rule, Viewed<PodState> pod, Needs needs, Neighbours neighbours, List<Slot> slots) {
        LabelSelector selector = selector(rule, pod.state());
        Term term = new Term(Set.of(pod.namespace()), selector, rule.topologyKey());
        Map<String, Integer> counts = neighbours.selected(term);
        Set<String> domains = new HashSet<>();
        for (Slot slot : slots) {
            String domain = slot.label(rule.topologyKey());
            if (domain != null && counts(rule, needs, slot)) {
                domains.add(domain);
            }
        }
        Integer wanted = rule.minDomains();
        int least = wanted != null && domains.size() < wanted
                ? 0
                : domains.stream()
                        .mapToInt(domain -> counts.getOrDefault(domain, 0))
                        .min()
                        .orElse(0);
        return new Spread(rule, counts, least, selector.matches(pod.state().labels()) ? 1 : 0);
    }

    private static boolean counts(TopologySpread rule, Needs needs, Slot slot) {
        if (!"Ignore".equals(rule.nodeAffinityPolicy()) && !needs.chooses(slot)) {
            return false;
        }
        return !"Honor".equals(rule.nodeTaintsPolicy()) || needs.unmet(slot).isEmpty();
    }

    private static LabelSelector selector(TopologySpread rule, PodState pod) {
        LabelSelector given = rule.selector() == null
                ? new LabelSelector(Map.of(), List.of(new Requirement("", "Exists", List.of())))
                : rule.selector();
        if (rule.matchLabelKeys().isEmpty()) {
            return given;
        }
        List<Requirement> all = new ArrayList<>(given.matchExpressions());
        for (String key : rule.matchLabelKeys()) {
            String value = pod.labels().get(key);
            if (value != null) {
                all.add(new Requirement(key, "In", List.of(value)));
            }
        }
        return new LabelSelector(given.matchLabels(), all);
    }
}
