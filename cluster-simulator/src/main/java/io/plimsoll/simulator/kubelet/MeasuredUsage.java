package io.plimsoll.simulator.kubelet;

import io.plimsoll.simulator.metrics.UsageSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kubelets' usage as the metrics server scrapes it. */
public final class MeasuredUsage implements UsageSource {

    /** How often the metrics server scrapes unless it is told otherwise. */
    public static final Duration RESOLUTION = Duration.ofSeconds(15);

    private final UsageTable usage;
    private final InstantSource clock;
    private final NodeSilence silence;
    private final Duration resolution;

    /** Whether a node answers the metrics server. */
    @FunctionalInterface
    public interface NodeSilence {

        boolean silent(String node);
    }

    /** @param resolution of cluster time between samples, whole seconds */
    public MeasuredUsage(UsageTable usage, InstantSource clock, NodeSilence silence, Duration resolution) {
        this.usage = usage;
        this.clock = clock;
        this.silence = silence;
        this.resolution = resolution;
    }

    @Override
    public Optional<NodeSample> node(String name) {
        Instant at = sampled();
        UsageTable.Use use = silence.silent(name) ? null : usage.node(name, at);
        return Optional.ofNullable(use).map(seen -> new NodeSample(at, resolution, usage(seen)));
    }

    @Override
    public Optional<PodSample> pod(String namespace, String name) {
        Instant at = sampled();
        List<UsageTable.Use> uses = usage.pod(namespace + "/" + name, at);
        if (uses.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Usage> containers = new HashMap<>();
        uses.forEach(use -> containers.put(use.container(), usage(use)));
        return Optional.of(new PodSample(at, resolution, containers));
    }

    private static Usage usage(UsageTable.Use use) {
        return new Usage(use.cpuMilli() / 1000.0, use.memory());
    }

    private Instant sampled() {
        long seconds = clock.instant().getEpochSecond();
        return Instant.ofEpochSecond(seconds - Math.floorMod(seconds, resolution.toSeconds()));
    }
}
