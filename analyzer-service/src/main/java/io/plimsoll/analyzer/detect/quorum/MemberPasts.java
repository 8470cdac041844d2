package io.plimsoll.analyzer.detect.quorum;

import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.ClaimState;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, by StatefulSet, members that went and members that came too early; nothing longer than a day.
 *
 * <p>A pod that is gone without ever having been terminating was deleted by force: the API server forgot it, its node may
 * not have.
 */
public record MemberPasts() implements Recorder<MemberPast> {

    private static final Duration KEPT = Duration.ofHours(24);

    /** Reasons that come with the certainty that the pod doesn't run any more, or that mark an orderly end. */
    private static final Set<String> NODE_GONE = Set.of("DeletionByPodGC");

    public static MemberPast of(ClusterState state, ObjectRef set) {
        return Objects.requireNonNullElse(state.ledger(new MemberPasts()).of(set.display()), MemberPast.NONE);
    }

    @Override
    public String name() {
        return "member-past";
    }

    @Override
    public Class<MemberPast> type() {
        return MemberPast.class;
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<MemberPast> ledger) {
        if (change.kind().equals("Pod")) {
            recordPod(change, state, ledger);
        } else if (change.kind().equals(StatefulSets.KIND) && change.after() == null) {
            ledger.put(change.ref().display(), null);
        } else if (change.kind().equals(MemberClaims.KIND) && change.transition()) {
            recordClaim(change, state, ledger);
        }
    }

    private static void recordClaim(Change change, ClusterState state, Ledger<MemberPast> ledger) {
        Tracked<ClaimState> before = change.before(ClaimState.class);
        Tracked<ClaimState> after = change.after(ClaimState.class);
        String volume = before == null ? null : before.body().volumeName();
        if (volume == null || (after != null && volume.equals(after.body().volumeName()))) {
            return;
        }
        for (Tracked<WorkloadState> set : MemberClaims.setsOf(change.ref(), state)) {
            String key = set.ref().display();
            MemberPast known = Objects.requireNonNullElse(ledger.of(key), MemberPast.NONE);
            ledger.put(key, known.rebound(new MemberPast.Rebinding(change.ref().name(), volume, change.at())));
        }
    }

    private static void recordPod(Change change, ClusterState state, Ledger<MemberPast> ledger) {
        PodView before = change.podBefore();
        PodView after = change.podAfter();
        ObjectRef set = StatefulSets.owner(change.pod());
        if (set == null) {
            return;
        }
        String key = set.display();
        MemberPast known = Objects.requireNonNullElse(ledger.of(key), MemberPast.NONE);
        MemberPast past = known;
        if (change.transition() && before != null && goes(before, after) && !removed(before, set, state)) {
            past = past.departed(new MemberPast.Departure(before.name(), before.uid(), change.at()));
        }
        if (before == null && after != null) {
            past = past.succeeded(after.name(), after.uid(), change.at(), change.transition());
        }
        MemberPast.Twin twin = change.transition() || change.deletion() ? twin(before, after, past, change) : null;
        if (twin != null) {
            past = past.twinned(twin);
        }
        if (after != null && after.isReady() && !after.terminating()) {
            past = past.back(after.name());
        }
        if (!past.equals(known)) {
            ledger.put(key, past.equals(MemberPast.NONE) ? null : past);
        }
    }

    private static boolean goes(PodView before, @Nullable PodView after) {
        if (before.finished() || before.terminating()) {
            return false;
        }
        return after == null || !after.sameObject(before) || after.terminating();
    }

    /** Beyond the replicas now wished, or of a set that is being deleted. */
    private static boolean removed(PodView pod, ObjectRef ref, ClusterState state) {
        Tracked<WorkloadState> set = state.workload(ref);
        return set == null
                || set.body().deletionTimestamp() != null
                || Ordinal.of(set.name(), pod.name()).orElse(-1) >= StatefulSets.wished(set);
    }

    /** The new member of a name whose forerunner was taken out of the API without terminating. */
    private static MemberPast.@Nullable Twin twin(
            @Nullable PodView before, @Nullable PodView after, MemberPast past, Change change) {
        if (before != null && after == null && mayStillRun(before)) {
            return new MemberPast.Twin(
                    before.name(), before.uid(), null, before.nodeName(), change.at(), !change.transition());
        }
        if (before == null || after == null || before.sameObject(after) || !mayStillRun(before)) {
            return null;
        }
        return new MemberPast.Twin(after.name(), before.uid(), after.uid(), before.nodeName(), change.at(), false);
    }

    private static boolean mayStillRun(PodView pod) {
        boolean nodeGone = pod.disruption() != null
                && pod.disruption().reason() != null
                && NODE_GONE.contains(pod.disruption().reason());
        return !pod.terminating() && !pod.finished() && pod.nodeName() != null && !nodeGone;
    }

    @Override
    public @Nullable MemberPast pruned(String key, MemberPast history, ClusterState state) {
        MemberPast kept = history.after(state.now().minus(KEPT));
        return kept.equals(MemberPast.NONE) ? null : kept;
    }
}
