package io.plimsoll.simulator.nodelifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.simulator.controllers.SteppedCluster;
import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.store.ResourceTypes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeLossIT {

    private final SteppedCluster cluster = new SteppedCluster();
    private String lost = "";

    @BeforeEach
    void runningCluster() {
        cluster.nodes(3, "4", "8Gi");
        cluster.deployment("web", 3, "100m");
        cluster.workload(ResourceTypes.DAEMON_SET, "agent", 0, "10m", "");
        cluster.pass(Duration.ofMinutes(1));
        lost = cluster.pods("web").getFirst().nodeName();
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void silentNodeIsUnknownAfterTheGracePeriodAndItsPodsAreUnready() {
        cluster.operations().takeDown(lost);

        cluster.pass(Duration.ofSeconds(39));
        assertThat(ready()).isEqualTo("True");

        cluster.pass(Duration.ofSeconds(2));
        assertThat(ready()).isEqualTo("Unknown");
        assertThat(taints())
                .containsExactly(
                        "node.kubernetes.io/unreachable:NoExecute", "node.kubernetes.io/unreachable:NoSchedule");
        assertThat(cluster.readyPods("web")).hasSize(2);
        assertThat(cluster.events(lost)).contains("NodeNotReady");
    }

    @Test
    void podsOfALostNodeAreDeletedAfterTheirTolerationAndReplacedElsewhere() {
        cluster.operations().takeDown(lost);

        cluster.pass(Duration.ofMinutes(5).plusSeconds(30));
        assertThat(cluster.pods("web")).hasSize(3);

        cluster.pass(Duration.ofSeconds(20));
        PodView leaving = cluster.pods("web").stream()
                .filter(PodView::terminating)
                .findFirst()
                .orElseThrow();
        assertThat(Fields.text(Objects.requireNonNull(Conditions.find(leaving.raw(), "DisruptionTarget")), "reason"))
                .isEqualTo("DeletionByTaintManager");
        assertThat(cluster.readyPods("web")).hasSize(3);
        assertThat(cluster.pods("agent"))
                .as("daemons tolerate it for ever")
                .hasSize(3)
                .noneMatch(PodView::terminating);
    }

    @Test
    void nodeThatReturnsInTimeKeepsItsPods() {
        List<String> before =
                cluster.pods("web").stream().map(PodView::uid).sorted().toList();
        cluster.operations().takeDown(lost);
        cluster.pass(Duration.ofMinutes(2));

        cluster.operations().bringUp(lost);
        cluster.pass(Duration.ofSeconds(5));

        assertThat(ready()).isEqualTo("True");
        assertThat(taints()).isEmpty();
        assertThat(cluster.readyPods("web").stream().map(PodView::uid).sorted().toList())
                .isEqualTo(before);
    }

    @Test
    void podsOfARemovedNodeAreCollected() {
        cluster.operations().removeNode(lost);

        cluster.pass(Duration.ofMinutes(2));

        assertThat(cluster.readyPods("web")).hasSize(3);
        assertThat(cluster.pods("web")).noneMatch(pod -> pod.nodeName().equals(lost));
        assertThat(cluster.pods("agent")).hasSize(2);
        assertThat(cluster.store().list(ResourceTypes.LEASE)).hasSize(2);
    }

    private String ready() {
        return Conditions.status(cluster.get(ResourceTypes.NODE, lost).json(), "Ready");
    }

    private List<String> taints() {
        return Fields.items(cluster.get(ResourceTypes.NODE, lost).json(), "spec", "taints").stream()
                .map(taint -> Fields.text(taint, "key") + ":" + Fields.text(taint, "effect"))
                .toList();
    }
}
