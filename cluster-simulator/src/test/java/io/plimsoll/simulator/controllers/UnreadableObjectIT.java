package io.plimsoll.simulator.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.simulator.store.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** No API server would have taken it, but it may be put into the store past ours. */
class UnreadableObjectIT {

    @Test
    void podWithAQuantityThatIsNoneStopsNoController() {
        try (SteppedCluster cluster = new SteppedCluster()) {
            cluster.nodes(2, "4", "16Gi");
            cluster.create(ResourceTypes.POD, """
                    {'metadata': {'namespace': 'shop', 'name': 'odd'},
                     'spec': {'containers': [{'name': 'a', 'resources': {'requests': {'cpu': 'abc'}}}]}}""");
            cluster.create(ResourceTypes.POD, """
                    {'metadata': {'namespace': 'shop', 'name': 'even'},
                     'spec': {'containers': [{'name': 'a', 'resources': {'requests': {'cpu': '1'}}}]}}""");

            cluster.pass(Duration.ofMinutes(1));

            assertThat(cluster.store()
                            .get(ResourceTypes.POD, SteppedCluster.NS, "even")
                            .text("status", "phase"))
                    .isEqualTo("Running");
        }
    }
}
