package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/** A resource (the fact's name) is not being watched; changes may be missed until its next {@code Synced} or current tick. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record WatchGap(Instant since, String reason) implements FactBody {

    public WatchGap {
        reason = reason == null ? "" : reason;
    }
}
