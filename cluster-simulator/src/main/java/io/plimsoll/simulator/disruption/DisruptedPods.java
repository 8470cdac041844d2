package io.plimsoll.simulator.disruption;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The evictions the API server has promised and the pods that haven't begun to terminate yet.
 *
 * <p>An entry counts its pod as unhealthy for two minutes at most: if the pod is still there by then, its deletion was
 * lost (a dry run, a failed write) and the budget must not stay blocked by it.
 *
 * @param waiting pod name → when its eviction was granted
 * @param overdue pods whose deletion never came
 */
public record DisruptedPods(Map<String, Instant> waiting, Set<String> overdue) {

    public static final Duration DELETION_TIMEOUT = Duration.ofMinutes(2);

    public DisruptedPods {
        waiting = Map.copyOf(waiting);
        overdue = Set.copyOf(overdue);
    }

    /**
     * Sorts the entries of {@code status.disruptedPods}.
     *
     * @param entries as the eviction API wrote them
     * @param present names of matched pods that are not terminating; others are done with and forgotten
     */
    public static DisruptedPods sort(Map<String, Instant> entries, Set<String> present, Instant now) {
        Map<String, Instant> waiting = new TreeMap<>();
        Set<String> overdue = new TreeSet<>();
        entries.forEach((pod, since) -> {
            if (!present.contains(pod)) {
                return;
            }
            if (since.plus(DELETION_TIMEOUT).isBefore(now)) {
                overdue.add(pod);
            } else {
                waiting.put(pod, since);
            }
        });
        return new DisruptedPods(waiting, overdue);
    }

    /** Whether the pod counts as gone already. */
    public boolean counts(String pod, Instant now) {
        Instant since = waiting.get(pod);
        return since != null && since.plus(DELETION_TIMEOUT).isAfter(now);
    }

    /** When to look again, if anything is waited for. */
    public Optional<Instant> recheckAt() {
        return waiting.values().stream().min(Instant::compareTo).map(first -> first.plus(DELETION_TIMEOUT));
    }
}
