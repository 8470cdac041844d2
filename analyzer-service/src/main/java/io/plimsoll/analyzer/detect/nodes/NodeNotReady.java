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
import io.plimsoll.model.fact.LeaseState;
import io.plimsoll.model.fact.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * N1: a node isn't ready.
 *
 * <p>False is the kubelet's own word; Unknown means that nobody has heard of the node for the controller's grace of 40 to
 * 50 s, so it waits for less. Where one follows the other the node hasn't been ready in the one as in the other. Not for
 * nodes younger than {@code youngest}, nor for those an autoscaler or the provider is taking away: what fires already is
 * suppressed then, for it isn't over. Maintenance explains it where the node became so under it.
 */
public record NodeNotReady(Duration whenFalse, Duration whenUnknown, Duration critical, Duration youngest)
        implements Detector {

    public static NodeNotReady defaults() {
        return new NodeNotReady(
                Duration.ofMinutes(2), Duration.ofMinutes(1), Duration.ofMinutes(15), Duration.ofMinutes(5));
    }

    @Override
    public AlertCode code() {
        return AlertCode.N1;
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
        Tracked<NodeState> before = change.before(NodeState.class);
        Tracked<NodeState> after = change.after(NodeState.class);
        boolean concerned = (before != null && !before.body().ready())
                || (after != null && !after.body().ready());
        if (concerned) {
            subjects.accept(change.ref());
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Tracked<NodeState> node = situation.state().node(subject.name());
        if (node == null || node.body().ready()) {
            return Evaluation.nothing();
        }
        if (leaving(node.body()) && !situation.alerts().fires(AlertCode.N1, subject)) {
            return Evaluation.nothing();
        }
        Instant oldEnough = node.body().createdAt() == null
                ? Instant.MIN
                : node.body().createdAt().plus(youngest);
        if (situation.now().isBefore(oldEnough)) {
            return Evaluation.nothing().reviewedAt(oldEnough);
        }
        NodePlan plan = NodePlans.of(situation.state(), node.name());
        return Evaluation.of(finding(node, situation, plan)).reviewedAt(plan.review(null, situation.now()));
    }

    private static boolean leaving(NodeState node) {
        return NodeMarks.byAutoscaler(node) || NodeMarks.interrupted(node) || node.deletionTimestamp() != null;
    }

    private Finding finding(Tracked<NodeState> node, Situation situation, NodePlan plan) {
        Condition ready = node.body().condition("Ready");
        boolean unknown = ready == null || ready.status().equals("Unknown");
        NodeTrail trail = NodeTrails.of(situation.state(), node.name());
        Instant since = trail.unreadySince() == null ? trail.readySince() : trail.unreadySince();
        Duration lasted = since == null ? Duration.ZERO : Duration.between(since, situation.now());
        String message = ready == null || ready.message() == null ? "" : ready.message();
        String kind = unknown ? "UNKNOWN" : "FALSE";
        return about(node, plan.coversSince(since, situation.now()))
                .levels(
                        Level.warning(whenFalse).since(since),
                        Level.critical(critical).since(since))
                .levels(unknown ? List.of(Level.warning(whenUnknown).when(kind).since(trail.readySince())) : List.of())
                .measured("durationSeconds", lasted.toSeconds())
                .measured("lastSeenSeconds", leaseAge(node.name(), situation))
                .threshold("for", unknown ? whenUnknown : whenFalse)
                .threshold("critical", critical)
                .cause(kind)
                .label("kind", kind)
                .label("message", message.isEmpty() ? null : message)
                .label("cordoned", node.body().unschedulable() ? "true" : null)
                .label(
                        "nodeGroup",
                        node.body().group() == null ? null : node.body().group().name())
                .summary("%s has not been ready for %s (Ready is %s%s)"
                        .formatted(
                                node.name(),
                                Words.of(lasted),
                                unknown ? "Unknown" : "False",
                                message.isEmpty() ? "" : ": " + message))
                .suggest(SuggestedAction.CORDON_NODE)
                .evidence(node.evidence(Map.of("ready", unknown ? "Unknown" : "False", "message", message)))
                .build();
    }

    private static Finding.Builder about(Tracked<NodeState> node, boolean maintained) {
        Finding.Builder finding = Finding.about(node.ref());
        if (leaving(node.body())) {
            finding.suppressedBy(NodePlan.REMOVAL);
        }
        if (maintained) {
            finding.suppressedBy(NodePlan.MAINTENANCE);
        }
        return finding;
    }

    private static @Nullable Long leaseAge(String node, Situation situation) {
        Tracked<LeaseState> lease = situation.state().object(LeaseState.class, "Lease", "kube-node-lease", node);
        return lease == null || lease.body().renewedAt() == null
                ? null
                : Duration.between(lease.body().renewedAt(), situation.now()).toSeconds();
    }
}
