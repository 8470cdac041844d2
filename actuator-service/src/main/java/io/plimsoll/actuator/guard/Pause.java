package io.plimsoll.actuator.guard;

import io.plimsoll.model.decision.Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants no maintenance.
 *
 * @param by who: a request's or decision's id, or {@code switch}
 * @param reason one sentence
 * @param until when it ends by itself; null means when somebody resumes
 */
public record Pause(
        String by, Scope scope, String reason, @Nullable Instant until) {

    public boolean inForceAt(Instant now) {
        return until == null || now.isBefore(until);
    }
}
