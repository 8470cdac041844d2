package io.plimsoll.analyzer.detect.memory;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.detect.memory.EvictedPods.Evicted;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Fingerprint;
import io.plimsoll.model.alert.SuggestedAction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * M6: the kubelet evicted pods of a workload, or many of a node.
 *
 * <p>Not evictions through the API, nor preemption. Where the node is known to be short of memory (M1), that explains it.
 *
 * @param ofWorkload pods of a workload in the window that warn
 * @param ofNode pods of a node in the window that warn
 */
public record PodEvicted(Duration window, int ofWorkload, int ofNode) implements Detector {

    public static PodEvicted defaults() {
        return new PodEvicted(Duration.ofMinutes(30), 3, 5);
    }

    @Override
    public AlertCode code() {
        return AlertCode.M6;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.PODS);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(EvictedPods.defaults());
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        PodView pod = change.podAfter();
        if (pod != null && EvictedPods.evicted(pod)) {
            subjects.accept(pod.workloadRef());
            if (pod.nodeName() != null) {
                subjects.accept(NodeMemory.subject(pod.nodeName()));
            }
        }
    }

    /** One node's pressure may complete what explains the evictions of a workload on several. */
    @Override
    public void affectedBy(Alert alert, ClusterState state, Consumer<ObjectRef> subjects) {
        if (alert.code() == AlertCode.M1) {
            state.podsOn(alert.subject().name()).stream()
                    .filter(EvictedPods::evicted)
                    .map(PodView::workloadRef)
                    .distinct()
                    .forEach(subjects);
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        boolean node = subject.kind().equals("Node");
        EvictedPods.History history = node
                ? EvictedPods.onNode(situation.state(), subject.name())
                : EvictedPods.of(situation.state(), subject);
        Instant oldest = situation.now().minus(window);
        List<Evicted> recent =
                history.pods().stream().filter(pod -> pod.at().isAfter(oldest)).toList();
        if (recent.isEmpty()) {
            return Evaluation.nothing();
        }
        Instant review = recent.getFirst().at().plus(window);
        int limit = node ? ofNode : ofWorkload;
        if (node && recent.size() < limit) {
            return Evaluation.of(Finding.about(subject).holding().build()).reviewedAt(review);
        }
        List<Level> levels = new ArrayList<>();
        if (!node) {
            levels.add(Level.info(Duration.ZERO));
        }
        if (recent.size() >= limit) {
            levels.add(Level.warning(Duration.ZERO));
        }
        return Evaluation.of(finding(subject, recent, levels, situation)).reviewedAt(review);
    }

    private Finding finding(ObjectRef subject, List<Evicted> recent, List<Level> levels, Situation situation) {
        String resources =
                recent.stream().map(Evicted::resource).distinct().sorted().collect(Collectors.joining(","));
        Finding.Builder finding = Finding.about(subject)
                .levels(levels)
                .cause(resources)
                .measured("pods", recent.size())
                .measured("resource", resources)
                .threshold("window", window)
                .threshold("pods", subject.kind().equals("Node") ? ofNode : ofWorkload)
                .suggest(SuggestedAction.FIX_REQUESTS)
                .summary("the kubelet evicted " + Words.count(recent.size(), "pod") + " of " + subject.display()
                        + " in " + window.toMinutes() + " min, for want of " + resources)
                .evidence(recent.stream().map(Evicted::evidence).limit(20).toList());
        explain(finding, recent, situation);
        return finding.build();
    }

    /** Makes M1 the parent where it explains every one of them: of their one node, or of all of their nodes that fire. */
    private static void explain(Finding.Builder finding, List<Evicted> recent, Situation situation) {
        List<ObjectRef> nodes = recent.stream()
                .map(Evicted::node)
                .distinct()
                .sorted()
                .map(NodeMemory::subject)
                .toList();
        boolean forMemory = recent.stream().allMatch(pod -> pod.resource().equals("memory"));
        boolean explained = nodes.size() == 1
                || nodes.stream().allMatch(node -> situation.alerts().fires(AlertCode.M1, node));
        if (forMemory && explained) {
            String cluster = situation.state().cluster();
            nodes.forEach(node -> finding.parent(Fingerprint.of(cluster, AlertCode.M1, node, null)));
        }
    }
}
