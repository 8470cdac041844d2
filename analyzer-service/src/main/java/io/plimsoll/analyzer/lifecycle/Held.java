package io.plimsoll.analyzer.lifecycle;

import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.model.alert.Severity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long a finding's conditions have held. */
final class Held {

    private Held() {}

    /**
     * From when on each condition of the finding has held, by what is known now or was known before, whichever goes further
     * back; what doesn't hold any more is dropped.
     */
    static Map<String, Instant> since(Map<String, Instant> before, Finding finding, Instant now) {
        Map<String, Instant> since = new LinkedHashMap<>();
        for (Level level : finding.levels()) {
            Instant known = before.get(level.condition());
            Instant told = start(level, now);
            since.put(level.condition(), known == null || told.isBefore(known) ? told : known);
        }
        return since;
    }

    private static Instant start(Level level, Instant now) {
        return level.since() == null || level.since().isAfter(now) ? now : level.since();
    }

    /** The highest severity that has held long enough; null where none has. */
    static @Nullable Severity matured(Map<String, Instant> since, Finding finding, Instant now) {
        Severity highest = null;
        for (Level level : finding.levels()) {
            Instant from = since.get(level.condition());
            boolean mature = from != null && !now.isBefore(from.plus(level.heldFor()));
            if (mature && (highest == null || level.severity().compareTo(highest) > 0)) {
                highest = level.severity();
            }
        }
        return highest;
    }

    /** When the next condition above a severity will have held long enough; null where none is under way. */
    static @Nullable Instant nextMature(Map<String, Instant> since, Finding finding, @Nullable Severity above) {
        Instant next = null;
        for (Level level : finding.levels()) {
            Instant from = since.get(level.condition());
            if (from != null && (above == null || level.severity().compareTo(above) > 0)) {
                next = earliest(next, from.plus(level.heldFor()));
            }
        }
        return next;
    }

    static Instant first(Map<String, Instant> since, Instant otherwise) {
        return since.values().stream().min(Instant::compareTo).orElse(otherwise);
    }

    static @Nullable Instant earliest(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
