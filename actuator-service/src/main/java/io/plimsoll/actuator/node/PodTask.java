package io.plimsoll.actuator.node;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.plimsoll.model.Copies;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where one pod stands on its way off the node. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PodTask.Listed.class, name = "Listed"),
    @JsonSubTypes.Type(value = PodTask.Asked.class, name = "Asked"),
    @JsonSubTypes.Type(value = PodTask.Waiting.class, name = "Waiting"),
    @JsonSubTypes.Type(value = PodTask.Leaving.class, name = "Leaving")
})
public sealed interface PodTask {

    /** It has to go; nobody has asked yet. */
    record Listed() implements PodTask {}

    /**
     * Its eviction is asked for.
     *
     * @param budgets version of each budget that it draws on at that moment, by namespace and name: until a budget changes,
     *     this counts against it
     * @param deniedSince when somebody else first forbade it; null if nobody has
     * @param cause why it was refused the last time, which stands until it is answered; null the first time
     */
    record Asked(
            int attempt,
            Instant again,
            Map<String, String> budgets,
            @Nullable Instant deniedSince,
            @Nullable Cause cause)
            implements PodTask {
        public Asked {
            budgets = Copies.map(budgets);
        }

        /** For the first time. */
        Asked(int attempt, Instant again, Map<String, String> budgets, @Nullable Instant deniedSince) {
            this(attempt, again, budgets, deniedSince, null);
        }
    }

    /**
     * Asked and refused for now.
     *
     * @param notBefore when it may be asked again at the earliest
     * @param firm whether not even a change of its budget shortens the wait (the server said how long)
     * @param askedAt the last time it was asked
     */
    record Waiting(
            int attempt,
            Instant askedAt,
            Instant notBefore,
            boolean firm,
            Cause cause,
            Map<String, String> budgets,
            @Nullable Instant deniedSince)
            implements PodTask {
        public Waiting {
            budgets = Copies.map(budgets);
        }
    }

    /**
     * The API server lets it go, or somebody else deleted it.
     *
     * @param budgets as of {@link Asked}
     */
    record Leaving(Instant since, Map<String, String> budgets) implements PodTask {
        public Leaving {
            budgets = Copies.map(budgets);
        }
    }
}
