package io.plimsoll.actuator.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.plan.Plan;
import io.plimsoll.actuator.view.Cluster;
import io.plimsoll.actuator.view.Freshness;
import io.plimsoll.actuator.view.Resource;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlanOnRequestTest {

    private static final Duration FRESH = Duration.ofSeconds(15);
    private static final String[] N1 = {"n1"};

    private final Cluster cluster = new Cluster();

    PlanOnRequestTest() {
        cluster.node("n1").put();
        cluster.node("n2").put();
    }

    @Test
    void planByAViewThatHasGrownOldSaysSo() {
        Plan before = MaintenanceResource.plan(cluster.view, N1, FRESH, Cluster.NOW);

        cluster.freshness.put(Resource.BUDGETS, new Freshness(Duration.ofMinutes(2), null));
        Plan since = MaintenanceResource.plan(cluster.view, N1, FRESH, Cluster.NOW);

        assertThat(before.causes()).isEmpty();
        assertThat(since.nodes()).isEqualTo(before.nodes());
        assertThat(since.causes())
                .extracting(Cause::code, Cause::object)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("STALE_VIEW", "budgets"));
    }
}
