package io.plimsoll.simulator.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.simulator.controllers.SteppedCluster;
import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DisruptionIT {

    private final SteppedCluster cluster = new SteppedCluster();

    @BeforeEach
    void nodes() {
        cluster.nodes(3, "4", "8Gi");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void statusFollowsPodsThatEndAndComeBack() {
        cluster.deployment("web", 4, "100m");
        cluster.budget("web", "web", "'minAvailable': '51%'");
        cluster.pass(Duration.ofMinutes(1));
        assertThat(numbers("web")).isEqualTo(new BudgetNumbers(1, 4, 3, 4));
        assertThat(reason("web")).isEqualTo("SufficientPods");

        String pod = cluster.pods("web").getFirst().name();
        cluster.store().delete(ResourceTypes.POD, SteppedCluster.NS, pod, DeleteOptions.GRACEFUL);
        cluster.pass(Duration.ofMillis(100));
        assertThat(numbers("web")).isEqualTo(new BudgetNumbers(0, 3, 3, 4));
        assertThat(reason("web")).isEqualTo("InsufficientPods");

        cluster.pass(Duration.ofMinutes(1));
        assertThat(numbers("web")).isEqualTo(new BudgetNumbers(1, 4, 3, 4));
    }

    @Test
    void scalesOfSeveralOwnersAreAddedUpAndTheDeploymentCountsForItsReplicaSets() {
        cluster.deployment("web", 4, "100m");
        cluster.create(
                ResourceTypes.POD_DISRUPTION_BUDGET,
                "{'metadata': {'name': 'all', 'namespace': 'shop'}, 'spec': {'maxUnavailable': '25%', 'selector': {}}}");
        cluster.workload(ResourceTypes.STATEFUL_SET, "db", 3, "100m", "'serviceName': 'db',");

        cluster.pass(Duration.ofMinutes(2));

        assertThat(numbers("all")).isEqualTo(new BudgetNumbers(2, 7, 5, 7));
    }

    @Test
    void podOfADaemonSetMakesAPercentageFailSafe() {
        cluster.workload(ResourceTypes.DAEMON_SET, "agent", 0, "10m", "");
        cluster.budget("agent", "agent", "'minAvailable': '50%'");

        cluster.pass(Duration.ofMinutes(1));

        assertThat(cluster.readyPods("agent")).hasSize(3);
        assertThat(numbers("agent").disruptionsAllowed()).isZero();
        assertThat(reason("agent")).isEqualTo("SyncFailed");
        assertThat(cluster.events("agent")).contains("CalculateExpectedPodCountFailed");
    }

    @Test
    void unreadableSelectorFailsSafe() {
        cluster.create(
                ResourceTypes.POD_DISRUPTION_BUDGET,
                "{'metadata': {'name': 'odd', 'namespace': 'shop'}, 'spec': {'minAvailable': 1, 'selector': {'matchExpressions': [{'key': 'a', 'operator': 'Like', 'values': ['b']}]}}}");

        cluster.pass(Duration.ofSeconds(1));

        assertThat(numbers("odd")).isEqualTo(new BudgetNumbers(0, 0, 0, 0));
        assertThat(reason("odd")).isEqualTo("SyncFailed");
    }

    @Test
    void grantedEvictionWhosePodStaysIsForgottenAfterTwoMinutes() {
        cluster.deployment("web", 4, "100m");
        cluster.budget("web", "web", "'minAvailable': 3");
        cluster.pass(Duration.ofMinutes(1));
        String pod = cluster.pods("web").getFirst().name();

        cluster.store().modify(ResourceTypes.POD_DISRUPTION_BUDGET, SteppedCluster.NS, "web", tree -> Fields.ensure(
                        tree, "status", "disruptedPods")
                .put(pod, Fields.time(cluster.now())));
        cluster.pass(Duration.ofSeconds(1));
        assertThat(numbers("web")).isEqualTo(new BudgetNumbers(0, 3, 3, 4));

        cluster.pass(Duration.ofMinutes(3));
        assertThat(numbers("web")).isEqualTo(new BudgetNumbers(1, 4, 3, 4));
        assertThat(cluster.get(ResourceTypes.POD_DISRUPTION_BUDGET, "web")
                        .at("status")
                        .has("disruptedPods"))
                .isFalse();
        assertThat(cluster.events(pod)).contains("NotDeleted");
    }

    @Test
    void podUnderTwoBudgetsIsReported() {
        cluster.budget("one", "web", "'minAvailable': 1");
        cluster.budget("two", "web", "'minAvailable': 1");
        cluster.pass(Duration.ofSeconds(1));

        cluster.deployment("web", 1, "100m");
        cluster.pass(Duration.ofMinutes(1));

        assertThat(cluster.events(cluster.pods("web").getFirst().name())).contains("MultiplePodDisruptionBudgets");
    }

    private BudgetNumbers numbers(String name) {
        var status = cluster.get(ResourceTypes.POD_DISRUPTION_BUDGET, name).at("status");
        return new BudgetNumbers(
                status.path("disruptionsAllowed").asInt(),
                status.path("currentHealthy").asInt(),
                status.path("desiredHealthy").asInt(),
                status.path("expectedPods").asInt());
    }

    private String reason(String name) {
        StoredObject budget = cluster.get(ResourceTypes.POD_DISRUPTION_BUDGET, name);
        return Fields.text(Objects.requireNonNull(Conditions.find(budget.json(), "DisruptionAllowed")), "reason");
    }
}
