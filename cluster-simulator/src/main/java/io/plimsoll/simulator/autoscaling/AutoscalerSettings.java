package io.plimsoll.simulator.autoscaling;

import java.time.Duration;

/**
 * One node group and how the cluster autoscaler treats it.
 *
 * @param groupLabel the node label that names the group, such as {@code eks.amazonaws.com/nodegroup}
 * @param group its value; new nodes are made after the first node found there
 * @param unneeded how long a node must be unneeded before it goes; 10 minutes in a sane cluster
 * @param delayAfterAdd no removal so soon after a new node
 * @param provision from asking for a node until it is Ready
 * @param utilization a node whose requests stay below this share is unneeded
 */
public record AutoscalerSettings(
        String groupLabel,
        String group,
        int min,
        int max,
        Duration scan,
        Duration unneeded,
        Duration delayAfterAdd,
        Duration provision,
        double utilization) {

    public AutoscalerSettings {
        if (min < 0 || max < min) {
            throw new IllegalArgumentException("group " + group + " needs 0 <= min <= max, got " + min + " and " + max);
        }
    }

    /** The autoscaler's own defaults; a machine takes a minute to come. */
    public static AutoscalerSettings sane(String groupLabel, String group, int min, int max) {
        return new AutoscalerSettings(
                groupLabel,
                group,
                min,
                max,
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                Duration.ofMinutes(1),
                0.5);
    }

    /** Removes a node one minute after it was last needed: with intermittent load it buys and throws away for ever. */
    public static AutoscalerSettings thrashing(String groupLabel, String group, int min, int max) {
        return new AutoscalerSettings(
                groupLabel,
                group,
                min,
                max,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ZERO,
                Duration.ofMinutes(1),
                0.5);
    }
}
