package io.plimsoll.actuator.ledger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.plimsoll.actuator.guard.PastDrain;
import io.plimsoll.actuator.guard.Pause;
import io.plimsoll.actuator.guard.SchedulingFailures;
import io.plimsoll.actuator.guard.Soak;
import io.plimsoll.model.Copies;
import io.plimsoll.model.decision.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What outlives the process: one record of the journal each. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Campaign.class, name = "Campaign"),
    @JsonSubTypes.Type(value = NodeWork.class, name = "NodeWork"),
    @JsonSubTypes.Type(value = Remembered.Pauses.class, name = "Pauses"),
    @JsonSubTypes.Type(value = Remembered.Marks.class, name = "Marks"),
    @JsonSubTypes.Type(value = Remembered.Experience.class, name = "Experience"),
    @JsonSubTypes.Type(value = Remembered.Heard.class, name = "Heard"),
    @JsonSubTypes.Type(value = Remembered.Refusal.class, name = "Refusal")
})
public sealed interface Remembered
        permits Campaign,
                NodeWork,
                Remembered.Pauses,
                Remembered.Marks,
                Remembered.Experience,
                Remembered.Heard,
                Remembered.Refusal {

    /** Every pause in force. */
    record Pauses(List<Pause> pauses) implements Remembered {
        public Pauses {
            pauses = Copies.list(pauses);
        }
    }

    /**
     * Decisions that have been taken in, or replaced by another, so that they do nothing when they come again.
     *
     * @param until by id: from then on nobody would carry it out anyway
     */
    record Heard(Map<String, Instant> until) implements Remembered {
        public Heard {
            until = Copies.map(until);
        }
    }

    /** A request that was rejected a while ago: its answer stands on the status topic, and its id serves no other. */
    record Refusal(String id, Instant at) implements Remembered {}

    /**
     * What of ours stays on nodes beyond the work.
     *
     * @param cordons nodes that a cordon of ours keeps out, by name
     * @param scaleDown nodes whose scale-down we suspended, by name
     * @param suspensions what the decisions behind that cover, by their ids
     */
    record Marks(Map<String, Mark> cordons, Map<String, Mark> scaleDown, Map<String, Suspension> suspensions)
            implements Remembered {
        public Marks {
            cordons = Copies.map(cordons);
            scaleDown = Copies.map(scaleDown);
            suspensions = Copies.map(suspensions);
        }
    }

    /** Scale-down of what is in the scope, or comes into it meanwhile, is suspended. */
    record Suspension(Scope scope, Instant since, Instant until) {}

    /**
     * One mark: of which node, and for whom.
     *
     * @param until when it has to go; null where somebody will say
     */
    record Mark(String uid, String origin, @Nullable Instant until) {}

    /**
     * What past drains taught, and the watch kept over the last one.
     *
     * @param soak null before the first
     * @param lastGivenBack when a drain last ended undone; null if none ever did
     */
    record Experience(
            List<PastDrain> history,
            @Nullable Soak soak,
            SchedulingFailures failures,
            @Nullable Instant lastGivenBack) implements Remembered {
        public Experience {
            history = Copies.list(history);
        }
    }
}
