package io.plimsoll.watcher.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.plimsoll.simulator.ClusterSimulator;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.watcher.rig.Rig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Lists share connections: one that is read to its end leaves its connection whole for the next. */
class ListsSideBySideIT {

    private static final WatchedResource NODES = WatchedResource.OTHERS.getFirst();
    private static final int READERS = 16;
    private static final int LISTS = 200;
    private static final int OBJECTS = 20;

    @Test
    void noListBreaksOffWhileOthersAreReadBesideIt() throws Exception {
        try (ClusterSimulator simulator = ClusterSimulator.start(ClusterSimulator.Settings.defaults());
                KubernetesClient client = client(simulator.url())) {
            for (int i = 0; i < OBJECTS; i++) {
                simulator.store().create(ResourceTypes.NODE, Rig.node("n" + i));
            }
            var server = new ApiServer(client, InstantSource.system(), Duration.ofSeconds(30));
            List<String> broken = new ArrayList<>();
            try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Integer>> all = new ArrayList<>();
                for (int reader = 0; reader < READERS; reader++) {
                    all.add(readers.submit(() -> readAgainAndAgain(server)));
                }
                for (Future<Integer> each : all) {
                    try {
                        assertThat(each.get()).isEqualTo(LISTS * OBJECTS);
                    } catch (ExecutionException e) {
                        broken.add(String.valueOf(e.getCause()));
                    }
                }
            }

            assertThat(broken).isEmpty();
        }
    }

    private static int readAgainAndAgain(ApiServer server) throws ApiFailure, InterruptedException {
        int[] items = {0};
        for (int list = 0; list < LISTS; list++) {
            server.list(NODES, 0, "", _ -> items[0]++);
        }
        return items[0];
    }

    private static KubernetesClient client(String url) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl(url)
                        .withAutoConfigure(false)
                        .build())
                .build();
    }
}
