package io.plimsoll.analyzer.detect.nodes;

import io.plimsoll.model.Copies;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What kubelets complained of, by the event's name: the lowest and the highest count seen, the last half hour's. */
public record NodeComplaint(List<Count> counts) {

    /** One event series' count at a time. */
    public record Count(String what, String event, int count, Instant at) {}

    public NodeComplaint {
        counts = Copies.list(counts);
    }

    /** By how much series of that kind grew since an instant. */
    int grown(String what, Instant from) {
        Map<String, int[]> ranges = new TreeMap<>();
        for (Count count : counts) {
            if (count.what().equals(what) && !count.at().isBefore(from)) {
                int[] range = ranges.computeIfAbsent(count.event(), _ -> new int[] {count.count(), count.count()});
                range[0] = Math.min(range[0], count.count());
                range[1] = Math.max(range[1], count.count());
            }
        }
        return ranges.values().stream().mapToInt(range -> range[1] - range[0]).sum();
    }

    /** How many separate records of that kind there were since an instant. */
    int seen(String what, Instant from) {
        return (int) counts.stream()
                .filter(count -> count.what().equals(what) && !count.at().isBefore(from))
                .count();
    }
}
