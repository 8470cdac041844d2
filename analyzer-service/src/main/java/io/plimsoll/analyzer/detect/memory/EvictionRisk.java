package io.plimsoll.analyzer.detect.memory;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.detect.eviction.EvictionCandidate;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Evidence;
import io.plimsoll.model.alert.SuggestedAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * M3: a workload is among the first that the kubelet of a node short of memory would evict.
 *
 * <p>Only while M1 or M2 fires for the node. The order is the kubelet's own. Warns where the first to go is a
 * StatefulSet's pod or the last ready replica of its workload.
 *
 * @param most how many of the order are told
 * @param enough share of capacity that evictions would have to bring back
 */
public record EvictionRisk(int most, double enough, Duration keepFor) implements Detector {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(60);

    public static EvictionRisk defaults() {
        return new EvictionRisk(5, 0.05, Duration.ofMinutes(5));
    }

    @Override
    public AlertCode code() {
        return AlertCode.M3;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.NODES, Resource.PODS);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(PodMemory.defaults());
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        // Which nodes are in danger only M1 and M2 say; while they fire the order is looked at every minute.
    }

    @Override
    public void affectedBy(Alert alert, ClusterState state, Consumer<ObjectRef> subjects) {
        if (alert.code() == AlertCode.M1 || alert.code() == AlertCode.M2) {
            EvictionRanking.workloadsOn(alert.subject().name(), state, subjects);
        }
    }

    /** Where a workload's first pod to go stands on one node. */
    private record Place(String node, List<EvictionCandidate> ranked, int rank, int needed) {}

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        ClusterState state = situation.state();
        Set<String> nodes = EvictionRanking.endangeredNodes(subject, situation);
        Place nearest = null;
        for (String node : nodes) {
            Place place = place(subject, node, state);
            if (place != null && (nearest == null || place.rank() < nearest.rank())) {
                nearest = place;
            }
        }
        if (nodes.isEmpty()) {
            return EvictionRanking.outOfDanger(code(), subject, situation);
        }
        if (nearest == null) {
            return Evaluation.nothing().reviewedAt(situation.now().plus(LOOK_AGAIN));
        }
        return Evaluation.of(finding(subject, nearest, state))
                .reviewedAt(situation.now().plus(LOOK_AGAIN));
    }

    private @Nullable Place place(ObjectRef subject, String node, ClusterState state) {
        List<EvictionCandidate> ranked = EvictionRanking.of(node, state);
        for (int i = 0; i < Math.min(most, ranked.size()); i++) {
            PodView pod = view(ranked.get(i), state);
            if (pod != null && pod.workloadRef().equals(subject)) {
                NodeMemory memory = NodeMemory.of(state, node, NodeMemory.EVICTION_HARD);
                long deficit = memory == null ? 0 : Math.round(enough * memory.capacity()) - memory.headroom();
                return new Place(node, ranked, i + 1, EvictionRanking.needed(ranked, Math.max(1, deficit)));
            }
        }
        return null;
    }

    private static @Nullable PodView view(EvictionCandidate candidate, ClusterState state) {
        String namespace = candidate.pod().namespace();
        return namespace == null ? null : state.pod(namespace, candidate.pod().name());
    }

    private Finding finding(ObjectRef subject, Place place, ClusterState state) {
        List<Map<String, Object>> ranked = new ArrayList<>();
        for (int i = 0; i < Math.min(most, place.ranked().size()); i++) {
            ranked.add(EvictionRanking.described(place.ranked().get(i), i + 1));
        }
        PodView first = view(place.ranked().get(place.rank() - 1), state);
        List<PodView> replicas = state.podsOf(subject).stream()
                .filter(pod -> !pod.finished() && !pod.terminating())
                .toList();
        long ready = replicas.stream().filter(PodView::isReady).count();
        boolean lastReady = first != null && first.isReady() && ready == 1;
        boolean grave = place.rank() == 1 && (subject.kind().equals("StatefulSet") || lastReady);
        List<Level> levels = new ArrayList<>(List.of(Level.info(Duration.ZERO)));
        if (grave) {
            levels.add(Level.warning(Duration.ZERO));
        }
        List<Evidence> evidence =
                first == null ? List.of() : List.of(first.evidence(Map.of("rank", place.rank(), "node", place.node())));
        return Finding.about(subject)
                .keepFor(keepFor)
                .levels(levels)
                .label("node", place.node())
                .measured("ranked", ranked)
                .measured("rank", place.rank())
                .measured("expectedEvictions", place.needed())
                .measured(
                        "sameWorkloadOnNode",
                        replicas.stream()
                                .filter(pod -> place.node().equals(pod.nodeName()))
                                .count())
                .threshold("most", most)
                .suggest(grave ? SuggestedAction.FIX_REQUESTS : SuggestedAction.NONE)
                .summary(subject.display() + " is number " + place.rank() + " in the order in which the kubelet of "
                        + place.node() + " would evict; to be rid of its want it would evict about "
                        + Words.count(place.needed(), "pod"))
                .evidence(evidence)
                .build();
    }
}
