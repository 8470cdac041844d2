package io.plimsoll.watcher.service;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.plimsoll.watcher.project.Ledger;
import io.plimsoll.watcher.project.Projector;
import io.plimsoll.watcher.sink.SinkSettings;
import io.plimsoll.watcher.term.Setup;
import io.plimsoll.watcher.watch.WatchSettings;
import io.plimsoll.wire.Topic;
import io.plimsoll.wire.start.Faults;
import io.plimsoll.wire.time.ClusterClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All of the configuration, checked and turned into plain values.
 *
 * @param cluster empty for the uid of kube-system
 */
record Keys(String cluster, WatcherKeys watcher, ClockKeys clock, TopicKeys topics) {

    /** @throws IllegalArgumentException with one line for each fault: key, value, what was expected */
    Keys {
        Faults faults = new Faults();
        faults.require(
                cluster.indexOf('/') < 0 && cluster.indexOf('|') < 0,
                "plimsoll.cluster is \"" + cluster + "\", expected a name without '/' and '|'");
        faults.require(clock.speed() > 0, "plimsoll.clock.speed is " + clock.speed() + ", expected above 0");
        faults.require(
                clock.speed() == 1 || clock.origin().isPresent(),
                "plimsoll.clock.origin is missing, expected an instant where plimsoll.clock.speed isn't 1");
        faults.require(!topics.prefix().isBlank(), "plimsoll.topics.prefix is empty, expected a name");
        faults.within("plimsoll.watcher.tick-interval", watcher.tickInterval(), 1, 60);
        faults.within("plimsoll.watcher.usage-interval", watcher.usageInterval(), 0, 600);
        faults.within("plimsoll.watcher.watch.timeout", watcher.watch().timeout(), 1, 300);
        faults.within("plimsoll.watcher.watch.gap-after", watcher.watch().gapAfter(), 1, 3600);
        faults.within("plimsoll.watcher.watch.retry-degraded", watcher.watch().retryDegraded(), 1, 3600);
        faults.within("plimsoll.watcher.liveness.interval", watcher.liveness().interval(), 0, 86_400);
        faults.within("plimsoll.watcher.lease.duration", watcher.lease().duration(), 3, 15);
        faults.within("plimsoll.watcher.watch.page-size", watcher.watch().pageSize(), 1, 100_000);
        faults.within("plimsoll.watcher.queue.records", watcher.queue().records(), 100, 10_000_000);
        faults.throwIfAny();
    }

    Setup setup(KubernetesClient client, Map<String, Object> kafka, int port) {
        Duration timeout = watcher.watch().timeout();
        return new Setup(
                client,
                clusterClock(),
                new SinkSettings(
                        kafka,
                        cluster,
                        Topic.FACTS.under(topics.prefix()),
                        watcher.queue().records(),
                        watcher.queue().size().asLongValue(),
                        Duration.ofSeconds(5)),
                new WatchSettings(
                        watcher.watch().pageSize(),
                        timeout,
                        timeout.plusSeconds(3),
                        watcher.watch().gapAfter(),
                        watcher.watch().retryDegraded(),
                        WatchSettings.DEFAULT.firstBackoff(),
                        WatchSettings.DEFAULT.longestBackoff(),
                        watcher.watch().streamedLists()),
                new Setup.Rhythm(watcher.tickInterval(), watcher.usageInterval()),
                new Projector(watcher.nodeGroupLabel().orElse("")),
                new Ledger.Liveness(
                        watcher.liveness().interval(), watcher.liveness().exempt()),
                lease(client, port));
    }

    private ClusterClock clusterClock() {
        return new ClusterClock(InstantSource.system(), clock.origin().orElse(Instant.EPOCH), clock.speed());
    }

    private Setup.@Nullable LeaseSettings lease(KubernetesClient client, int port) {
        WatcherKeys.Lease lease = watcher.lease();
        if (!lease.enabled()) {
            return null;
        }
        String own = client.getNamespace() == null ? "default" : client.getNamespace();
        return new Setup.LeaseSettings(
                lease.namespace().orElse(own),
                lease.name(),
                lease.identity().orElse(System.getenv().getOrDefault("HOSTNAME", "watcher") + ":" + port),
                lease.duration());
    }
}
