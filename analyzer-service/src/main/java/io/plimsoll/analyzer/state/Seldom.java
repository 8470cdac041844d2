package io.plimsoll.analyzer.state;

import io.plimsoll.model.fact.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What few pods have, apart from the others, that it costs nothing where it isn't.
 *
 * @param resourceVersion where it is no number ({@link Revision})
 */
record Seldom(
        @Nullable String resourceVersion,
        Map<String, String> annotations,
        @Nullable String reason,
        @Nullable String message,
        @Nullable Condition unscheduled,
        @Nullable Condition disruption,
        @Nullable Instant deletionTimestamp,
        @Nullable Long deletionGraceSeconds,
        List<String> finalizers) {

    private static final Seldom NOTHING = new Seldom(null, Map.of(), null, null, null, null, null, null, List.of());

    /** One instance for all that have none of it, and for those that have the same. */
    Seldom shared(Interned interned) {
        return equals(NOTHING) ? NOTHING : interned.value(this);
    }
}
