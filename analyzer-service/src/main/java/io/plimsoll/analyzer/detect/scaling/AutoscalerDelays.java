package io.plimsoll.analyzer.detect.scaling;

import io.plimsoll.analyzer.detect.autoscaler.CommandLine;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.fact.ClusterAutoscalerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A delay of the cluster-autoscaler that is shorter than its default of ten minutes, so that nodes are removed while the
 * demand that bought them may return.
 */
record AutoscalerDelays(String flag, Duration value) {

    static final Duration DEFAULT = Duration.ofMinutes(10);

    private static final List<String> FLAGS = List.of("scale-down-unneeded-time", "scale-down-delay-after-add");

    /** The short ones of this command line. */
    static List<AutoscalerDelays> of(CommandLine line, Duration shorterThan) {
        List<AutoscalerDelays> found = new ArrayList<>();
        for (String flag : FLAGS) {
            line.duration(flag)
                    .filter(value -> value.compareTo(shorterThan) < 0)
                    .ifPresent(value -> found.add(new AutoscalerDelays(flag, value)));
        }
        return found;
    }

    /** Whether any autoscaler of the cluster has one. */
    static boolean anyShort(ClusterState state) {
        for (Tracked<ClusterAutoscalerConfig> config :
                state.all(ClusterAutoscalerConfig.class, "ClusterAutoscalerConfig")) {
            if (!of(CommandLine.of(config.body().arguments()), DEFAULT).isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
