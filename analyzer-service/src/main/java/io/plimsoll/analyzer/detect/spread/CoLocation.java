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
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.PodTemplate;
import io.plimsoll.model.fact.TopologySpread;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * I4: all pods of a workload lie on one node, or in one zone, though they might lie elsewhere and no constraint spreads
 * them.
 *
 * @param replicas from so many pods on
 * @param heldFor how long
 * @param review how soon it is looked at again, for nodes come and go without the pods
 */
public record CoLocation(int replicas, Duration heldFor, Duration review) implements Detector {

    private static final String HOST = "kubernetes.io/hostname";
    private static final String ZONE = "topology.kubernetes.io/zone";

    public static CoLocation defaults() {
        return new CoLocation(3, Duration.ofMinutes(10), Duration.ofMinutes(1));
    }

    @Override
    public AlertCode code() {
        return AlertCode.I4;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.NODES, Resource.PODS);
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        SpreadWorkloads.affected(change, subjects);
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        ClusterState state = situation.state();
        Tracked<WorkloadState> workload = SpreadWorkloads.at(subject, state);
        PodTemplate template = workload == null ? null : workload.body().template();
        if (workload == null || template == null || !template.topologySpread().isEmpty()) {
            return Evaluation.nothing();
        }
        List<PodView> pods = SpreadWorkloads.settled(workload, state);
        if (pods.size() < replicas) {
            return Evaluation.nothing();
        }
        String place = place(pods, SpreadWorkloads.requirements(template, pods), state);
        if (place == null) {
            return Evaluation.nothing();
        }
        boolean host = place.startsWith("node ");
        return Evaluation.of(Finding.about(SpreadWorkloads.ref(workload))
                        .levels(Level.info(heldFor))
                        .cause(host ? "HOST" : "ZONE")
                        .measured("replicas", pods.size())
                        .measured("place", place)
                        .threshold("replicas", replicas)
                        .threshold("heldFor", heldFor)
                        .summary("all " + pods.size() + " pods of "
                                + workload.ref().kind() + " " + workload.ref().display() + " lie "
                                + (host ? "on " : "in ") + place)
                        .suggest(SuggestedAction.INVESTIGATE)
                        .evidence(workload.evidence(Map.of("place", place)))
                        .build())
                .reviewedAt(situation.now().plus(review));
    }

    /** The only node, or the only zone, of the pods where another would do; null where there is no such place. */
    private static @Nullable String place(List<PodView> pods, EligibleNode needs, ClusterState state) {
        Set<String> hosts = pods.stream()
                .map(PodView::nodeName)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
        if (hosts.size() == 1 && another(HOST, hosts.iterator().next(), needs, state.nodes())) {
            return "node " + hosts.iterator().next();
        }
        Set<String> zones = new TreeSet<>();
        for (String host : hosts) {
            Tracked<NodeState> node = state.node(host);
            String zone = node == null ? null : node.body().zone();
            zones.add(zone == null ? "" : zone);
        }
        if (zones.size() != 1 || zones.contains("")) {
            return null;
        }
        String only = zones.iterator().next();
        boolean elsewhere = state.zones().stream()
                .filter(zone -> !zone.equals(only))
                .anyMatch(zone -> another(ZONE, only, needs, state.nodesOfZone(zone)));
        return elsewhere ? "zone " + only : null;
    }

    /** Whether the pods might lie on a node with another value of the label. */
    private static boolean another(String key, String value, EligibleNode needs, Collection<Tracked<NodeState>> nodes) {
        var constraint = new TopologySpread(1, key, "DoNotSchedule", null, null, "Honor", "Honor", List.of());
        return nodes.stream()
                .anyMatch(node -> !value.equals(
                                key.equals(HOST)
                                        ? node.name()
                                        : node.body().labels().get(key))
                        && needs.countsFor(constraint, node.name(), node.body()));
    }
}
