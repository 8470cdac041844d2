package io.plimsoll.analyzer.detect.spread;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.PodTemplate;
import io.plimsoll.model.fact.TopologySpread;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * I2: pods lie less evenly over their domains than their topology spread constraint says.
 *
 * <p>The scheduler keeps a constraint when it places a pod and never again. One alert a workload, of the constraint that
 * is broken most: a hard one (DoNotSchedule) is a warning, a soft one info, and so is a hard one over nodes of which only
 * those lack pods that joined later. Counted are the workload's own pods that the constraint selects.
 *
 * @param heldFor how long
 * @param review how soon a skew is looked at again, for nodes come and go without the pods
 */
public record TopologySkew(Duration heldFor, Duration review) implements Detector {

    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final String HOST = "kubernetes.io/hostname";

    public static TopologySkew defaults() {
        return new TopologySkew(Duration.ofMinutes(10), Duration.ofMinutes(1));
    }

    @Override
    public AlertCode code() {
        return AlertCode.I2;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.NODES, Resource.PODS);
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        SpreadWorkloads.affected(change, subjects);
        if (opensZone(change, state)) {
            SpreadWorkloads.constrained(state, subjects);
        }
    }

    /** Whether the node is the first of its zone: a domain without a pod. New nodes of a zone are no new domain. */
    private static boolean opensZone(Change change, ClusterState state) {
        Tracked<NodeState> before = change.before(NodeState.class);
        Tracked<NodeState> after = change.after(NodeState.class);
        String zone = after == null ? null : after.body().zone();
        return after != null
                && zone != null
                && (before == null || !zone.equals(before.body().zone()))
                && state.nodesOfZone(zone).size() == 1;
    }

    private record Broken(TopologySpread constraint, Skew skew, int value, boolean joined) {

        boolean worseThan(Broken other) {
            return joined != other.joined ? other.joined : excess() > other.excess();
        }

        int excess() {
            return value - constraint.maxSkew();
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Tracked<WorkloadState> workload = SpreadWorkloads.at(subject, situation.state());
        PodTemplate template = workload == null ? null : workload.body().template();
        if (workload == null || template == null || template.topologySpread().isEmpty()) {
            return Evaluation.nothing();
        }
        List<PodView> pods = SpreadWorkloads.settled(workload, situation.state());
        EligibleNode needs = SpreadWorkloads.requirements(template, pods);
        Broken worst = null;
        for (TopologySpread constraint : template.topologySpread()) {
            Broken broken = broken(constraint, needs, pods, situation.state());
            if (broken != null && (worst == null || broken.worseThan(worst))) {
                worst = broken;
            }
        }
        return worst == null
                ? Evaluation.nothing()
                : Evaluation.of(finding(workload, worst))
                        .reviewedAt(situation.now().plus(review));
    }

    private Finding finding(Tracked<WorkloadState> workload, Broken worst) {
        TopologySpread constraint = worst.constraint();
        boolean hard = !"ScheduleAnyway".equals(constraint.whenUnsatisfiable()) && !worst.joined();
        int most = worst.skew().pods().values().stream().max(Integer::compare).orElse(0);
        return Finding.about(SpreadWorkloads.ref(workload))
                .levels(hard ? Level.warning(heldFor) : Level.info(heldFor))
                .measured("skew", worst.value())
                .measured("maxSkew", constraint.maxSkew())
                .measured("max", most)
                .measured("min", most - worst.value())
                .measured("topologyKey", constraint.topologyKey())
                .threshold("maxSkew", constraint.maxSkew())
                .threshold("heldFor", heldFor)
                .label("topologyKey", constraint.topologyKey())
                .cause(worst.joined() ? "NODE_JOINED" : hard ? "DO_NOT_SCHEDULE" : "SCHEDULE_ANYWAY")
                .summary(workload.ref().kind() + " " + workload.ref().display() + " is skewed by " + worst.value()
                        + " over " + constraint.topologyKey() + ", allowed is " + constraint.maxSkew() + ": "
                        + worst.skew().display())
                .suggest(SuggestedAction.INVESTIGATE)
                .evidence(workload.evidence(Map.of("topologyKey", constraint.topologyKey())))
                .build();
    }

    private static @Nullable Broken broken(
            TopologySpread constraint, EligibleNode needs, List<PodView> pods, ClusterState state) {
        if (constraint.selector() == null) {
            return null;
        }
        Broken worst = null;
        for (Map<String, Integer> domains :
                counted(constraint, needs, pods, state).values()) {
            int most = domains.values().stream().max(Integer::compare).orElse(0);
            if (most <= constraint.maxSkew()) {
                continue; // However empty another domain may be.
            }
            addEmpty(domains, constraint, needs, state);
            Skew skew = new Skew(domains);
            int value = skew.value(constraint.minDomains());
            if (value > constraint.maxSkew() && (worst == null || value > worst.value())) {
                boolean joined =
                        constraint.topologyKey().equals(HOST) && onlyNewcomers(constraint, skew, needs, pods, state);
                worst = new Broken(constraint, skew, value, joined);
            }
        }
        return worst;
    }

    /** Whether only nodes have too few of the pods that weren't there yet when the fullest nodes got theirs. */
    private static boolean onlyNewcomers(
            TopologySpread constraint, Skew skew, EligibleNode needs, List<PodView> pods, ClusterState state) {
        if (constraint.minDomains() != null && skew.pods().size() < constraint.minDomains()) {
            return false;
        }
        int most = skew.pods().values().stream().max(Integer::compare).orElse(0);
        Instant placed = Instant.MIN;
        for (PodView pod : pods) {
            Tracked<NodeState> node = state.node(String.valueOf(pod.nodeName()));
            if (node == null || countOn(node, skew) != most) {
                continue;
            }
            Instant made = pod.createdAt();
            if (made == null) {
                return false;
            }
            placed = made.isAfter(placed) ? made : placed;
        }
        for (Tracked<NodeState> node : state.nodes()) {
            Instant made = node.body().createdAt();
            boolean older = made == null || !made.isAfter(placed);
            if (older
                    && most - countOn(node, skew) > constraint.maxSkew()
                    && needs.countsFor(constraint, node.name(), node.body())) {
                return false;
            }
        }
        return true;
    }

    private static int countOn(Tracked<NodeState> node, Skew skew) {
        return skew.pods().getOrDefault(node.body().labels().getOrDefault(HOST, ""), 0);
    }

    /** Pods by domain, one such count for each value of the labels that the constraint tells pods apart by. */
    private static Map<String, Map<String, Integer>> counted(
            TopologySpread constraint, EligibleNode needs, List<PodView> pods, ClusterState state) {
        Map<String, Map<String, Integer>> counted = new TreeMap<>();
        LabelSelector selector = Objects.requireNonNull(constraint.selector());
        for (PodView pod : pods) {
            Tracked<NodeState> node = state.node(String.valueOf(pod.nodeName()));
            if (node == null
                    || !selector.matches(pod.labels())
                    || !needs.countsFor(constraint, node.name(), node.body())) {
                continue;
            }
            String kin = String.join(
                    ",",
                    constraint.matchLabelKeys().stream()
                            .map(key -> pod.labels().getOrDefault(key, ""))
                            .toList());
            counted.computeIfAbsent(kin, _ -> new TreeMap<>())
                    .merge(node.body().labels().getOrDefault(constraint.topologyKey(), ""), 1, Integer::sum);
        }
        return counted;
    }

    /** Adds eligible domains without a pod; one is enough, unless the number of domains matters. */
    private static void addEmpty(
            Map<String, Integer> domains, TopologySpread constraint, EligibleNode needs, ClusterState state) {
        int wanted = constraint.minDomains() == null ? 0 : constraint.minDomains();
        if (constraint.topologyKey().equals(ZONE)) {
            for (String zone : state.zones()) {
                addEmpty(domains, constraint, needs, state.nodesOfZone(zone), 0);
            }
            return;
        }
        addEmpty(domains, constraint, needs, state.nodes(), wanted);
    }

    private static void addEmpty(
            Map<String, Integer> domains,
            TopologySpread constraint,
            EligibleNode needs,
            Collection<Tracked<NodeState>> nodes,
            int wanted) {
        for (Tracked<NodeState> node : nodes) {
            String domain = node.body().labels().get(constraint.topologyKey());
            if (domain != null
                    && !domains.containsKey(domain)
                    && needs.countsFor(constraint, node.name(), node.body())) {
                domains.put(domain, 0);
                if (domains.size() >= wanted) {
                    return;
                }
            }
        }
    }
}
