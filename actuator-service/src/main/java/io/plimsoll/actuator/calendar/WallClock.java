package io.plimsoll.actuator.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;

/** What a zone's clocks show, with the hours that are skipped and those that come twice. */
record WallClock(ZoneId zone) {

    LocalDateTime at(Instant instant) {
        return LocalDateTime.ofInstant(instant, zone);
    }

    /** Whether the clocks ever show this time. */
    boolean shows(LocalDateTime time) {
        return !zone.getRules().getValidOffsets(time).isEmpty();
    }

    /** The first instant at which the clocks show this time or, where they skip it, a later one. */
    Instant firstShowing(LocalDateTime time) {
        ZoneRules rules = zone.getRules();
        List<ZoneOffset> offsets = rules.getValidOffsets(time);
        return offsets.isEmpty() ? rules.getTransition(time).getInstant() : time.toInstant(offsets.getFirst());
    }

    /**
     * The first instant at which the clocks have come to this time. Differs from {@link #firstShowing} only at the end of
     * an hour that comes twice: the clocks come to it before they are set back.
     */
    Instant firstReaching(LocalDateTime time) {
        ZoneOffsetTransition before = zone.getRules().getTransition(time.minusNanos(1));
        boolean setBackThere = before != null
                && before.isOverlap()
                && before.getDateTimeBefore().equals(time);
        return setBackThere ? before.getInstant() : firstShowing(time);
    }
}
