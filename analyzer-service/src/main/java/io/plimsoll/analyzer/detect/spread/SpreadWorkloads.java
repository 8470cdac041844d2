package io.plimsoll.analyzer.detect.spread;

import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.Affinity;
import io.plimsoll.model.fact.PodTemplate;
import io.plimsoll.model.fact.WorkloadState;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Workloads whose pods stand side by side, so that it matters where. */
final class SpreadWorkloads {

    private static final Set<String> KINDS = Set.of("Deployment", "StatefulSet", "ReplicaSet");

    private SpreadWorkloads() {}

    /** The workload itself, or that of a pod that came, went or moved. */
    static void affected(Change change, Consumer<ObjectRef> subjects) {
        if (KINDS.contains(change.kind())) {
            subjects.accept(change.ref());
        }
        PodView before = change.podBefore();
        PodView after = change.podAfter();
        if (before != null && after != null && alike(before, after)) {
            return;
        }
        of(before, subjects);
        of(after, subjects);
    }

    /** Those whose template says how their pods are to be spread. */
    static void constrained(ClusterState state, Consumer<ObjectRef> subjects) {
        for (String kind : KINDS) {
            for (Tracked<WorkloadState> workload : state.all(WorkloadState.class, kind)) {
                PodTemplate template = workload.body().template();
                if (template != null && !template.topologySpread().isEmpty()) {
                    subjects.accept(ref(workload));
                }
            }
        }
    }

    private static boolean alike(PodView before, PodView after) {
        return Objects.equals(before.nodeName(), after.nodeName())
                && before.finished() == after.finished()
                && before.terminating() == after.terminating()
                && before.workloadRef().equals(after.workloadRef())
                && before.labels().equals(after.labels());
    }

    private static void of(@Nullable PodView pod, Consumer<ObjectRef> subjects) {
        if (pod != null && KINDS.contains(pod.workloadRef().kind())) {
            subjects.accept(pod.workloadRef());
        }
    }

    /** The workload where it has a template of its own. */
    static @Nullable Tracked<WorkloadState> at(ObjectRef subject, ClusterState state) {
        Tracked<WorkloadState> workload = KINDS.contains(subject.kind()) ? state.workload(subject) : null;
        return workload == null
                        || workload.body().template() == null
                        || workload.body().owner() != null
                ? null
                : workload;
    }

    /** Pods that lie on a node and stay there for now. */
    static List<PodView> settled(Tracked<WorkloadState> workload, ClusterState state) {
        return state.podsOf(ref(workload)).stream()
                .filter(pod -> pod.occupies() && !pod.terminating())
                .toList();
    }

    static ObjectRef ref(Tracked<WorkloadState> workload) {
        return ObjectRef.of(workload.ref().kind(), workload.ref().namespace(), workload.name());
    }

    /** What the pods require of a node; their affinity is read from one of them, for templates don't hold it. */
    static EligibleNode requirements(PodTemplate template, List<PodView> pods) {
        Affinity affinity =
                pods.isEmpty() ? null : new Affinity(pods.getLast().shape().nodeTerms(), List.of(), List.of());
        return new EligibleNode(template.nodeSelector(), affinity, template.tolerations());
    }
}
