package io.plimsoll.analyzer.detect.budget;

import java.util.OptionalInt;

/** The smallest change that lets a drain go on, in words a person can act on. */
public final class Unblocking {

    private Unblocking() {}

    /**
     * For a budget that allows nothing though every pod is healthy.
     *
     * @param range what the replicas may become; an autoscaler's maximum bounds the advice
     */
    public static String ofSpare(BudgetRule rule, ReplicaRange range) {
        OptionalInt replicas = rule.leastAllowingAbove(range.current());
        boolean reachable = replicas.isPresent() && (!range.autoscaled() || replicas.getAsInt() <= range.most());
        return reachable ? "replicas >= " + replicas.getAsInt() + " or maxUnavailable: 1" : "maxUnavailable: 1";
    }

    /** For a budget whose pods aren't healthy enough. */
    public static String ofHealth(int currentHealthy, int desiredHealthy) {
        int missing = Math.max(1, desiredHealthy + 1 - currentHealthy);
        return missing + " more healthy " + (missing == 1 ? "pod" : "pods");
    }
}
