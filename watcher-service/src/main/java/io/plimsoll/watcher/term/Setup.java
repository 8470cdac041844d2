package io.plimsoll.watcher.term;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.plimsoll.watcher.project.Ledger.Liveness;
import io.plimsoll.watcher.project.Projector;
import io.plimsoll.watcher.sink.SinkSettings;
import io.plimsoll.watcher.watch.WatchSettings;
import io.plimsoll.wire.time.ClusterClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Everything a watcher needs to know.
 *
 * @param sink its cluster may be empty: then the uid of the kube-system namespace is the cluster's id
 * @param lease null where this is the only replica
 */
public record Setup(
        KubernetesClient client,
        ClusterClock clock,
        SinkSettings sink,
        WatchSettings watch,
        Rhythm rhythm,
        Projector projector,
        Liveness liveness,
        @Nullable LeaseSettings lease) {

    /**
     * How often, in cluster time.
     *
     * @param tick between ticks
     * @param usage between polls of metrics.k8s.io; zero for none
     */
    public record Rhythm(Duration tick, Duration usage) {

        public static final Rhythm DEFAULT = new Rhythm(Duration.ofSeconds(5), Duration.ofSeconds(15));
    }

    /**
     * The lock that replicas contend for. Durations are machine time.
     *
     * @param identity unique among replicas, the same after a restart
     * @param duration after which a silent leader is replaced
     */
    public record LeaseSettings(String namespace, String name, String identity, Duration duration) {}

    public Setup withSink(SinkSettings wanted) {
        return new Setup(client, clock, wanted, watch, rhythm, projector, liveness, lease);
    }

    Setup ofCluster(String cluster) {
        return withSink(sink.ofCluster(cluster));
    }
}
