package io.plimsoll.analyzer.detect.nodes;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.ContainerView;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Confidence;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * N7: somebody (Node Problem Detector, a provider) says that the node has a problem.
 *
 * <p>Any condition that isn't Kubernetes' own and is True, unless its name says that True is well. A permanent condition of
 * Node Problem Detector isn't taken back until it restarts (node-problem-detector#215): if the node has booted since, or
 * the detector's pod on it has started since, it proves little.
 */
public record NodeProblem(Duration heldFor, Duration keepFor) implements Detector {

    private static final Set<String> KUBERNETES =
            Set.of("Ready", "MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable");
    private static final String DETECTOR = "node-problem-detector";
    private static final Pattern WELL = Pattern.compile(
            ".*(Ready|Healthy|Available|OK|Ok|Initialized|Registered|Launched|Consistent|UpToDate|IsVoter)$");

    public static NodeProblem defaults() {
        return new NodeProblem(Duration.ZERO, Duration.ofMinutes(1));
    }

    @Override
    public AlertCode code() {
        return AlertCode.N7;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.NODES);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(NodeTrails.INSTANCE, NodePlans.INSTANCE);
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        Tracked<NodeState> after = change.after(NodeState.class);
        if (after != null && after.body().conditions().stream().anyMatch(NodeProblem::problem)) {
            subjects.accept(change.ref());
        }
        PodView pod = change.podAfter();
        if (pod != null && pod.nodeName() != null && pod.ownedByDaemonSet() && detects(pod)) {
            subjects.accept(ObjectRef.of("Node", null, pod.nodeName()));
        }
    }

    private static boolean detects(PodView pod) {
        return pod.workloadRef().name().contains(DETECTOR) || pod.labels().containsValue(DETECTOR);
    }

    private static boolean problem(Condition condition) {
        return condition.status().equals("True")
                && !KUBERNETES.contains(condition.type())
                && !WELL.matcher(condition.type()).matches();
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Tracked<NodeState> node = situation.state().node(subject.name());
        if (node == null) {
            return Evaluation.nothing();
        }
        List<Instant> reboots = NodeTrails.of(situation.state(), node.name()).reboots();
        Instant begun = latest(reboots.isEmpty() ? null : reboots.getLast(), detectorStart(node, situation.state()));
        NodePlan plan = NodePlans.of(situation.state(), node.name());
        return Evaluation.of(node.body().conditions().stream()
                        .filter(NodeProblem::problem)
                        .map(condition -> plan.explainByRemoval(
                                        finding(node, condition, begun, situation.now()), situation.now())
                                .build())
                        .toList())
                .reviewedAt(plan.review(null, situation.now()));
    }

    /** When the newest pod of Node Problem Detector on the node started; null where none is known. */
    private static @Nullable Instant detectorStart(Tracked<NodeState> node, ClusterState state) {
        Instant latest = null;
        for (PodView pod : state.podsOn(node.name())) {
            if (detects(pod)) {
                for (ContainerView container : pod.containers()) {
                    latest = latest(latest, container.startedAt());
                }
            }
        }
        return latest;
    }

    private static @Nullable Instant latest(@Nullable Instant one, @Nullable Instant other) {
        return other == null || (one != null && one.isAfter(other)) ? one : other;
    }

    private Finding.Builder finding(
            Tracked<NodeState> node, Condition condition, @Nullable Instant begun, Instant now) {
        Instant since = condition.lastTransitionTime();
        boolean bootedSince = since != null && begun != null && begun.isAfter(since);
        String message = condition.message() == null ? "" : ": " + condition.message();
        return Finding.about(node.ref())
                .subtype(condition.type())
                .levels(Level.warning(heldFor))
                .keepFor(keepFor)
                .confidence(bootedSince ? Confidence.LOW : Confidence.HIGH)
                .measured(
                        "durationSeconds",
                        since == null || since.isAfter(now)
                                ? null
                                : Duration.between(since, now).toSeconds())
                .label("reason", condition.reason())
                .label("bootedSince", bootedSince ? "true" : null)
                .summary("%s reports %s%s".formatted(node.name(), condition.type(), message))
                .evidence(node.evidence(Map.of(condition.type(), "True")));
    }
}
