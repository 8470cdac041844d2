package io.plimsoll.analyzer.detect.nodes;

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
import io.plimsoll.model.fact.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * N4: the kubelet's loop over the container runtime (PLEG) has stopped; read from the Ready condition's message.
 *
 * <p>The message says how long ago it last ran, so that says how bad it is, however late the fault was seen. Once nobody
 * hears from the kubelet any more the message is gone, and the alert turns stale.
 *
 * @param critical not seen active for so long
 */
public record PlegUnhealthy(Duration critical) implements Detector {

    private static final Pattern MESSAGE = Pattern.compile(
            "PLEG is not healthy: pleg was last seen active ([^;]+?)(?: ago)?; threshold is ([^\\s,;]+)");
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|ms|m|s)");

    public static PlegUnhealthy defaults() {
        return new PlegUnhealthy(Duration.ofMinutes(15));
    }

    @Override
    public AlertCode code() {
        return AlertCode.N4;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.NODES);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(NodePlans.INSTANCE);
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        Tracked<NodeState> after = change.after(NodeState.class);
        if (after != null && message(after.body()) != null) {
            subjects.accept(change.ref());
        }
    }

    private static @Nullable Matcher message(NodeState node) {
        Condition ready = node.condition("Ready");
        if (ready == null || ready.status().equals("True") || ready.message() == null) {
            return null;
        }
        Matcher matcher = MESSAGE.matcher(ready.message());
        return matcher.find() ? matcher : null;
    }

    /** A Go duration as a whole number of seconds: {@code 27h8m4s} is 97,684. */
    static long seconds(String duration) {
        Matcher parts = PART.matcher(duration);
        double seconds = 0;
        while (parts.find()) {
            double number = Double.parseDouble(parts.group(1));
            seconds += switch (parts.group(2)) {
                case "h" -> number * 3600;
                case "m" -> number * 60;
                case "ms" -> number / 1000;
                default -> number;
            };
        }
        return Math.round(seconds);
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Tracked<NodeState> node = situation.state().node(subject.name());
        Matcher message = node == null ? null : message(node.body());
        if (node != null && NodeMarks.unheard(node.body())) {
            return Evaluation.of(Finding.about(node.ref()).stale().build());
        }
        if (node == null || message == null) {
            return Evaluation.nothing();
        }
        long lastSeen = seconds(message.group(1));
        Instant active = node.observedAt().minusSeconds(lastSeen);
        NodePlan plan = NodePlans.of(situation.state(), node.name());
        return Evaluation.of(plan.explainByRemoval(Finding.about(node.ref()), situation.now())
                        .levels(
                                Level.warning(Duration.ZERO),
                                Level.critical(critical).since(active))
                        .measured("lastSeenSeconds", lastSeen)
                        .threshold("thresholdSeconds", seconds(message.group(2)))
                        .threshold("critical", critical)
                        .summary("%s: the kubelet last heard from its container runtime %s ago"
                                .formatted(node.name(), Words.of(Duration.ofSeconds(lastSeen))))
                        .suggest(SuggestedAction.CORDON_NODE)
                        .evidence(node.evidence(Map.of("message", message.group())))
                        .build())
                .reviewedAt(plan.review(null, situation.now()));
    }
}
