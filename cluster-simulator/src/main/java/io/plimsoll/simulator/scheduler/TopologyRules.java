package io.plimsoll.simulator.scheduler;

import io.plimsoll.simulator.objects.PodView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The affinity and spread rules of one pod against the pods that are placed, counted once so that asking for a node
 * costs no look at other pods.
 */
final class TopologyRules {

    static final String AFFINITY = "node(s) didn't match pod affinity rules";
    static final String ANTI_AFFINITY = "node(s) didn't match pod anti-affinity rules";
    static final String EXISTING_ANTI_AFFINITY = "node(s) didn't satisfy existing pods anti-affinity rules";
    static final String SPREAD = "node(s) didn't match pod topology spread constraints";
    static final String SPREAD_LABEL = "node(s) didn't match pod topology spread constraints (missing required label)";

    private record Domains(Demand.PodTerm term, Set<String> occupied) {}

    private record Counted(Demand.Spread spread, Map<String, Integer> pods, int least) {}

    private final List<Domains> near = new ArrayList<>();
    private final List<Domains> apart = new ArrayList<>();
    private final Map<String, Set<String>> forbidden = new HashMap<>();
    private final List<Counted> spreads = new ArrayList<>();
    private final Demand demand;

    TopologyRules(Demand demand, NodeTable nodes) {
        this.demand = demand;
        demand.near().forEach(term -> near.add(new Domains(term, occupied(term, nodes))));
        demand.apart().forEach(term -> apart.add(new Domains(term, occupied(term, nodes))));
        for (PodView other : nodes.podsKeepingApart()) {
            NodeSlot slot = nodes.slot(other.nodeName());
            if (slot != null && !other.uid().equals(demand.pod().uid())) {
                forbid(other, slot);
            }
        }
        demand.spread().forEach(spread -> spreads.add(count(spread, nodes)));
    }

    private void forbid(PodView other, NodeSlot slot) {
        for (Demand.PodTerm term : Demand.PodTerm.listOf(other, "podAntiAffinity")) {
            String domain = slot.node().labels().get(term.topologyKey());
            if (domain != null && term.covers(demand.pod())) {
                forbidden
                        .computeIfAbsent(term.topologyKey(), _ -> new HashSet<>())
                        .add(domain);
            }
        }
    }

    private static Set<String> occupied(Demand.PodTerm term, NodeTable nodes) {
        Set<String> domains = new HashSet<>();
        for (NodeSlot slot : nodes.slots()) {
            String domain = slot.node().labels().get(term.topologyKey());
            if (domain != null
                    && !domains.contains(domain)
                    && slot.pods().stream().anyMatch(term::covers)) {
                domains.add(domain);
            }
        }
        return domains;
    }

    /** Counts in eligible domains only: nodes the pod's own selector and affinity rule out don't take part. */
    private Counted count(Demand.Spread spread, NodeTable nodes) {
        Map<String, Integer> pods = new HashMap<>();
        for (NodeSlot slot : nodes.slots()) {
            String domain = slot.node().labels().get(spread.topologyKey());
            if (domain == null
                    || !demand.selects(slot.node().name(), slot.node().labels())) {
                continue;
            }
            int matching = Math.toIntExact(slot.pods().stream()
                    .filter(pod -> pod.namespace().equals(demand.pod().namespace())
                            && !pod.terminating()
                            && spread.selector().matches(pod.labels()))
                    .count());
            pods.merge(domain, matching, Integer::sum);
        }
        int least = pods.size() < spread.minDomains()
                ? 0
                : pods.values().stream().mapToInt(Integer::intValue).min().orElse(0);
        return new Counted(spread, pods, least);
    }

    /** Why the node breaks a rule; empty if it breaks none. */
    String objection(NodeSlot slot) {
        Map<String, String> labels = slot.node().labels();
        for (Counted counted : spreads) {
            String domain = labels.get(counted.spread.topologyKey());
            if (domain == null) {
                return SPREAD_LABEL;
            }
            int self = counted.spread.selector().matches(demand.pod().labels()) ? 1 : 0;
            if (counted.pods.getOrDefault(domain, 0) + self - counted.least > counted.spread.maxSkew()) {
                return SPREAD;
            }
        }
        for (Domains rule : near) {
            String domain = labels.get(rule.term.topologyKey());
            boolean first = rule.occupied.isEmpty() && rule.term.covers(demand.pod());
            if (domain == null || !(first || rule.occupied.contains(domain))) {
                return AFFINITY;
            }
        }
        for (Domains rule : apart) {
            String domain = labels.get(rule.term.topologyKey());
            if (domain != null && rule.occupied.contains(domain)) {
                return ANTI_AFFINITY;
            }
        }
        for (Map.Entry<String, Set<String>> rule : forbidden.entrySet()) {
            String domain = labels.get(rule.getKey());
            if (domain != null && rule.getValue().contains(domain)) {
                return EXISTING_ANTI_AFFINITY;
            }
        }
        return "";
    }
}
