package io.plimsoll.benchmarks.watcher;

import java.util.List;

/**
 * How large the cluster is, and how much of it is measured.
 *
 * @param pods the full cluster's
 * @param heapSteps numbers of pods at which retained heap is measured, rising, the last of them {@code pods}
 * @param burst changes of a round of the event rate, made among the pods of the first step
 * @param paceSeconds how long changes come at {@value #CHANGES_PER_SECOND} a second
 */
public record Envelope(int nodes, int pods, List<Integer> heapSteps, int burst, int paceSeconds) {

    static final int CHANGES_PER_SECOND = 200;

    public Envelope {
        heapSteps = List.copyOf(heapSteps);
    }

    /** The largest supported cluster. */
    public static Envelope full() {
        return of(5_000, 150_000);
    }

    /** A tenth, to see that everything runs: no figure of it stands for the full one. */
    public static Envelope quick() {
        return of(500, 15_000);
    }

    /** A cluster of a size; at most 40,000 changes a round and a minute of paced ones. */
    public static Envelope of(int nodes, int pods) {
        return new Envelope(
                nodes,
                pods,
                List.of(pods / 15, pods / 3, pods),
                Math.clamp(pods, 10_000, 40_000),
                Math.clamp(pods / 500, 5, 60));
    }
}
