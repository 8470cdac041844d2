package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.EventState;
import io.plimsoll.model.fact.HorizontalAutoscalerState;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.WorkloadState;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which budgets a change may concern, found through the state's indexes. */
final class BudgetSubjects {

    private BudgetSubjects() {}

    /** The budget itself. */
    static void ofBudget(Change change, Consumer<ObjectRef> subjects) {
        if (change.kind().equals("PodDisruptionBudget")) {
            subjects.accept(change.ref());
        }
    }

    /** Those that cover the pod, before or after, where something changed that budgets go by. */
    static void ofPod(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        PodView before = change.podBefore();
        PodView after = change.podAfter();
        if (before != null && after != null && alike(before, after)) {
            return;
        }
        if (before != null) {
            matching(before.namespace(), before.labels(), state, subjects);
        }
        if (after != null && (before == null || !before.labels().equals(after.labels()))) {
            matching(after.namespace(), after.labels(), state, subjects);
        }
    }

    private static boolean alike(PodView before, PodView after) {
        return before.labels().equals(after.labels())
                && before.isReady() == after.isReady()
                && before.terminating() == after.terminating()
                && before.sameObject(after)
                && Objects.equals(before.phase(), after.phase())
                && Objects.equals(before.nodeName(), after.nodeName())
                && Objects.equals(before.disruption(), after.disruption())
                && Objects.equals(before.workload(), after.workload())
                && PodHealth.crashLooping(before) == PodHealth.crashLooping(after);
    }

    /** Those whose selector matches the workload's template, before or after. */
    static void ofWorkload(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        ofTemplate(change.before(WorkloadState.class), state, subjects);
        ofTemplate(change.after(WorkloadState.class), state, subjects);
    }

    /** Those of the workload that the autoscaler scales, before or after. */
    static void ofAutoscaler(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        ofTarget(change.before(HorizontalAutoscalerState.class), state, subjects);
        ofTarget(change.after(HorizontalAutoscalerState.class), state, subjects);
    }

    private static void ofTarget(
            @Nullable Tracked<HorizontalAutoscalerState> autoscaler, ClusterState state, Consumer<ObjectRef> subjects) {
        if (autoscaler != null) {
            var target = autoscaler.body().target();
            ofTemplate(
                    state.workload(ObjectRef.of(target.kind(), autoscaler.ref().namespace(), target.name())),
                    state,
                    subjects);
        }
    }

    private static void ofTemplate(
            @Nullable Tracked<WorkloadState> workload, ClusterState state, Consumer<ObjectRef> subjects) {
        if (workload != null
                && workload.body().template() != null
                && workload.ref().namespace() != null) {
            matching(workload.ref().namespace(), workload.body().template().labels(), state, subjects);
        }
    }

    /** Those of the pods on a node that began or ceased to be emptied. */
    static void ofNode(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        Tracked<NodeState> before = change.before(NodeState.class);
        Tracked<NodeState> after = change.after(NodeState.class);
        boolean drained = before != null && Draining.is(before.body());
        boolean drains = after != null && Draining.is(after.body());
        if (drained != drains) {
            for (PodView pod : state.podsOn(change.ref().name())) {
                matching(pod.namespace(), pod.labels(), state, subjects);
            }
        }
    }

    /** Those that a refusal speaks of. */
    static void ofEvent(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        EventState event = change.body(EventState.class);
        if (event != null && BudgetPasts.refusal(event)) {
            BudgetPasts.named(event, state).forEach(budget -> subjects.accept(budget.ref()));
        }
    }

    /** Those of a pod that an event tells was taken away. */
    static void ofDisruption(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        EventState event = change.body(EventState.class);
        if (event != null && BudgetPasts.disrupts(event)) {
            BudgetPasts.losing(event.involved(), state).forEach(budget -> subjects.accept(budget.ref()));
        }
    }

    private static void matching(
            String namespace, Map<String, String> labels, ClusterState state, Consumer<ObjectRef> subjects) {
        for (Tracked<BudgetState> budget : state.budgetsMatching(namespace, labels)) {
            subjects.accept(budget.ref());
        }
    }
}
