package io.plimsoll.actuator.guard;

import io.plimsoll.actuator.calendar.Calendar;
import io.plimsoll.model.Copies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the actuator itself has under way and remembers.
 *
 * @param soak of the node drained last; null where none was
 */
public record Situation(
        Calendar calendar,
        List<Underway> underway,
        List<Pause> pauses,
        List<PastDrain> history,
        @Nullable Soak soak,
        SchedulingFailures failures) {

    public Situation {
        underway = Copies.list(underway);
        pauses = Copies.list(pauses);
        history = Copies.list(history);
    }

    public static Situation calm() {
        return new Situation(Calendar.always(), List.of(), List.of(), List.of(), null, SchedulingFailures.none());
    }
}
