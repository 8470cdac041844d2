package io.plimsoll.analyzer.detect.nodes;

import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.ContainerView;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.model.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Remembers by workload and reason since when its containers crash, or can't get their image. */
public record WaitingTrails() implements Recorder<WaitingTrail> {

    public static final WaitingTrails INSTANCE = new WaitingTrails();

    static final String CRASH = "CRASH";
    static final String IMAGE = "IMAGE";
    static final Duration GAP = Duration.ofMinutes(5);

    private static final Set<String> IMAGE_REASONS =
            Set.of("ImagePullBackOff", "ErrImagePull", "ErrImageNeverPull", "InvalidImageName");

    @Override
    public String name() {
        return "waiting";
    }

    @Override
    public Class<WaitingTrail> type() {
        return WaitingTrail.class;
    }

    static String key(String what, ObjectRef workload) {
        return what + "|" + workload.kind() + "/" + workload.namespace() + "/" + workload.name();
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<WaitingTrail> ledger) {
        PodView pod = change.pod();
        if (pod != null) {
            note(CRASH, pod, change, state, ledger);
            note(IMAGE, pod, change, state, ledger);
        }
    }

    private static void note(String what, PodView pod, Change change, ClusterState state, Ledger<WaitingTrail> ledger) {
        boolean concerns = waits(change.podBefore(), what) || waits(change.podAfter(), what);
        if (!concerns) {
            return;
        }
        String key = key(what, pod.workloadRef());
        WaitingTrail before = ledger.of(key);
        boolean now = state.podsOf(pod.workloadRef()).stream().anyMatch(other -> waits(other, what));
        if (before != null
                && (before.now() || !change.at().isAfter(before.lastSeen().plus(GAP)))) {
            ledger.put(key, new WaitingTrail(before.since(), change.at(), now));
        } else if (now) {
            ledger.put(key, new WaitingTrail(change.at(), change.at(), true));
        }
    }

    /** Since when containers of the workload have crashed, with no longer pause than the gap; null where none does now. */
    public static @Nullable Instant crashingSince(ClusterState state, ObjectRef workload) {
        WaitingTrail trail = state.ledger(INSTANCE).of(key(CRASH, workload));
        return trail == null || !trail.now() ? null : trail.since();
    }

    static boolean waits(@Nullable PodView pod, String what) {
        if (pod == null || pod.terminating()) {
            return false;
        }
        for (ContainerView container : pod.containers()) {
            String reason = "Waiting".equals(container.state()) ? container.reason() : null;
            if (reason != null
                    && (what.equals(CRASH) ? reason.equals("CrashLoopBackOff") : IMAGE_REASONS.contains(reason))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable WaitingTrail pruned(String key, WaitingTrail trail, ClusterState state) {
        return !trail.now() && state.now().isAfter(trail.lastSeen().plus(GAP.multipliedBy(2))) ? null : trail;
    }
}
