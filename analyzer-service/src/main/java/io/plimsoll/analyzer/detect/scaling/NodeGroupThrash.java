package io.plimsoll.analyzer.detect.scaling;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.autoscaler.NodeAction;
import io.plimsoll.analyzer.detect.autoscaler.ScalingStep;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Confidence;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A1: a node group buys nodes and throws them away again.
 *
 * <p>Three terms, for each alone is wrong: reversals alone fire on a rolling upgrade, nodes added and removed on a
 * group that grows; short-lived nodes mean that capacity just bought was thrown away.
 *
 * @param window over which is counted
 * @param together same-direction actions no further apart are one step
 * @param gap no longer between the steps of a reversal
 * @param shortLife a removed node that lived less was thrown away
 * @param balance least of 1 − |added − removed| / (added + removed)
 * @param resolvedReversals up to so many the group counts as quiet
 * @param keepFor how long it must be quiet
 */
public record NodeGroupThrash(
        Duration window,
        Duration together,
        Duration gap,
        Duration shortLife,
        Limits warning,
        Limits critical,
        double balance,
        int criticalEvictions,
        int resolvedReversals,
        Duration keepFor)
        implements Detector {

    /** Reversals and short-lived nodes from which on a severity holds. */
    public record Limits(int reversals, int shortLived) {}

    private static final Recorder<GroupHistory> GROUPS = GroupRecorder.defaults();
    private static final int MOST_NAMED = 20;

    public static NodeGroupThrash defaults() {
        return new NodeGroupThrash(
                Duration.ofMinutes(60),
                Duration.ofMinutes(2),
                Duration.ofMinutes(30),
                Duration.ofMinutes(30),
                new Limits(3, 2),
                new Limits(6, 5),
                0.5,
                20,
                1,
                Duration.ofMinutes(10));
    }

    @Override
    public AlertCode code() {
        return AlertCode.A1;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.NODES);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(GROUPS, DisruptionRecorder.defaults(), TenantRecorder.defaults(), TriggerRecorder.defaults());
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        String group = null;
        if (change.kind().equals("Node") && change.what() != Change.What.UPDATED) {
            Tracked<NodeState> before = change.before(NodeState.class);
            group = GroupRecorder.group(before == null ? change.after(NodeState.class) : before);
        } else if (change.podAfter() != null
                && change.podAfter().disruption() != null
                && change.podAfter().nodeName() != null) {
            group = GroupRecorder.group(state.node(change.podAfter().nodeName()));
        }
        if (group != null && state.ledger(GROUPS).of(group) != null) {
            subjects.accept(subject(group));
        }
    }

    /** A flapping autoscaler, or a short delay, may be the cause. */
    @Override
    public void affectedBy(Alert alert, ClusterState state, Consumer<ObjectRef> subjects) {
        if (alert.code() == AlertCode.A3) {
            state.groups().stream()
                    .filter(group -> state.ledger(GROUPS).of(group) != null)
                    .forEach(group -> subjects.accept(subject(group)));
        }
    }

    static ObjectRef subject(String group) {
        return ObjectRef.of("NodeGroup", null, group);
    }

    /**
     * What was counted in the window.
     *
     * @param lately turns of two windows and a half: enough for four intervals of whatever turns often enough to fire
     */
    private record Count(
            GroupHistory recent,
            List<Instant> reversals,
            List<Instant> lately,
            long added,
            List<GroupHistory.Action> removed,
            long thrown) {

        boolean keepsTime() {
            return ThrashCause.regular(reversals) || ThrashCause.regular(lately);
        }

        double balance() {
            long both = added + removed.size();
            return both == 0 ? 0 : 1 - Math.abs(added - removed.size()) / (double) both;
        }

        double wastedMinutes(Duration shortLife) {
            return removed.stream()
                            .filter(action -> action.lifetime().compareTo(shortLife) < 0)
                            .mapToLong(action -> action.lifetime().toSeconds())
                            .sum()
                    / 60.0;
        }

        /** Evictions from nodes that were then removed. */
        private Stream<GroupHistory.Eviction> fromRemoved() {
            Set<String> gone = removed.stream().map(GroupHistory.Action::node).collect(Collectors.toSet());
            return recent.evictions().stream().filter(eviction -> gone.contains(eviction.node()));
        }

        long evictions() {
            return fromRemoved().count();
        }

        SortedMap<String, Long> evictedByWorkload() {
            return fromRemoved()
                    .collect(Collectors.groupingBy(
                            GroupHistory.Eviction::workload, TreeMap::new, Collectors.counting()));
        }

        /** Whose need bought nodes, as far as autoscalers told. */
        List<String> triggeredBy(ClusterState state) {
            Instant first = recent.actions().isEmpty()
                    ? null
                    : recent.actions().getFirst().at();
            return TriggerRecorder.since(state, first).stream()
                    .distinct()
                    .sorted()
                    .limit(MOST_NAMED)
                    .toList();
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        GroupHistory history = situation.state().ledger(GROUPS).of(subject.name());
        if (history == null) {
            return Evaluation.nothing();
        }
        Count count = count(history, situation.now().minus(window));
        Instant review = review(count);
        if (count.reversals().size() <= resolvedReversals) {
            return Evaluation.nothing().reviewedAt(review);
        }
        boolean fires = count.reversals().size() >= warning.reversals()
                && count.thrown() >= warning.shortLived()
                && count.balance() >= balance;
        Finding.Builder finding = Finding.about(subject).keepFor(keepFor);
        if (fires) {
            describe(finding, subject.name(), count, situation);
        } else {
            finding.holding();
        }
        return Evaluation.of(finding.build()).reviewedAt(review);
    }

    private Count count(GroupHistory history, Instant oldest) {
        List<GroupHistory.Action> counted = history.actions().stream()
                .filter(action -> action.excluded() == null)
                .toList();
        List<NodeAction> actions = counted.stream()
                .map(action -> new NodeAction(action.at(), action.added(), action.node(), action.lifetime()))
                .toList();
        List<Instant> lately = ScalingStep.reversals(ScalingStep.of(actions, together), gap).stream()
                .filter(at -> at.isAfter(oldest.minus(window.multipliedBy(3).dividedBy(2))))
                .toList();
        List<Instant> reversals =
                lately.stream().filter(at -> at.isAfter(oldest)).toList();
        List<GroupHistory.Action> recent =
                counted.stream().filter(action -> action.at().isAfter(oldest)).toList();
        List<GroupHistory.Action> removed =
                recent.stream().filter(action -> !action.added()).toList();
        long thrown = removed.stream()
                .filter(action -> action.lifetime().compareTo(shortLife) < 0)
                .count();
        GroupHistory since = history.since(oldest);
        return new Count(
                new GroupHistory(recent, since.evictions(), since.lowRequests()),
                reversals,
                lately,
                recent.size() - removed.size(),
                removed,
                thrown);
    }

    /** When the oldest of what was counted leaves the window. */
    private @Nullable Instant review(Count count) {
        Stream<Instant> times = Stream.concat(
                count.reversals().stream(), count.recent().actions().stream().map(GroupHistory.Action::at));
        return times.min(Instant::compareTo).map(at -> at.plus(window)).orElse(null);
    }

    private void describe(Finding.Builder finding, String group, Count count, Situation situation) {
        int reversals = count.reversals().size();
        ThrashCause cause = ThrashCause.of(count.recent(), count.keepsTime(), situation.state(), situation.alerts());
        boolean skewed = count.removed().stream().anyMatch(GroupHistory.Action::skewed);
        boolean derived = situation.state().nodesOfGroup(group).stream()
                .anyMatch(node ->
                        node.body().group() != null && node.body().group().label() == null);
        List<String> triggers = count.triggeredBy(situation.state());
        if (cause == ThrashCause.PERIODIC_DEMAND) {
            finding.fallsToo(); // that it comes and goes like clockwork shows only after some rounds
        }
        finding.levels(levels(count, cause))
                .confidence(skewed || derived ? Confidence.LOW : Confidence.HIGH)
                .cause(cause.name())
                .label("clockSkew", skewed ? "true" : null)
                .measured("reversals", reversals)
                .measured("shortLived", count.thrown())
                .measured("balance", Math.round(count.balance() * 1000) / 1000.0)
                .measured("added", count.added())
                .measured("removed", count.removed().size())
                .measured("wastedNodeMinutes", Math.round(count.wastedMinutes(shortLife)))
                .measured("evictions", count.evictions())
                .measured("evictedByWorkload", few(count.evictedByWorkload()))
                .measured("triggeredBy", triggers.isEmpty() ? null : triggers)
                .threshold("reversals", warning.reversals())
                .threshold("shortLived", warning.shortLived())
                .threshold("balance", balance)
                .threshold("window", window)
                .suggest(SuggestedAction.PAUSE_MAINTENANCE)
                .summary(group + " changed direction " + reversals + " times in " + window.toMinutes()
                        + " min; " + count.thrown() + " of " + count.removed().size()
                        + " removed nodes had lived under " + shortLife.toMinutes() + " min")
                .evidence(count.recent().actions().stream()
                        .map(GroupHistory.Action::evidence)
                        .toList());
    }

    /** The first of them; null where there are none. */
    private static @Nullable Map<String, Long> few(SortedMap<String, Long> counts) {
        Map<String, Long> few = new LinkedHashMap<>();
        counts.entrySet().stream().limit(MOST_NAMED).forEach(one -> few.put(one.getKey(), one.getValue()));
        return few.isEmpty() ? null : few;
    }

    private List<Level> levels(Count count, ThrashCause cause) {
        if (cause == ThrashCause.PERIODIC_DEMAND) {
            return List.of(Level.info(Duration.ZERO));
        }
        boolean grave = count.reversals().size() >= critical.reversals()
                || count.thrown() >= critical.shortLived()
                || count.evictions() >= criticalEvictions;
        Level first = Level.warning(Duration.ZERO);
        return grave ? List.of(first, Level.critical(Duration.ZERO)) : List.of(first);
    }
}
