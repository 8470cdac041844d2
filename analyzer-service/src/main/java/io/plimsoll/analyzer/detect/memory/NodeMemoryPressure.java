package io.plimsoll.analyzer.detect.memory;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.EventState;
import io.plimsoll.model.fact.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * M1: a node is under memory pressure.
 *
 * <p>Fires at once: the kubelet has waited already, its condition lasts at least its transition period of five minutes.
 * A cordoned node that is under pressure evicts all the same, so a cordon is a label, no suppression. Where the node's
 * conditions are Unknown nobody can say, and the alert turns stale.
 *
 * @param evidenceWindow an eviction for memory, or a system out-of-memory kill, this lately makes it critical
 * @param keepFor how long the condition must be gone: longer than the kubelet's own oscillation
 */
public record NodeMemoryPressure(Duration evidenceWindow, Duration keepFor, long evictionHard) implements Detector {

    public static NodeMemoryPressure defaults() {
        return new NodeMemoryPressure(Duration.ofMinutes(10), Duration.ofMinutes(10), NodeMemory.EVICTION_HARD);
    }

    @Override
    public AlertCode code() {
        return AlertCode.M1;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.NODES);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(EvictedPods.defaults(), PodMemory.defaults());
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        EventState event = change.body(EventState.class);
        if (change.kind().equals("Node")) {
            if (pressed(change.before(NodeState.class)) || pressed(change.after(NodeState.class))) {
                subjects.accept(NodeMemory.subject(change.fact().name()));
            }
        } else if (change.podAfter() != null && EvictedPods.evicted(change.podAfter())) {
            subjects.accept(NodeMemory.subject(String.valueOf(change.podAfter().nodeName())));
        } else if (event != null && event.reason().equals("SystemOOM")) {
            subjects.accept(NodeMemory.subject(event.involved().name()));
        }
    }

    private static boolean pressed(@org.jspecify.annotations.Nullable Tracked<NodeState> node) {
        Condition condition = node == null ? null : node.body().condition("MemoryPressure");
        return condition != null && !condition.status().equals("False");
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Tracked<NodeState> node = situation.state().node(subject.name());
        Condition condition = node == null ? null : node.body().condition("MemoryPressure");
        if (node == null || condition == null || condition.status().equals("False")) {
            return Evaluation.nothing();
        }
        Condition ready = node.body().condition("Ready");
        boolean unheard = ready != null && ready.status().equals("Unknown");
        if (unheard || !condition.status().equals("True")) {
            return Evaluation.of(Finding.about(subject).keepFor(keepFor).stale().build());
        }
        return Evaluation.of(finding(subject, node, condition, situation));
    }

    private Finding finding(ObjectRef subject, Tracked<NodeState> node, Condition condition, Situation situation) {
        Instant oldest = situation.now().minus(evidenceWindow);
        EvictedPods.History history = EvictedPods.onNode(situation.state(), subject.name());
        List<EvictedPods.Evicted> evicted = history.pods().stream()
                .filter(pod -> pod.resource().equals("memory") && !pod.at().isBefore(oldest))
                .toList();
        long ooms =
                history.systemOoms().stream().filter(at -> !at.isBefore(oldest)).count();
        Finding.Builder finding = Finding.about(subject)
                .keepFor(keepFor)
                .levels(Level.warning(Duration.ZERO))
                .label("cordoned", node.body().unschedulable() ? "true" : null)
                .measured("evictedPods", evicted.size())
                .measured("systemOoms", ooms)
                .threshold("evidenceWindow", evidenceWindow)
                .suggest(SuggestedAction.CORDON_NODE)
                .summary(subject.name() + " is under memory pressure"
                        + (evicted.isEmpty()
                                ? ""
                                : "; its kubelet evicted " + Words.count(evicted.size(), "pod") + " for memory in "
                                        + evidenceWindow.toMinutes() + " min"))
                .evidence(node.evidence(Map.of("MemoryPressure", condition.status())))
                .evidence(evicted.stream().map(EvictedPods.Evicted::evidence).toList());
        if (!evicted.isEmpty() || ooms > 0) {
            finding.levels(Level.critical(Duration.ZERO));
        }
        NodeMemory memory = NodeMemory.of(situation.state(), subject.name(), evictionHard);
        if (memory != null) {
            memory.measure(finding, memory.explained(situation.state(), subject.name()));
        }
        return finding.build();
    }
}
