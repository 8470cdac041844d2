package io.plimsoll.simulator.faults;

import java.util.function.Predicate;

/**
 * A fault in force.
 *
 * @param remaining how many calls it will still strike; negative for all until it's removed
 */
public record Fault(String id, Predicate<Call> match, Effect effect, int remaining) {

    Fault struck() {
        return remaining < 0 ? this : new Fault(id, match, effect, remaining - 1);
    }
}
