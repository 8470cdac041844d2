package io.plimsoll.sandbox.world;

import io.plimsoll.sandbox.world.Manifests.Asks;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceTypes;
import java.time.Duration;
import java.time.Instant;

/** A dozen nodes in two groups with some load, so that one scenario's incident is all there is to see. */
final class SmallCluster {

    private static final String[] ZONES = {"a", "b", "c"};
    private static final int NODES = 9;
    private static final int CORES = 4;

    private SmallCluster() {}

    static String fill(ObjectStore store) {
        Instant old = store.clock().instant().minus(Duration.ofDays(9));
        for (int i = 0; i < NODES; i++) {
            String zone = ZONES[i % ZONES.length];
            store.create(ResourceTypes.NODE, Manifests.node("pool-a-" + (i + 1), "pool-a", zone, CORES, old));
        }
        store.create(ResourceTypes.NODE, Manifests.node("burst-1", World.BURST_GROUP, ZONES[0], CORES, old));
        store.create(ResourceTypes.NAMESPACE, Manifests.namespace("platform"));
        for (String app : new String[] {"gateway", "search", "mail"}) {
            store.create(
                    ResourceTypes.DEPLOYMENT,
                    Manifests.deployment(
                            "platform", app, 3, new Asks(300, 512, 1024), Manifests.GROUP_LABEL + "=pool-a"));
            store.create(ResourceTypes.POD_DISRUPTION_BUDGET, Manifests.budget("platform", app, "maxUnavailable", "1"));
        }
        return (NODES + 1) + " nodes in two groups";
    }
}
