package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.plimsoll.model.ObjectRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes Event, with what is new in its series.
 *
 * @param uidMatch whether the involved object is the one that now bears its name; null where that isn't known
 * @param count of the whole series
 * @param delta how many of them no earlier record has counted
 * @param aggregated whether the recorder merged similar events into it
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record EventState(
        @Nullable String eventType,
        String reason,
        String message,
        ObjectRef involved,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean uidMatch,
        int count,
        int delta,
        @Nullable Instant firstAt,
        @Nullable Instant lastAt,
        @Nullable String component,
        @Nullable String host,
        boolean aggregated)
        implements FactBody {

    public EventState {
        reason = reason == null ? "" : reason;
        message = message == null ? "" : message;
    }
}
