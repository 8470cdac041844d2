package io.plimsoll.actuator.guard;

import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.PodState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Pods the scheduler found no node for. */
final class Unschedulable {

    private Unschedulable() {}

    /** Those it first failed on at or after the instant, by name. Pods that wait for a gate are not its failures. */
    static List<Viewed<PodState>> since(ClusterView view, Instant instant) {
        return view.unboundPods().stream()
                .filter(pod -> failedSince(pod.state(), instant))
                .sorted(Comparator.comparing(Viewed::display))
                .toList();
    }

    private static boolean failedSince(PodState pod, Instant instant) {
        Condition scheduled = pod.condition("PodScheduled");
        if (scheduled == null
                || pod.terminating()
                || !scheduled.status().equals("False")
                || !"Unschedulable".equals(scheduled.reason())) {
            return false;
        }
        Instant since = scheduled.lastTransitionTime() == null ? pod.createdAt() : scheduled.lastTransitionTime();
        return since == null || !since.isBefore(instant);
    }
}
