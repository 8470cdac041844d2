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

    private static final String SWITCH = "switch";

    /** The configuration's, while {@code plimsoll.actuator.paused} says so. */
    public static Pause theSwitch() {
        return new Pause(SWITCH, Scope.cluster(), "plimsoll.actuator.paused is true", null);
    }

    /** Whether it is the configuration's, which no resume lifts. */
    public boolean fixed() {
        return equals(theSwitch());
    }

    public boolean inForceAt(Instant now) {
        return until == null || now.isBefore(until);
    }
}
