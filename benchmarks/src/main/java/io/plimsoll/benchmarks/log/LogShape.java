package io.plimsoll.benchmarks.log;

/**
 * How large a log, of how large a cluster.
 *
 * @param seconds of cluster time after the snapshot
 * @param changesPerSecond facts of pods that are replaced, all the time
 * @param stormSeconds how long the storm of events in the middle lasts
 * @param eventsPerSecond during the storm
 * @param usageSeconds from one measurement of each pod's usage to the next
 */
public record LogShape(
        int nodes,
        int pods,
        int seconds,
        int changesPerSecond,
        int stormSeconds,
        int eventsPerSecond,
        int usageSeconds) {

    /** Pods of one Deployment. */
    static final int REPLICAS = 10;

    /** As often as the watcher asks for usage where nobody says otherwise. */
    public static final int USAGE_SECONDS = 15;

    static final int TICK_SECONDS = 5;

    /** Every so manieth Deployment has a budget. */
    public static final int BUDGET_EVERY = 5;

    /** With usage as often as the watcher asks for it. */
    public LogShape(int nodes, int pods, int seconds, int changesPerSecond, int stormSeconds, int eventsPerSecond) {
        this(nodes, pods, seconds, changesPerSecond, stormSeconds, eventsPerSecond, USAGE_SECONDS);
    }

    public LogShape {
        require(nodes >= 10, "nodes must be at least 10, is " + nodes);
        require(pods >= 100 && pods % REPLICAS == 0, "pods must be a multiple of 10 and at least 100, is " + pods);
        require(seconds >= 120, "seconds must be at least 120, is " + seconds);
        require(stormSeconds >= 0 && stormSeconds <= seconds / 2, "stormSeconds must be from 0 to half of seconds");
        require(usageSeconds >= 1, "usageSeconds must be at least 1, is " + usageSeconds);
        require(changesPerSecond >= 0 && eventsPerSecond >= 0, "rates must not be negative");
    }

    /** Six minutes of 5,000 nodes and 150,000 pods: the largest cluster that is promised for. */
    public static LogShape full() {
        return new LogShape(5_000, 150_000, 360, 20, 20, 3_000);
    }

    /** A fifth of it. */
    public static LogShape quick() {
        return new LogShape(1_000, 30_000, 360, 20, 20, 3_000);
    }

    public int deployments() {
        return pods / REPLICAS;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
