package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.plimsoll.model.Copies;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Karpenter NodePool's disruption settings; a null duration means {@code Never} or not given. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record NodePoolState(
        @Nullable String consolidationPolicy,
        @Nullable Duration consolidateAfter,
        @Nullable Duration expireAfter,
        List<String> budgets,
        Map<String, String> annotations)
        implements FactBody {

    public NodePoolState {
        budgets = Copies.list(budgets);
        annotations = Copies.map(annotations);
    }
}
