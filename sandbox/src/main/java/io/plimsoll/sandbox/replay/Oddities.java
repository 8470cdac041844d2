package io.plimsoll.sandbox.replay;

import io.plimsoll.sandbox.replay.ReplayLine.End;
import io.plimsoll.sandbox.replay.ReplayLine.Gap;
import io.plimsoll.sandbox.replay.ReplayLine.Recorded;
import io.plimsoll.sandbox.replay.ReplayLine.Seen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What of a file can be read and yet is hardly what its writer meant; said once, at its end. */
final class Oddities {

    private final Map<String, Integer> passedOver = new TreeMap<>();
    private Instant latest = Instant.MIN;
    private int late;
    private @Nullable String firstLate;

    void note(int number, ReplayLine line) {
        if (line instanceof Seen seen && !Kinds.known(seen.object())) {
            passedOver.merge(Kinds.named(seen.object()), 1, Integer::sum);
        }
        Instant at =
                switch (line) {
                    case Recorded _ -> null; // in the order of the log, whatever their time
                    case Seen seen -> seen.at();
                    case Gap gap -> gap.at();
                    case End end -> end.at();
                };
        if (at == null) {
            return;
        }
        if (at.isBefore(latest)) {
            late++;
            firstLate = firstLate == null ? "line " + number + ", " + at + " after " + latest : firstLate;
        } else {
            latest = at;
        }
    }

    /** A sentence each, without the file. */
    List<String> said() {
        List<String> said = new ArrayList<>();
        if (!passedOver.isEmpty()) {
            said.add("passed over objects of kinds that the watcher doesn't read: "
                    + String.join(
                            ", ",
                            passedOver.entrySet().stream()
                                    .map(kind -> kind.getKey() + " (" + kind.getValue() + ")")
                                    .toList()));
        }
        if (firstLate != null) {
            said.add("lines are not in the order of their \"at\", durations may be wrong: " + late + " (first: "
                    + firstLate + "); sort them by it");
        }
        return said;
    }
}
