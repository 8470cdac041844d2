package io.plimsoll.simulator.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Measured use of nodes and containers, as the kubelets would report it to the metrics server. */
public interface UsageSource {

    /** @param cpuCores cores; 0.25 is 250m */
    record Usage(double cpuCores, long memoryBytes) {}

    record NodeSample(Instant timestamp, Duration window, Usage usage) {}

    /** @param containers by container name */
    record PodSample(Instant timestamp, Duration window, Map<String, Usage> containers) {}

    /** Empty if there is no sample for the node (yet): it's left out, never reported as zero. */
    Optional<NodeSample> node(String name);

    Optional<PodSample> pod(String namespace, String name);

    /** Knows nothing. */
    static UsageSource none() {
        return new UsageSource() {
            @Override
            public Optional<NodeSample> node(String name) {
                return Optional.empty();
            }

            @Override
            public Optional<PodSample> pod(String namespace, String name) {
                return Optional.empty();
            }
        };
    }
}
