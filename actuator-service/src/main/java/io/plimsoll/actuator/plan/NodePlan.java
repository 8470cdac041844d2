package io.plimsoll.actuator.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.plimsoll.model.Copies;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What draining one node would do.
 *
 * @param uid of the node that was judged: another node under its name needs another plan
 * @param causes of a blocked node what blocks it, of one that has to wait what for; empty for {@code go}
 * @param pods every pod on the node, in the order they would leave
 * @param budgets what it asks of each budget that covers pods which would leave
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
        List<BudgetDraw> budgets,
        List<WorkloadLoss> losses,
        Utilisation after) {

    /** Whether it can be drained: at once, not at once, or not as things are. */
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
        budgets = Copies.list(budgets);
        losses = Copies.list(losses);
    }

    public boolean blocked() {
        return outcome == Outcome.BLOCKED;
    }

    /** Whether no waiting helps: some pod is refused, and not merely without a place. */
    public boolean hopeless() {
        return count(Handling.REFUSE) > 0;
    }

    public long count(Handling handling) {
        long count = 0;
        for (PodVerdict pod : pods) {
            count += pod.handling() == handling ? 1 : 0;
        }
        return count;
    }

    /** How many pods of each class. */
    @JsonProperty
    public Map<PodClass, Long> byClass() {
        var counts = new EnumMap<PodClass, Long>(PodClass.class);
        pods.forEach(pod -> counts.merge(pod.podClass(), 1L, Long::sum));
        return counts;
    }
}
