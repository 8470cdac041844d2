package io.plimsoll.analyzer.detect.scaling;

import io.plimsoll.analyzer.detect.autoscaler.ReplicaMove;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.Copies;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.FieldChange;
import io.plimsoll.model.fact.HorizontalAutoscalerState;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Notes how the desired replicas of each autoscaler moved in the last hour, by its namespace and name; a change of its
 * minimum or maximum begins anew. Also how often its target's replicas changed hands, and pods that came and went.
 */
public record HpaRecorder(Duration kept) implements Recorder<HpaRecorder.History> {

    static final String KIND = "HorizontalPodAutoscaler";

    private static final HpaRecorder STANDARD = new HpaRecorder(Duration.ofMinutes(60));
    private static final int MOST = 300;

    /**
     * Oldest first.
     *
     * @param hands when another manager wrote the target's replicas than before
     * @param pods when a pod of the target came or went
     */
    public record History(List<ReplicaMove> moves, List<Instant> hands, List<Instant> pods) {

        public History {
            moves = Copies.list(moves);
            hands = Copies.list(hands);
            pods = Copies.list(pods);
        }

        History since(Instant oldest) {
            return new History(
                    moves.stream().filter(move -> move.at().isAfter(oldest)).toList(),
                    hands.stream().filter(at -> at.isAfter(oldest)).toList(),
                    pods.stream().filter(at -> at.isAfter(oldest)).toList());
        }

        boolean isEmpty() {
            return moves.isEmpty() && hands.isEmpty() && pods.isEmpty();
        }
    }

    public static HpaRecorder defaults() {
        return STANDARD;
    }

    static History of(ClusterState state, ObjectRef autoscaler) {
        return known(state.ledger(STANDARD).of(autoscaler.display()));
    }

    private static History known(@Nullable History history) {
        return history == null ? new History(List.of(), List.of(), List.of()) : history;
    }

    @Override
    public String name() {
        return "hpa-moves";
    }

    @Override
    public Class<History> type() {
        return History.class;
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<History> ledger) {
        if (change.kind().equals(KIND)) {
            autoscaler(change, ledger);
        } else if (change.transition()) {
            hands(change, state, ledger);
            pods(change, state, ledger);
        }
    }

    private void autoscaler(Change change, Ledger<History> ledger) {
        String key = change.ref().display();
        Tracked<HorizontalAutoscalerState> before = change.before(HorizontalAutoscalerState.class);
        Tracked<HorizontalAutoscalerState> after = change.after(HorizontalAutoscalerState.class);
        if (after == null) {
            ledger.put(key, null);
        } else if (before != null && boundsChanged(before.body(), after.body())) {
            ledger.put(key, null);
        } else if (before != null
                && change.transition()
                && reported(before.body())
                && before.body().desired() != after.body().desired()) {
            History history = known(ledger.of(key)).since(change.at().minus(kept));
            ReplicaMove move = new ReplicaMove(
                    change.at(), before.body().desired(), after.body().desired());
            ledger.put(key, new History(added(history.moves(), move), history.hands(), history.pods()));
        }
    }

    /** A new autoscaler has no status yet: that is no wish for none. */
    private static boolean reported(HorizontalAutoscalerState autoscaler) {
        return autoscaler.desired() > 0
                || autoscaler.current() > 0
                || autoscaler.minimum() == 0
                || !autoscaler.conditions().isEmpty();
    }

    private static boolean boundsChanged(HorizontalAutoscalerState before, HorizontalAutoscalerState after) {
        return before.minimum() != after.minimum() || before.max() != after.max();
    }

    private void hands(Change change, ClusterState state, Ledger<History> ledger) {
        Tracked<WorkloadState> before = change.before(WorkloadState.class);
        Tracked<WorkloadState> after = change.after(WorkloadState.class);
        if (before == null || after == null) {
            return;
        }
        FieldChange was = before.body().replicasChangedBy();
        FieldChange is = after.body().replicasChangedBy();
        if (was == null || is == null || was.manager().equals(is.manager())) {
            return;
        }
        Tracked<HorizontalAutoscalerState> autoscaler = state.autoscalerOf(after.ref());
        if (autoscaler != null) {
            String key = autoscaler.ref().display();
            History history = known(ledger.of(key)).since(change.at().minus(kept));
            ledger.put(key, new History(history.moves(), added(history.hands(), change.at()), history.pods()));
        }
    }

    private void pods(Change change, ClusterState state, Ledger<History> ledger) {
        PodView pod = change.what() == Change.What.UPDATED ? null : change.pod();
        Tracked<HorizontalAutoscalerState> autoscaler =
                pod == null || pod.workload() == null ? null : state.autoscalerOf(pod.workloadRef());
        if (autoscaler == null) {
            return;
        }
        String key = autoscaler.ref().display();
        History known = ledger.of(key);
        if (known != null && !known.moves().isEmpty()) {
            History history = known.since(change.at().minus(kept));
            ledger.put(key, new History(history.moves(), history.hands(), added(history.pods(), change.at())));
        }
    }

    private static <T> List<T> added(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list.size() < MOST ? list : list.subList(1, list.size()));
        longer.add(last);
        return longer;
    }

    @Override
    public @Nullable History pruned(String key, History history, ClusterState state) {
        History left = history.since(state.now().minus(kept));
        return left.isEmpty() ? null : left;
    }
}
