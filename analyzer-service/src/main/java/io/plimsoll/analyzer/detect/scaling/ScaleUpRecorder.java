package io.plimsoll.analyzer.detect.scaling;

import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.Copies;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.EventState;
import io.plimsoll.model.fact.NodeClaimState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Notes what autoscalers said about pods that wait, by workload, and about groups that don't deliver, by group. */
public record ScaleUpRecorder(Duration kept) implements Recorder<ScaleUpRecorder.History> {

    private static final ScaleUpRecorder STANDARD = new ScaleUpRecorder(Duration.ofMinutes(60));
    private static final int MOST = 200;
    private static final Pattern GROUP = Pattern.compile("group:? '?\"?([^\\s'\",;]+?)[:.]*(?=[\\s'\",;]|$)");
    private static final Set<String> FAILURES = Set.of("ScaleUpTimedOut", "FailedToScaleUpGroup");
    private static final Set<String> REACTIONS = Set.of("TriggeredScaleUp", "Nominated");

    /** A failure of a group to scale up, as an event told; {@code capacity} where the provider had none left. */
    public record Failure(Instant at, String event, String reason, boolean capacity, int times) {}

    /**
     * Oldest first.
     *
     * @param refused how often the autoscaler said it wouldn't help
     * @param refusedAt when it last did
     * @param refusedBy the event that told it last
     * @param reactedAt when it last said it would
     */
    public record History(
            int refused,
            @Nullable Instant refusedAt,
            @Nullable String refusedBy,
            @Nullable Instant reactedAt,
            List<Failure> failures) {

        public History {
            failures = Copies.list(failures);
        }
    }

    public static ScaleUpRecorder defaults() {
        return STANDARD;
    }

    static History of(ClusterState state, ObjectRef subject) {
        return known(state.ledger(STANDARD).of(key(subject)));
    }

    private static History known(@Nullable History history) {
        return history == null ? new History(0, null, null, null, List.of()) : history;
    }

    private static String key(ObjectRef subject) {
        return subject.kind() + "/" + subject.display();
    }

    @Override
    public String name() {
        return "scale-ups";
    }

    @Override
    public Class<History> type() {
        return History.class;
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<History> ledger) {
        EventState event = change.body(EventState.class);
        if (event == null || !change.transition()) {
            return;
        }
        boolean refused = event.reason().equals("NotTriggerScaleUp");
        ObjectRef workload = refused || REACTIONS.contains(event.reason()) ? workload(event, state) : null;
        if (workload != null && refused) {
            refused(change, event, workload, ledger);
        } else if (workload != null) {
            History known = known(ledger.of(key(workload)));
            ledger.put(
                    key(workload),
                    new History(known.refused(), known.refusedAt(), known.refusedBy(), change.at(), known.failures()));
        }
        ObjectRef group = group(event, state);
        if (group != null) {
            failed(change, event, group, ledger);
        }
    }

    private static @Nullable ObjectRef workload(EventState event, ClusterState state) {
        String namespace = event.involved().namespace();
        PodView pod = namespace == null || !event.involved().kind().equals("Pod")
                ? null
                : state.pod(namespace, event.involved().name());
        return pod == null ? null : pod.workloadRef();
    }

    /** The group whose failure the event reports; null where it reports none. */
    static @Nullable ObjectRef group(EventState event, ClusterState state) {
        if (FAILURES.contains(event.reason())) {
            Matcher named = GROUP.matcher(event.message());
            return NodeGroupThrash.subject(named.find() ? named.group(1) : "unknown");
        }
        if (!event.reason().equals("InsufficientCapacityError")) {
            return null;
        }
        Tracked<NodeClaimState> claim = state.object(
                NodeClaimState.class, "NodeClaim", null, event.involved().name());
        String pool = claim == null ? null : claim.body().nodePool();
        return NodeGroupThrash.subject(pool == null ? "unknown" : pool);
    }

    private static void refused(Change change, EventState event, ObjectRef workload, Ledger<History> ledger) {
        History known = known(ledger.of(key(workload)));
        String source = change.fact().name();
        if (change.at().equals(known.refusedAt()) && source.equals(known.refusedBy())) {
            return; // delivered twice
        }
        int times = known.refused() + Math.max(1, event.delta());
        ledger.put(key(workload), new History(times, change.at(), source, known.reactedAt(), known.failures()));
    }

    private void failed(Change change, EventState event, ObjectRef group, Ledger<History> ledger) {
        History known = known(ledger.of(key(group)));
        String source = change.fact().name();
        if (known.failures().stream()
                .anyMatch(failure ->
                        failure.at().equals(change.at()) && failure.event().equals(source))) {
            return; // delivered twice
        }
        boolean capacity = event.reason().equals("InsufficientCapacityError");
        List<Failure> failures = new ArrayList<>(known.failures());
        failures.removeIf(failure -> failure.at().plus(kept).isBefore(change.at()));
        if (failures.size() < MOST) {
            failures.add(new Failure(change.at(), source, event.reason(), capacity, Math.max(1, event.delta())));
        }
        ledger.put(
                key(group),
                new History(known.refused(), known.refusedAt(), known.refusedBy(), known.reactedAt(), failures));
    }

    @Override
    public @Nullable History pruned(String key, History history, ClusterState state) {
        Instant oldest = state.now().minus(kept);
        List<Failure> failures = history.failures().stream()
                .filter(failure -> !failure.at().isBefore(oldest))
                .toList();
        boolean spoken = later(history.refusedAt(), oldest) || later(history.reactedAt(), oldest);
        if (!spoken && failures.isEmpty()) {
            return null;
        }
        return failures.size() == history.failures().size()
                ? history
                : new History(
                        history.refused(), history.refusedAt(), history.refusedBy(), history.reactedAt(), failures);
    }

    private static boolean later(@Nullable Instant at, Instant oldest) {
        return at != null && !at.isBefore(oldest);
    }
}
