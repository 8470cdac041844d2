package io.plimsoll.actuator.calendar;

import java.time.Instant;

/** Time between two instants, the first within, the second without. */
record Span(Instant from, Instant to) {

    boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }

    boolean isEmpty() {
        return !from.isBefore(to);
    }
}
