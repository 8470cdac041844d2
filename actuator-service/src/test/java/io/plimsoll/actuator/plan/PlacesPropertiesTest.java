package io.plimsoll.actuator.plan;

import static io.plimsoll.actuator.view.Cluster.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.request.DrainOptions;
import io.plimsoll.actuator.view.Cluster;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a plan puts pods, counted up again by somebody who knows nothing of how it was found. */
class PlacesPropertiesTest {

    private static final int NODES = 6;

    /** What a node has left, or a pod asks for. */
    private record Room(long cpu, long memory, long pods) {

        Room less(Room asked) {
            return new Room(cpu - asked.cpu, memory - asked.memory, pods - asked.pods);
        }

        boolean holds(Room asked) {
            return cpu >= asked.cpu && memory >= asked.memory && pods >= asked.pods;
        }
    }

    private final Cluster cluster = new Cluster();
    private final Map<String, Room> free = new TreeMap<>();
    private final Map<String, Room> leaving = new HashMap<>();

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    private void fill(Random random) {
        cluster.deployment("app", NODES * 8);
        for (int n = 0; n < NODES; n++) {
            String node = "n" + n;
            Room left = new Room(500 + random.nextInt(3_000), 500 + random.nextInt(3_000), 4 + random.nextInt(10));
            var draft = cluster.node(node).offers(left.cpu(), left.memory(), left.pods());
            boolean closed = n > 0 && random.nextInt(5) == 0;
            (closed ? draft.cordoned() : draft).put();
            for (int p = random.nextInt(9); p > 0; p--) {
                Room asked = new Room(50 + random.nextInt(500), 50 + random.nextInt(500), 1);
                String pod = "app-" + n + "-" + p;
                if (left.holds(asked)) {
                    cluster.pod(pod, node)
                            .of("app")
                            .asks(asked.cpu(), asked.memory())
                            .put();
                    left = left.less(asked);
                    if (n == 0) {
                        leaving.put(pod, asked);
                    }
                }
            }
            if (n > 0 && !closed) {
                free.put(node, left);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noNodeGetsMoreThanItHasAndNoPodGoesWithoutAPlaceThatIsThere(long seed) {
        fill(new Random(seed));

        NodePlan plan = Planner.planNode(cluster.view, "n0", PlanOptions.of(DrainOptions.DEFAULTS), NOW);

        assertThat(plan.pods())
                .as("seed %d", seed)
                .extracting(PodVerdict::name)
                .containsExactlyInAnyOrderElementsOf(leaving.keySet());
        for (PodVerdict pod : plan.pods()) {
            if (pod.destination() != null) {
                Room left = free.get(pod.destination());
                assertThat(left)
                        .as("seed %d: %s is open", seed, pod.destination())
                        .isNotNull();
                free.put(pod.destination(), left.less(leaving.get(pod.name())));
            }
        }
        assertThat(free).as("seed %d", seed).allSatisfy((_, left) -> assertThat(left.holds(new Room(0, 0, 0)))
                .isTrue());
        for (PodVerdict pod : plan.pods()) {
            if (pod.destination() == null) {
                assertThat(free.values())
                        .as("seed %d: a place for %s", seed, pod.name())
                        .noneMatch(left -> left.holds(leaving.get(pod.name())));
            }
        }
    }
}
