package io.plimsoll.analyzer.detect.nodes;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * N3: a node runs out of disk. Critical when collecting garbage frees nothing, or pods were evicted for it.
 *
 * <p>Where the node's conditions are Unknown nobody can say, and the alert turns stale.
 */
public record DiskPressure(int failedCollections, Duration window, Duration keepFor) implements Detector {

    public static DiskPressure defaults() {
        return new DiskPressure(2, Duration.ofMinutes(30), Duration.ofMinutes(5));
    }

    @Override
    public AlertCode code() {
        return AlertCode.N3;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.NODES);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(NodeComplaints.INSTANCE, NodePlans.INSTANCE);
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        Tracked<NodeState> before = change.before(NodeState.class);
        Tracked<NodeState> after = change.after(NodeState.class);
        EventState event = change.body(EventState.class);
        PodView pod = change.podAfter();
        if ((after != null && (presses(after.body()) || (before != null && presses(before.body()))))) {
            subjects.accept(change.ref());
        } else if (event != null && event.involved().kind().equals("Node")) {
            if (event.reason().equals("ImageGCFailed") || event.reason().equals("FreeDiskSpaceFailed")) {
                subjects.accept(event.involved());
            }
        } else if (pod != null && pod.nodeName() != null && "Evicted".equals(pod.reason())) {
            subjects.accept(ObjectRef.of("Node", null, pod.nodeName()));
        }
    }

    private static boolean presses(NodeState node) {
        return node.conditions().stream().anyMatch(condition -> condition.is("DiskPressure", "True"));
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Tracked<NodeState> node = situation.state().node(subject.name());
        Condition condition = node == null ? null : node.body().condition("DiskPressure");
        if (node == null || condition == null || condition.status().equals("False")) {
            return Evaluation.nothing();
        }
        if (NodeMarks.unheard(node.body()) || !condition.status().equals("True")) {
            return Evaluation.of(
                    Finding.about(node.ref()).keepFor(keepFor).stale().build());
        }
        Instant from = situation.now().minus(window);
        NodeComplaint complaint = NodeComplaints.of(situation.state(), subject.name());
        int failed = complaint.grown(NodeComplaints.NOTHING_FREED, from);
        int evicted = complaint.seen(NodeComplaints.EVICTED_FOR_DISK, from);
        List<Level> levels = new ArrayList<>(List.of(Level.warning(Duration.ZERO)));
        if (failed >= failedCollections || evicted > 0) {
            levels.add(Level.critical(Duration.ZERO));
        }
        NodePlan plan = NodePlans.of(situation.state(), node.name());
        return Evaluation.of(plan.explainByRemoval(Finding.about(node.ref()), situation.now())
                        .levels(levels)
                        .keepFor(keepFor)
                        .measured("count", failed)
                        .measured("evictedPods", evicted)
                        .threshold("failedCollections", failedCollections)
                        .threshold("window", window)
                        .label("cordoned", node.body().unschedulable() ? "true" : null)
                        .summary("%s is short of disk%s%s"
                                .formatted(
                                        node.name(),
                                        failed == 0
                                                ? ""
                                                : "; collecting garbage freed nothing "
                                                        + (failed == 1 ? "once more" : failed + " more times"),
                                        evicted == 0 ? "" : "; " + Words.count(evicted, "pod") + " evicted for it"))
                        .suggest(SuggestedAction.CORDON_NODE)
                        .evidence(node.evidence(Map.of("DiskPressure", "True")))
                        .build())
                .reviewedAt(plan.review(null, situation.now()));
    }
}
