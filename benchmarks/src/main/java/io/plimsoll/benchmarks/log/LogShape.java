package io.plimsoll.benchmarks.log;

/**
 * How large a log, of how large a cluster.
 *
 * @param seconds of cluster time after the snapshot
 * @param changesPerSecond facts of pods that are replaced, all the time
 * @param stormSeconds how long the storm of events in the middle lasts
 * @param eventsPerSecond during the storm
 */
public record LogShape(int nodes, int pods, int seconds, int changesPerSecond, int stormSeconds, int eventsPerSecond) {

    /** Pods of one Deployment. */
    static final int REPLICAS = 10;

    /** From one measurement of each pod's usage to the next. */
    static final int USAGE_SECONDS = 60;

    static final int TICK_SECONDS = 5;

    /** Every so manieth Deployment has a budget. */
    public static final int BUDGET_EVERY = 5;

    public LogShape {
        require(nodes >= 10, "nodes must be at least 10, is " + nodes);
        require(pods >= 100 && pods % REPLICAS == 0, "pods must be a multiple of 10 and at least 100, is " + pods);
        require(seconds >= 120, "seconds must be at least 120, is " + seconds);
        require(stormSeconds >= 0 && stormSeconds <= seconds / 2, "stormSeconds must be from 0 to half of seconds");
        require(changesPerSecond >= 0 && eventsPerSecond >= 0, "rates must not be negative");
    }

    /** Six minutes of 1,000 nodes and 30,000 pods: what a machine of two cores reads several times in two minutes. */
    public static LogShape standard() {
        return new LogShape(1_000, 30_000, 360, 20, 20, 3_000);
    }

    /** Five times as many nodes and pods: the largest cluster that is promised for. */
    public static LogShape full() {
        return new LogShape(5_000, 150_000, 360, 20, 20, 3_000);
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
