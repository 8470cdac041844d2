package io.plimsoll.analyzer.detect.rollout;

import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.PodTemplate;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Remembers purposeful changes of workloads, ReplicaSets included, for an hour.
 *
 * <p>More replicas make {@code observedGeneration} and {@code updatedReplicas} grow too: that is a scaling, not a rollout.
 */
public record WorkloadPasts() implements Recorder<WorkloadPast> {

    private static final Duration KEPT = Duration.ofHours(1);

    /** For so long after a change of the replicas a new observed generation is taken to be its. */
    private static final Duration SCALING_ECHO = Duration.ofMinutes(5);

    public static WorkloadPast of(ClusterState state, ObjectRef workload) {
        WorkloadPast past = state.ledger(new WorkloadPasts()).of(key(workload));
        return past == null ? WorkloadPast.NONE : past;
    }

    /** Whether old and new pods are meant to stand side by side now. */
    public static boolean underway(WorkloadState workload) {
        if (!reported(workload)) {
            return false; // no controller has spoken yet: its zeros are no numbers
        }
        if (workload.updateRevision() != null && workload.currentRevision() != null) {
            return !workload.updateRevision().equals(workload.currentRevision());
        }
        return workload.updatedReplicas() < wished(workload) || workload.updatedReplicas() < workload.statusReplicas();
    }

    /** Whether the workload wishes no pods any more: scaled to 0, being deleted, or deleted not long ago. */
    public static boolean givenUp(ClusterState state, ObjectRef workload) {
        Tracked<WorkloadState> known = state.workload(workload);
        if (known == null) {
            return !of(state, workload).equals(WorkloadPast.NONE);
        }
        return wished(known.body()) == 0 || known.body().deletionTimestamp() != null;
    }

    private static boolean reported(WorkloadState workload) {
        return workload.observedGeneration() > 0 || workload.statusReplicas() > 0 || workload.updatedReplicas() > 0;
    }

    @Override
    public String name() {
        return "workload-past";
    }

    @Override
    public Class<WorkloadPast> type() {
        return WorkloadPast.class;
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<WorkloadPast> ledger) {
        Tracked<WorkloadState> before = change.before(WorkloadState.class);
        Tracked<WorkloadState> after = change.after(WorkloadState.class);
        String key = before == null ? "" : key(change.ref());
        if (before != null && change.deletion()) {
            ledger.put(
                    key,
                    Objects.requireNonNullElse(ledger.of(key), WorkloadPast.NONE)
                            .gone(change.at()));
        }
        if (before != null && after != null && change.transition()) {
            WorkloadPast known = Objects.requireNonNullElse(ledger.of(key), WorkloadPast.NONE);
            WorkloadPast past = past(known, before.body(), after.body(), change.at());
            if (!past.equals(known)) {
                ledger.put(key, past);
            }
        }
        if (after != null && after.ref().kind().equals("StatefulSet")) {
            String name = key(change.ref());
            WorkloadPast known = Objects.requireNonNullElse(ledger.of(name), WorkloadPast.NONE);
            // One that has just been made has no member that is ready: this one began unseen.
            boolean begun =
                    before == null && change.transition() && after.body().readyReplicas() > 0;
            WorkloadPast past = complete(after.body()) || begun
                    ? known.complete(change.at())
                    : known.ready(after.body().readyReplicas(), change.at());
            if (!past.equals(known)) {
                ledger.put(name, past);
            }
        }
    }

    private static boolean complete(WorkloadState workload) {
        return wished(workload) > 0 && workload.readyReplicas() >= wished(workload);
    }

    private static WorkloadPast past(WorkloadPast known, WorkloadState before, WorkloadState after, Instant at) {
        boolean newTemplate = !hash(before).equals(hash(after));
        boolean scaled = wished(before) != wished(after);
        boolean up = wished(after) > wished(before);
        WorkloadPast past = scaled ? known.scaled(at, up, wished(before), before.readyReplicas()) : known;
        boolean echo = past.scaledAt() != null
                && Duration.between(past.scaledAt(), at).compareTo(SCALING_ECHO) <= 0
                && !(past.templateChangedAt() != null
                        && past.templateChangedAt().isAfter(past.scaledAt()));
        boolean step = after.observedGeneration() != before.observedGeneration()
                || (after.updatedReplicas() > before.updatedReplicas() && (underway(before) || underway(after)));
        return newTemplate || (step && !echo) ? past.progressed(at, newTemplate) : past;
    }

    @Override
    public @Nullable WorkloadPast pruned(String key, WorkloadPast history, ClusterState state) {
        Instant newest = history.touched();
        return newest == null || newest.plus(KEPT).isBefore(state.now()) ? null : history;
    }

    /** Null means 1, except where the kind has no replicas. */
    public static int wished(WorkloadState workload) {
        return workload.replicas() == null ? 1 : workload.replicas();
    }

    private static String hash(WorkloadState workload) {
        PodTemplate template = workload.template();
        return template == null ? "" : template.hash();
    }

    private static String key(ObjectRef workload) {
        return workload.kind() + "/" + workload.namespace() + "/" + workload.name();
    }
}
