package io.plimsoll.analyzer.detect.scaling;

import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.model.Copies;
import io.plimsoll.model.fact.EventState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes whose pods made the cluster-autoscaler buy nodes ({@code TriggeredScaleUp}), for the cluster as a whole. */
public record TriggerRecorder(Duration kept) implements Recorder<TriggerRecorder.Triggers> {

    private static final TriggerRecorder STANDARD = new TriggerRecorder(Duration.ofMinutes(100));
    private static final String CLUSTER = "cluster";
    private static final int MOST = 500;

    /** A pod's workload, {@code kind/namespace/name}, whose need bought a node. */
    public record Trigger(Instant at, String workload) {}

    /** Oldest first. */
    public record Triggers(List<Trigger> triggers) {

        public Triggers {
            triggers = Copies.list(triggers);
        }
    }

    public static TriggerRecorder defaults() {
        return STANDARD;
    }

    /** The workloads, one for each trigger since then; all that are known where {@code from} is null. */
    static List<String> since(ClusterState state, @Nullable Instant from) {
        Triggers triggers = state.ledger(STANDARD).of(CLUSTER);
        return triggers == null
                ? List.of()
                : triggers.triggers().stream()
                        .filter(trigger -> from == null || !trigger.at().isBefore(from.minus(Duration.ofMinutes(15))))
                        .map(Trigger::workload)
                        .toList();
    }

    @Override
    public String name() {
        return "scale-up-triggers";
    }

    @Override
    public Class<Triggers> type() {
        return Triggers.class;
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<Triggers> ledger) {
        EventState event = change.body(EventState.class);
        if (event == null || !event.reason().equals("TriggeredScaleUp") || !change.transition()) {
            return;
        }
        String namespace = event.involved().namespace();
        PodView pod =
                namespace == null ? null : state.pod(namespace, event.involved().name());
        if (pod == null) {
            return;
        }
        Triggers known = ledger.of(CLUSTER);
        List<Trigger> triggers = new ArrayList<>(known == null ? List.of() : known.triggers());
        triggers.removeIf(trigger -> trigger.at().plus(kept).isBefore(change.at()));
        if (triggers.size() < MOST) {
            triggers.add(new Trigger(change.at(), GroupRecorder.workload(pod)));
        }
        ledger.put(CLUSTER, new Triggers(triggers));
    }

    @Override
    public @Nullable Triggers pruned(String key, Triggers history, ClusterState state) {
        List<Trigger> left = history.triggers().stream()
                .filter(trigger -> !trigger.at().plus(kept).isBefore(state.now()))
                .toList();
        return left.isEmpty() ? null : left.size() == history.triggers().size() ? history : new Triggers(left);
    }
}
