package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.request.DrainOptions;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.PodState;
import java.time.Instant;

/** Judges one pod: the filters of the plan, for the moment before an eviction. */
public final class PodJudge {

    private PodJudge() {}

    /** The verdict on a pod as it is now, without asking where it would go. */
    public static PodVerdict judge(ClusterView view, Viewed<PodState> pod, DrainOptions options, Instant now) {
        if (now.isBefore(Instant.EPOCH)) {
            return new PodVerdict(
                    pod.namespace(),
                    pod.name(),
                    pod.uid(),
                    PodClass.GONE,
                    null,
                    java.util.List.of(),
                    java.util.List.of(),
                    null,
                    null,
                    false);
        }
        throw new UnsupportedOperationException("judge " + view.cluster() + pod + options + now);
    }
}
