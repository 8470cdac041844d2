package io.plimsoll.analyzer.detect.memory;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.eviction.EvictionCandidate;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodShape.ContainerShape;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.ContainerState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * M8: a container without a memory limit is among the first to go on a node short of memory.
 *
 * <p>Only there: to name every container without a limit is noise.
 *
 * @param most how far down the kubelet's order is looked
 */
public record NoMemoryLimit(int most, Duration keepFor) implements Detector {

    public static NoMemoryLimit defaults() {
        return new NoMemoryLimit(3, Duration.ofMinutes(10));
    }

    @Override
    public AlertCode code() {
        return AlertCode.M8;
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
        // As with M3, only M1 and M2 say which nodes are in danger.
    }

    @Override
    public void affectedBy(Alert alert, ClusterState state, Consumer<ObjectRef> subjects) {
        if (alert.code() == AlertCode.M1 || alert.code() == AlertCode.M2) {
            EvictionRanking.workloadsOn(alert.subject().name(), state, subjects);
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        ClusterState state = situation.state();
        Map<String, Finding> byContainer = new LinkedHashMap<>();
        Set<String> nodes = EvictionRanking.endangeredNodes(subject, situation);
        for (String node : nodes) {
            List<EvictionCandidate> ranked = EvictionRanking.of(node, state);
            for (EvictionCandidate candidate : ranked.subList(0, Math.min(most, ranked.size()))) {
                String namespace = candidate.pod().namespace();
                PodView pod = namespace == null
                        ? null
                        : state.pod(namespace, candidate.pod().name());
                if (pod != null && pod.workloadRef().equals(subject)) {
                    unlimited(pod)
                            .forEach(container ->
                                    byContainer.putIfAbsent(container, finding(subject, container, pod, node)));
                }
            }
        }
        return nodes.isEmpty()
                ? EvictionRanking.outOfDanger(code(), subject, situation)
                : Evaluation.of(List.copyOf(byContainer.values()))
                        .reviewedAt(situation.now().plusSeconds(60));
    }

    private static List<String> unlimited(PodView pod) {
        return pod.shape().containers().stream()
                .filter(container -> container.type() != ContainerState.Type.INIT)
                .filter(container -> container.limits().memoryBytes() == 0)
                .map(ContainerShape::name)
                .toList();
    }

    private Finding finding(ObjectRef subject, String container, PodView pod, String node) {
        return Finding.about(subject)
                .subtype(container)
                .keepFor(keepFor)
                .levels(Level.info(Duration.ZERO))
                .label("container", container)
                .label("node", node)
                .threshold("most", most)
                .suggest(SuggestedAction.FIX_REQUESTS)
                .summary("container " + container + " of " + subject.display()
                        + " has no memory limit and is among the first to go on " + node)
                .evidence(pod.evidence(Map.of("container", container)))
                .build();
    }
}
