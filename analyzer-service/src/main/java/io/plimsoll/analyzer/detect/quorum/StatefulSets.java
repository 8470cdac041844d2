package io.plimsoll.analyzer.detect.quorum;

import io.plimsoll.analyzer.detect.rollout.WorkloadPasts;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.WorkloadState;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How StatefulSets are found from what changes, and counted. */
final class StatefulSets {

    static final String KIND = "StatefulSet";

    private StatefulSets() {}

    /** The StatefulSet itself, or that of the pod. */
    static void affected(Change change, Consumer<ObjectRef> subjects) {
        if (change.kind().equals(KIND)) {
            subjects.accept(change.ref());
        }
        of(change.podBefore(), subjects);
        of(change.podAfter(), subjects);
    }

    private static void of(@Nullable PodView pod, Consumer<ObjectRef> subjects) {
        ObjectRef owner = owner(pod);
        if (owner != null) {
            subjects.accept(owner);
        }
    }

    /** The StatefulSet that controls the pod; null where none does. */
    static @Nullable ObjectRef owner(@Nullable PodView pod) {
        OwnerRef controller = pod == null ? null : pod.controller();
        return pod == null || controller == null || !controller.kind().equals(KIND)
                ? null
                : ObjectRef.of(KIND, pod.namespace(), controller.name());
    }

    static @Nullable Tracked<WorkloadState> at(ObjectRef subject, ClusterState state) {
        return subject.kind().equals(KIND) ? state.workload(subject) : null;
    }

    static ObjectRef ref(Tracked<WorkloadState> set) {
        return ObjectRef.of(KIND, set.ref().namespace(), set.name());
    }

    /** Members as wished. */
    static int wished(Tracked<WorkloadState> set) {
        return WorkloadPasts.wished(set.body());
    }

    /**
     * Ready members by the status, or by the pods where they are fewer: the status lags. By the pods alone where the
     * StatefulSet controller hasn't written one yet; by the status alone where not all members are known.
     */
    static int ready(Tracked<WorkloadState> set, ClusterState state) {
        WorkloadState body = set.body();
        boolean reported = body.observedGeneration() > 0 || body.statusReplicas() > 0 || body.readyReplicas() > 0;
        if (!reported) {
            return readyPods(set, state);
        }
        Collection<PodView> pods = state.podsOf(ref(set));
        int ready = (int) pods.stream().filter(PodView::isReady).count();
        return pods.size() >= wished(set) ? Math.min(body.readyReplicas(), ready) : body.readyReplicas();
    }

    /** Ready members that aren't about to go. */
    static int readyPods(Tracked<WorkloadState> set, ClusterState state) {
        return (int) state.podsOf(ref(set)).stream()
                .filter(pod -> pod.isReady() && !pod.terminating())
                .count();
    }

    static int terminating(Tracked<WorkloadState> set, ClusterState state) {
        return (int)
                state.podsOf(ref(set)).stream().filter(PodView::terminating).count();
    }
}
