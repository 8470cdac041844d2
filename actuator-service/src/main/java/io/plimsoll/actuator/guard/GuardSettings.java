package io.plimsoll.actuator.guard;

import io.plimsoll.model.Copies;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The guards' thresholds.
 *
 * @param maxConcurrent nodes of ours out at once
 * @param maxOutPercent of all nodes, out for whatever reason and by whomever
 * @param maxPerZone nodes out in one zone; null for no such limit
 * @param maxPerGroup nodes out in one node group; null for no such limit
 * @param interval between nodes
 * @param freePercent of allocatable cpu and memory that must stay unrequested
 * @param soakCalm how long the cluster must be calm after a node
 * @param soakPatience how long that may take
 * @param breakerFailures scheduling failures that stop everything
 * @param breakerRest for how long
 * @param freshness oldest view of nodes, pods and budgets that is acted on
 * @param quorumLabels labels ({@code key} or {@code key=value}) of workloads that live by majority
 * @param onePerZone whether two nodes of one zone are never out together through us, where the cluster has several
 * @param breakerUncordons whether our nodes are given back, the last first, when the breaker trips
 */
public record GuardSettings(
        int maxConcurrent,
        int maxOutPercent,
        @Nullable Integer maxPerZone,
        @Nullable Integer maxPerGroup,
        Duration interval,
        int freePercent,
        Duration soakCalm,
        Duration soakPatience,
        int breakerFailures,
        Duration breakerRest,
        Duration freshness,
        List<String> quorumLabels,
        boolean onePerZone,
        boolean breakerUncordons) {

    public static final GuardSettings DEFAULTS = new GuardSettings(
            1,
            10,
            null,
            null,
            Duration.ofMinutes(2),
            20,
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            5,
            Duration.ofMinutes(30),
            Duration.ofSeconds(15),
            List.of("plimsoll.io/quorum=true"),
            true,
            true);

    public GuardSettings {
        quorumLabels = Copies.list(quorumLabels);
        if (maxConcurrent < 1 || maxOutPercent < 0 || maxOutPercent > 100) {
            throw new IllegalArgumentException(
                    "maxConcurrent " + maxConcurrent + " and maxOutPercent " + maxOutPercent + " make no sense");
        }
    }
}
