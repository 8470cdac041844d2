package io.plimsoll.actuator.guard;

import io.plimsoll.actuator.calendar.Calendar;
import io.plimsoll.model.Copies;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the actuator itself has under way and remembers.
 *
 * @param soak of the node drained last; null where none was
 * @param lastGivenBack when a drain last ended undone; null if none ever did
 */
public record Situation(
        Calendar calendar,
        List<Underway> underway,
        List<Pause> pauses,
        List<PastDrain> history,
        @Nullable Soak soak,
        SchedulingFailures failures,
        @Nullable Instant lastGivenBack) {

    /** Where no drain ever ended undone. */
    public Situation(
            Calendar calendar,
            List<Underway> underway,
            List<Pause> pauses,
            List<PastDrain> history,
            @Nullable Soak soak,
            SchedulingFailures failures) {
        this(calendar, underway, pauses, history, soak, failures, null);
    }

    public Situation {
        underway = Copies.list(underway);
        pauses = Copies.list(pauses);
        history = Copies.list(history);
    }

    public static Situation calm() {
        return new Situation(Calendar.always(), List.of(), List.of(), List.of(), null, SchedulingFailures.none());
    }
}
