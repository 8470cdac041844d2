package io.plimsoll.actuator.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests that were rejected, the oldest first: the newest with all that was said, those before them only by their id, and
 * none for longer than anybody delivers them again. So no flood of refused requests takes more than its share of memory, and
 * whatever is forgotten has never run.
 */
final class Refusals {

    /** Kept whole: more than one turn takes in, so that after a crash none of them goes unanswered. */
    static final int WHOLE = 2_000;

    /** Kept by their id: some 25 MB of the longest ids. */
    static final int MOST = 100_000;

    private final Map<String, Instant> whole = new LinkedHashMap<>();
    private final Map<String, Instant> brief = new LinkedHashMap<>();

    void add(String id, Instant at) {
        brief.remove(id);
        whole.putIfAbsent(id, at);
    }

    void addBrief(String id, Instant at) {
        whole.remove(id);
        brief.putIfAbsent(id, at);
    }

    void remove(String id) {
        whole.remove(id);
        brief.remove(id);
    }

    /** When a request kept only by its id was rejected; null for any other. */
    @Nullable
    Instant briefly(String id) {
        return brief.get(id);
    }

    /** The oldest one too many of those kept whole, now kept by its id; null where there is none. */
    Remembered.@Nullable Refusal shorten() {
        if (whole.size() <= WHOLE) {
            return null;
        }
        Map.Entry<String, Instant> oldest = whole.entrySet().iterator().next();
        addBrief(oldest.getKey(), oldest.getValue());
        return new Remembered.Refusal(oldest.getKey(), oldest.getValue());
    }

    /** The oldest one too many; null where there is none. */
    @Nullable
    String surplus() {
        if (brief.size() <= MOST) {
            return null;
        }
        String oldest = brief.keySet().iterator().next();
        brief.remove(oldest);
        return oldest;
    }

    /** Forgets and names what was rejected before the instant. */
    List<String> forget(Instant rejectedBefore) {
        List<String> old = new ArrayList<>();
        for (Map<String, Instant> kept : List.of(brief, whole)) {
            kept.forEach((id, at) -> {
                if (at.isBefore(rejectedBefore)) {
                    old.add(id);
                }
            });
        }
        old.forEach(this::remove);
        return old;
    }
}
