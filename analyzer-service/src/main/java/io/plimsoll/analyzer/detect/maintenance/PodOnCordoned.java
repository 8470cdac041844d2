package io.plimsoll.analyzer.detect.maintenance;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.detect.nodes.NodeTrails;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.fact.NodeState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * C2: a pod was put on a node that is cordoned, so emptying it has no end.
 *
 * <p>The scheduler doesn't do that: the template names the node, the pod tolerates the cordon, or another scheduler is at
 * work. Not for DaemonSets and static pods, nor for what was bound within 30 s of the cordon.
 */
public record PodOnCordoned(Duration heldFor) implements Detector {

    private static final String SYSTEM = "kube-system";

    public static PodOnCordoned defaults() {
        return new PodOnCordoned(Duration.ZERO);
    }

    @Override
    public AlertCode code() {
        return AlertCode.C2;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.NODES, Resource.PODS);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(NodeTrails.INSTANCE, Bindings.INSTANCE);
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        PodView pod = change.pod();
        if (pod != null && pod.nodeName() != null) {
            Tracked<NodeState> node = state.node(pod.nodeName());
            boolean known = state.ledger(Bindings.INSTANCE).of(Bindings.key(pod.workloadRef(), pod.nodeName())) != null;
            if (known && node != null) {
                subjects.accept(pod.workloadRef());
            }
            return;
        }
        Tracked<NodeState> before = change.before(NodeState.class);
        if (before != null && before.body().unschedulable()) {
            state.podsOn(before.name()).stream()
                    .map(PodView::workloadRef)
                    .filter(workload ->
                            state.ledger(Bindings.INSTANCE).of(Bindings.key(workload, before.name())) != null)
                    .distinct()
                    .forEach(subjects);
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Map<String, Put> newest = new TreeMap<>();
        for (PodView pod : situation.state().podsOf(subject)) {
            Put put = put(subject, pod, situation.state());
            if (put != null) {
                newest.merge(put.node().name(), put, (one, other) -> one.later(other) ? one : other);
            }
        }
        return Evaluation.of(
                newest.values().stream().map(put -> finding(subject, put)).toList());
    }

    /** A pod that is where it was put in spite of the cordon. */
    private record Put(PodView pod, Tracked<NodeState> node, Binding binding) {

        boolean later(Put other) {
            int order = binding.boundAt().compareTo(other.binding.boundAt());
            return order != 0 ? order > 0 : pod.name().compareTo(other.pod.name()) > 0;
        }
    }

    private static @Nullable Put put(ObjectRef workload, PodView pod, ClusterState state) {
        String name = pod.nodeName();
        Tracked<NodeState> node = name == null || !pod.occupies() || pod.terminating() ? null : state.node(name);
        BoundPods bound = name == null ? null : state.ledger(Bindings.INSTANCE).of(Bindings.key(workload, name));
        Binding binding = bound == null ? null : bound.of(pod.name());
        if (node == null || binding == null || !node.body().unschedulable()) {
            return null;
        }
        boolean sameCordon =
                binding.cordonedAt().equals(NodeTrails.of(state, node.name()).cordonedAt());
        return sameCordon ? new Put(pod, node, binding) : null;
    }

    private Finding finding(ObjectRef subject, Put put) {
        Binding binding = put.binding();
        String nodeName = put.node().name();
        boolean harmless = binding.classification().equals("TOLERATES") && SYSTEM.equals(subject.namespace());
        Duration after = Duration.between(binding.cordonedAt(), binding.boundAt());
        return Finding.about(subject)
                .subtype(nodeName)
                .levels(harmless ? Level.info(heldFor) : Level.warning(heldFor))
                .measured("classification", binding.classification())
                .measured("secondsAfterCordon", after.toSeconds())
                .cause(binding.classification())
                .label("node", nodeName)
                .summary("%s was put on %s %s after it was cordoned (%s)"
                        .formatted(put.pod().ref().display(), nodeName, Words.of(after), binding.classification()))
                .evidence(
                        put.pod().evidence(Map.of("node", nodeName)),
                        put.node().evidence(Map.of("unschedulable", true)))
                .build();
    }
}
