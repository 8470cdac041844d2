package io.plimsoll.simulator.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.simulator.controllers.SteppedCluster;
import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeploymentIT {

    private final SteppedCluster cluster = new SteppedCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void deploymentBringsItsPodsUpAndSaysSo() {
        cluster.nodes(3, "4", "8Gi");
        cluster.deployment("web", 3, "100m");

        cluster.pass(Duration.ofSeconds(30));

        assertThat(cluster.readyPods("web")).hasSize(3);
        var web = cluster.get(ResourceTypes.DEPLOYMENT, "web");
        assertThat(web.at("status", "availableReplicas").asInt()).isEqualTo(3);
        assertThat(web.at("status", "observedGeneration").asInt()).isEqualTo(1);
        assertThat(Conditions.status(web.json(), "Available")).isEqualTo("True");
        assertThat(Fields.text(java.util.Objects.requireNonNull(Conditions.find(web.json(), "Progressing")), "reason"))
                .isEqualTo("NewReplicaSetAvailable");
    }

    @Test
    void newImageReplacesAllPodsAndNeverLeavesTheRollingUpdatesBounds() {
        cluster.nodes(3, "4", "8Gi");
        cluster.deployment("web", 8, "100m");
        cluster.pass(Duration.ofMinutes(1));

        cluster.image(ResourceTypes.DEPLOYMENT, "web", "v2");
        int fewest = Integer.MAX_VALUE;
        int most = 0;
        for (int second = 0; second < 60; second++) {
            cluster.pass(Duration.ofSeconds(1));
            fewest = Math.min(fewest, cluster.readyPods("web").size());
            most = Math.max(most, (int)
                    cluster.pods("web").stream().filter(PodView::active).count());
        }

        assertThat(cluster.pods("web")).hasSize(8).allSatisfy(pod -> assertThat(
                        Fields.text(Fields.at(pod.raw(), "spec", "containers").get(0), "image"))
                .isEqualTo("v2"));
        assertThat(fewest).isGreaterThanOrEqualTo(6);
        assertThat(most).isBetween(9, 10);
        assertThat(cluster.store().list(ResourceTypes.REPLICA_SET, SteppedCluster.NS))
                .hasSize(2);
    }

    @Test
    void scalingDownTakesUnreadyPodsFirst() {
        cluster.nodes(2, "4", "8Gi");
        cluster.deployment("web", 4, "100m");
        cluster.pass(Duration.ofMinutes(1));
        String unready = cluster.pods("web").get(2).name();
        cluster.operations().setReady(SteppedCluster.NS, unready, false);
        cluster.pass(Duration.ofSeconds(1));

        cluster.store().modify(ResourceTypes.DEPLOYMENT, SteppedCluster.NS, "web", tree -> Fields.ensure(tree, "spec")
                .put("replicas", 3));
        cluster.pass(Duration.ofMinutes(1));

        assertThat(cluster.readyPods("web")).hasSize(3).noneMatch(pod -> pod.name()
                .equals(unready));
    }

    @Test
    void deletedDeploymentTakesItsReplicaSetsAndPodsAlong() {
        cluster.nodes(2, "4", "8Gi");
        cluster.deployment("web", 4, "100m");
        cluster.pass(Duration.ofMinutes(1));

        cluster.store().delete(ResourceTypes.DEPLOYMENT, SteppedCluster.NS, "web", DeleteOptions.GRACEFUL);
        cluster.pass(Duration.ofMinutes(1));

        assertThat(cluster.store().list(ResourceTypes.REPLICA_SET)).isEmpty();
        assertThat(cluster.pods("web")).isEmpty();
    }

    @Test
    void deletedPodIsReplacedOnANodeThatTakesPods() {
        cluster.nodes(3, "4", "8Gi");
        cluster.deployment("web", 3, "100m");
        cluster.pass(Duration.ofMinutes(1));
        var pod = cluster.pods("web").getFirst();

        cluster.operations().cordon(java.util.List.of(pod.nodeName()));
        cluster.store().delete(ResourceTypes.POD, SteppedCluster.NS, pod.name(), DeleteOptions.GRACEFUL);
        cluster.pass(Duration.ofMinutes(1));

        assertThat(cluster.readyPods("web")).hasSize(3).noneMatch(other -> other.nodeName()
                .equals(pod.nodeName()));
        var cordoned = cluster.get(ResourceTypes.NODE, pod.nodeName());
        assertThat(Fields.text(cordoned.at("spec", "taints").get(0), "key"))
                .isEqualTo("node.kubernetes.io/unschedulable");
        assertThat(Fields.instant(cordoned.at("spec", "taints").get(0), "timeAdded"))
                .isEqualTo(SteppedCluster.START.plusSeconds(60));
    }
}
