package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.RequestState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a drain does to the cluster, by the API server's own audit log. */
class DrainIT {

    private final Yard yard = new Yard(60);

    @AfterEach
    void close() {
        yard.close();
    }

    @Test
    void case1CordonsBeforeTheFirstEvictionAndEvictsBothPods() {
        yard.nodes(4);
        yard.deploymentOn("n1", "cart", 2);
        yard.start();

        yard.drain("r1", "uncordon", "n1");
        MaintenanceStatus end = yard.awaitEnd("r1");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.acts().stream()
                        .filter(act -> act.contains("n1"))
                        .toList()
                        .getFirst())
                .startsWith("patch nodes n1");
        assertThat(yard.acts().subList(0, 2)).allMatch(act -> act.startsWith("patch nodes n1 200"));
        assertThat(yard.evictions()).hasSize(2).allMatch(entry -> entry.succeeded());
        assertThat(yard.cordoned("n1")).isFalse();
        yard.assertNoMarks();
        yard.assertWellAnswered("r1");
    }
}
