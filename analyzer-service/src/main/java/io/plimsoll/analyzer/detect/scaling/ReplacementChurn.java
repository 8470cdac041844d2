package io.plimsoll.analyzer.detect.scaling;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.scaling.GroupHistory.Action;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * A2: nodes are replaced by nodes of the same shape, over and over, though demand is what it was.
 *
 * <p>A replacement is a node that an autoscaler chose to remove (Karpenter gave a reason, or an autoscaler's taint was on
 * it; not spot, unhealthy, drifted, expired or upgraded) and one of the same instance type added no more than
 * {@code apart} before or after. A rolling upgrade has neither reason nor taint. Each node counts in one replacement only.
 *
 * @param change largest change of the requested cpu or memory, in percent, at which demand counts as unchanged
 * @param resolved replacements up to which it counts as over
 */
public record ReplacementChurn(
        Duration window, Duration apart, int warning, int critical, double change, int resolved, Duration keepFor)
        implements Detector {

    private static final Recorder<GroupHistory> GROUPS = GroupRecorder.defaults();

    public static ReplacementChurn defaults() {
        return new ReplacementChurn(
                Duration.ofMinutes(60), Duration.ofMinutes(10), 5, 10, 10, 1, Duration.ofMinutes(30));
    }

    @Override
    public AlertCode code() {
        return AlertCode.A2;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.NODES);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(GROUPS, DisruptionRecorder.defaults(), TenantRecorder.defaults());
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        if (change.kind().equals("Node") && change.what() != Change.What.UPDATED) {
            Tracked<NodeState> before = change.before(NodeState.class);
            String group = GroupRecorder.group(before == null ? change.after(NodeState.class) : before);
            if (group != null && state.ledger(GROUPS).of(group) != null) {
                subjects.accept(NodeGroupThrash.subject(group));
            }
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        GroupHistory history = situation.state().ledger(GROUPS).of(subject.name());
        if (history == null) {
            return Evaluation.nothing();
        }
        Instant oldest = situation.now().minus(window);
        List<Action> recent = history.actions().stream()
                .filter(action -> action.at().isAfter(oldest))
                .toList();
        List<Action> replaced = replaced(recent);
        Instant review = recent.isEmpty() ? null : recent.getFirst().at().plus(window);
        if (replaced.size() <= resolved) {
            return Evaluation.nothing().reviewedAt(review);
        }
        double changed = changePercent(recent);
        Finding.Builder finding = Finding.about(subject).keepFor(keepFor);
        if (replaced.size() < warning || changed >= change) {
            return Evaluation.of(finding.holding().build()).reviewedAt(review);
        }
        List<Level> levels = new ArrayList<>(List.of(Level.warning(Duration.ZERO)));
        if (replaced.size() >= critical) {
            levels.add(Level.critical(Duration.ZERO));
        }
        return Evaluation.of(finding.levels(levels)
                        .cause(replaced.getLast().disruption())
                        .measured("replacements", replaced.size())
                        .measured("requestChangePercent", Math.round(changed * 10) / 10.0)
                        .threshold("replacements", warning)
                        .threshold("requestChangePercent", change)
                        .threshold("window", window)
                        .suggest(SuggestedAction.PAUSE_MAINTENANCE)
                        .summary(subject.name() + " replaced " + replaced.size() + " nodes by ones of the same type in "
                                + window.toMinutes() + " min while demand changed by " + Math.round(changed) + " %")
                        .evidence(replaced.stream().map(Action::evidence).toList())
                        .build())
                .reviewedAt(review);
    }

    /** The removals that an addition of the same type makes up for, each addition taken once. */
    private List<Action> replaced(List<Action> recent) {
        List<Action> additions =
                new ArrayList<>(recent.stream().filter(Action::added).toList());
        List<Action> replaced = new ArrayList<>();
        for (Action action : recent) {
            if (action.added() || action.excluded() != null || action.disruption() == null) {
                continue;
            }
            additions.stream()
                    .filter(added -> sameShape(added, action))
                    .findFirst()
                    .ifPresent(added -> {
                        additions.remove(added);
                        replaced.add(action);
                    });
        }
        return replaced;
    }

    private boolean sameShape(Action added, Action removed) {
        return Objects.equals(added.instanceType(), removed.instanceType())
                && !added.node().equals(removed.node())
                && Duration.between(added.at(), removed.at()).abs().compareTo(apart) <= 0;
    }

    /** By how much what is requested of cpu, or of memory, changed: the larger of both. */
    private static double changePercent(List<Action> recent) {
        return Math.max(changePercent(recent, Action::requestedMillis), changePercent(recent, Action::requestedBytes));
    }

    private static double changePercent(List<Action> recent, ToLongFunction<Action> requested) {
        long most = recent.stream().mapToLong(requested).max().orElse(0);
        long least = recent.stream().mapToLong(requested).min().orElse(0);
        return most == 0 ? 0 : (most - least) * 100.0 / most;
    }
}
