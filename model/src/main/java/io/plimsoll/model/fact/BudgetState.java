package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.plimsoll.model.Copies;
import io.plimsoll.model.LabelSelector;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A PodDisruptionBudget.
 *
 * @param minAvailable a number or a percentage as written; null where not given
 * @param maxUnavailable likewise
 * @param selector null selects none; empty selects all in the namespace (policy/v1)
 * @param disruptedPods evicted but not yet gone, by name
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record BudgetState(
        Map<String, String> annotations,
        Map<String, String> labels,
        @Nullable String minAvailable,
        @Nullable String maxUnavailable,
        @Nullable LabelSelector selector,
        @Nullable String unhealthyPodEvictionPolicy,
        long generation,
        long observedGeneration,
        int currentHealthy,
        int desiredHealthy,
        int expectedPods,
        int disruptionsAllowed,
        Map<String, Instant> disruptedPods,
        List<Condition> conditions,
        @Nullable Instant createdAt)
        implements FactBody {

    public BudgetState {
        conditions = Copies.list(conditions);
        annotations = Copies.map(annotations);
        labels = Copies.map(labels);
        disruptedPods = Copies.map(disruptedPods);
    }
}
