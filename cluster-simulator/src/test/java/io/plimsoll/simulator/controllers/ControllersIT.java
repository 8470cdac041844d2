package io.plimsoll.simulator.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.simulator.kubelet.KubeletSettings;
import io.plimsoll.simulator.load.ClusterLoader;
import io.plimsoll.simulator.load.ClusterPlan;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** The controllers on their own thread, by a clock that runs sixty times as fast as the machine's. */
class ControllersIT {

    private static final double SPEED = 60;
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private final long begin = System.nanoTime();
    private final InstantSource clock = () -> START.plusNanos((long) ((System.nanoTime() - begin) * SPEED));
    private final ObjectStore store = new ObjectStore(clock);

    @Test
    void clusterComesUpAndFollowsCordonsAndDeletionsByItself() throws InterruptedException {
        var settings = ControllerSettings.DEFAULT
                .withSpeed(SPEED)
                .withKubelet(KubeletSettings.DEFAULT.withLeaseInterval(Duration.ofMinutes(5)));
        new ClusterLoader(store).load(ClusterPlan.generated(20, 60), true);

        try (var controllers = Controllers.start(store, settings)) {
            await(() -> ready() == 80);

            String node = store.list(ResourceTypes.NODE).getFirst().name();
            controllers.operations().cordon(java.util.List.of(node));
            await(() -> store.get(ResourceTypes.NODE, "", node).at("spec").has("taints"));
            controllers.operations().takeDown(node);
            await(() -> store.get(ResourceTypes.NODE, "", node)
                    .at("spec", "taints")
                    .toString()
                    .contains("unreachable"));

            assertThat(controllers.usage().node(node))
                    .as("a silent node reports no usage")
                    .isEmpty();
        }
    }

    private long ready() {
        return store.list(ResourceTypes.POD).stream()
                .filter(pod -> PodView.condition(pod.json(), "Ready"))
                .count();
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.sleep(10);
        }
    }
}
