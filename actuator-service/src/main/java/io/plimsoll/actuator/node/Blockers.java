package io.plimsoll.actuator.node;

import io.plimsoll.actuator.node.NodeLife.Draining;
import io.plimsoll.actuator.node.PodTask.Asked;
import io.plimsoll.actuator.node.PodTask.Leaving;
import io.plimsoll.actuator.node.PodTask.Listed;
import io.plimsoll.actuator.node.PodTask.Waiting;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a drain waits for, pod by pod: read off its state, kept nowhere. */
public final class Blockers {

    private Blockers() {}

    /** Pods that are merely on their way are named only when they are late. */
    public static List<Cause> of(Draining state, List<PodSight> here, NodeRules rules, Instant now) {
        List<Cause> causes = new ArrayList<>();
        for (PodSight pod : here) {
            PodTask task = state.pods().getOrDefault(pod.uid(), new Listed());
            switch (task) {
                case Waiting waiting -> causes.add(refused(waiting.cause(), pod));
                case Asked(var _, var _, var _, var _, var cause) when cause != null -> causes.add(refused(cause, pod));
                case Leaving _ when late(pod, rules, now) -> causes.add(Causes.stuck(pod));
                case Leaving _, Asked _ -> {}
                case Listed _ when pod.obstacle() != null -> causes.add(named(pod.obstacle(), pod));
                case Listed _ -> {}
            }
        }
        return causes;
    }

    /** What stands against it now is what it waits for: the server's refusal is of the moment it was asked. */
    private static Cause refused(Cause cause, PodSight pod) {
        return named(pod.obstacle() == null ? cause : pod.obstacle(), pod);
    }

    private static boolean late(PodSight pod, NodeRules rules, Instant now) {
        return pod.leavingSince() != null && !now.isBefore(pod.leavingSince().plus(rules.stuckAfter()));
    }

    private static Cause named(Cause cause, PodSight pod) {
        return cause.object() != null
                ? cause
                : new Cause(
                        cause.code(), pod.display(), "pod " + pod.display() + ": " + cause.message(), cause.remedy());
    }
}
