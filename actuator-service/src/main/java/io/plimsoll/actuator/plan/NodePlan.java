package io.plimsoll.actuator.plan;

import com.fasterxml.jackson.annotation.JsonValue;
import io.plimsoll.model.Copies;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What draining one node would do.
 *
 * @param uid of the node that was judged: another node under its name needs another plan
 * @param causes why it is blocked or has to wait; empty for {@code go}
 * @param pods every pod on the node, in the order they would leave
 * @param losses workloads that lose something that matters
 * @param after what would be left of the schedulable nodes
 */
public record NodePlan(
        String node,
        String uid,
        @Nullable String zone,
        Outcome outcome,
        List<Cause> causes,
        List<PodVerdict> pods,
        List<WorkloadLoss> losses,
        Utilisation after) {

    /** Whether it can be drained. */
    public enum Outcome {
        GO,
        GO_WITH_WAIT,
        BLOCKED;

        /** As written in answers: {@code go-with-wait}. */
        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public NodePlan {
        causes = Copies.list(causes);
        pods = Copies.list(pods);
        losses = Copies.list(losses);
    }

    public boolean blocked() {
        return outcome == Outcome.BLOCKED;
    }

    public long count(Handling handling) {
        return pods.stream().filter(pod -> pod.handling() == handling).count();
    }

    /** How many pods of each class, for people. */
    public Map<PodClass, Long> byClass() {
        var counts = new java.util.EnumMap<PodClass, Long>(PodClass.class);
        pods.forEach(pod -> counts.merge(pod.podClass(), 1L, Long::sum));
        return counts;
    }
}
