package io.plimsoll.simulator.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.simulator.controllers.ControllerSettings;
import io.plimsoll.simulator.controllers.SteppedCluster;
import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import io.plimsoll.simulator.store.Subscription;
import io.plimsoll.simulator.store.WatchEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AutoscalerIT {

    private static final Duration HALF_PERIOD = Duration.ofMinutes(6);

    /** A node that came (+) or went (−) and when. */
    private record Step(int sign, Instant at, StoredObject node) {}

    @Test
    void badlyTunedAutoscalerBuysANodeAndThrowsItAwayAgainAndAgain() {
        try (var cluster = new SteppedCluster(
                        ControllerSettings.DEFAULT.withAutoscaler(AutoscalerSettings.thrashing("group", "g", 2, 5)));
                Subscription nodes = cluster.store().subscribe(ResourceTypes.NODE)) {
            cluster.nodes(2, "4", "16Gi");
            intermittentWorkload(cluster);

            cluster.pass(Duration.ofHours(1));

            List<Step> steps = steps(nodes);
            assertThat(reversals(steps)).isGreaterThanOrEqualTo(3);
            assertThat(steps.stream()
                            .filter(step -> step.sign < 0)
                            .filter(step -> lifetime(step).compareTo(Duration.ofMinutes(30)) < 0))
                    .hasSizeGreaterThanOrEqualTo(2);
            assertThat(cluster.events("cluster-autoscaler-status")).contains("ScaledUpGroup", "ScaleDownEmpty");
            assertThat(cluster.store()
                            .get(ResourceTypes.CONFIG_MAP, "kube-system", "cluster-autoscaler-status")
                            .text("data", "status"))
                    .contains("autoscalerStatus: Running")
                    .contains("name: g");
        }
    }

    @Test
    void annotationThatForbidsScaleDownStopsTheThrash() {
        try (var cluster = new SteppedCluster(
                ControllerSettings.DEFAULT.withAutoscaler(AutoscalerSettings.thrashing("group", "g", 2, 5)))) {
            cluster.nodes(2, "4", "16Gi");
            intermittentWorkload(cluster);
            cluster.pass(HALF_PERIOD.plusMinutes(4));
            int grown = cluster.store().count(ResourceTypes.NODE);
            assertThat(grown).isGreaterThan(2);

            cluster.store().list(ResourceTypes.NODE).forEach(node -> cluster.store()
                    .modify(ResourceTypes.NODE, "", node.name(), tree -> Fields.ensure(tree, "metadata", "annotations")
                            .put("cluster-autoscaler.kubernetes.io/scale-down-disabled", "true")));
            cluster.pass(Duration.ofHours(1));

            assertThat(cluster.store().count(ResourceTypes.NODE)).isEqualTo(grown);
        }
    }

    @Test
    void nodeWithPodsIsDrainedThroughTheBudgetsBeforeItGoes() {
        try (var cluster = new SteppedCluster(
                ControllerSettings.DEFAULT.withAutoscaler(AutoscalerSettings.thrashing("group", "g", 1, 3)))) {
            cluster.nodes(2, "4", "16Gi");
            cluster.deployment("web", 4, "200m");
            cluster.budget("web", "web", "'maxUnavailable': 1");

            int fewest = 4;
            cluster.pass(Duration.ofSeconds(20));
            for (int i = 0; i < 300; i++) {
                cluster.pass(Duration.ofSeconds(1));
                fewest = Math.min(fewest, cluster.readyPods("web").size());
            }

            assertThat(cluster.store().list(ResourceTypes.NODE)).hasSize(1);
            assertThat(cluster.readyPods("web")).hasSize(4);
            assertThat(fewest).isEqualTo(3);
        }
    }

    @Test
    void horizontalAutoscalerFollowsTheLoadUpAtOnceAndDownAfterFiveMinutes() {
        try (var cluster = new SteppedCluster()) {
            cluster.nodes(3, "8", "16Gi");
            cluster.deployment("web", 2, "500m");
            autoscaler(cluster, 2, 10, "");
            cluster.operations().setLoad("shop", "web", Loads.Load.constant(3000));

            cluster.pass(Duration.ofMinutes(2));

            // 3000m at a target of 80 % of 500m: 7.5 pods
            assertThat(cluster.readyPods("web")).hasSize(8);
            StoredObject autoscaler = cluster.get(ResourceTypes.HORIZONTAL_POD_AUTOSCALER, "web");
            assertThat(autoscaler.at("status", "desiredReplicas").asInt()).isEqualTo(8);
            assertThat(Conditions.status(autoscaler.json(), "ScalingActive")).isEqualTo("True");
            assertThat(cluster.events("web")).contains("SuccessfulRescale");

            cluster.operations().setLoad("shop", "web", Loads.Load.constant(400));
            cluster.pass(Duration.ofMinutes(4));
            assertThat(cluster.readyPods("web")).hasSize(8);

            cluster.pass(Duration.ofMinutes(3));
            assertThat(cluster.readyPods("web")).hasSize(2);
        }
    }

    private static void intermittentWorkload(SteppedCluster cluster) {
        cluster.deployment("web", 2, "1500m");
        autoscaler(
                cluster,
                2,
                8,
                ", 'behavior': {'scaleDown': {'stabilizationWindowSeconds': 0, 'policies': [{'type': 'Percent', 'value': 100, 'periodSeconds': 15}]}}");
        cluster.operations().setLoad("shop", "web", now -> {
            long halves = Duration.between(SteppedCluster.START, now).dividedBy(HALF_PERIOD);
            return halves % 2 == 0 ? 2000 : 8000;
        });
    }

    private static void autoscaler(SteppedCluster cluster, int min, int max, String more) {
        cluster.create(ResourceTypes.HORIZONTAL_POD_AUTOSCALER, """
                {'metadata': {'name': 'web', 'namespace': 'shop'},
                 'spec': {'scaleTargetRef': {'apiVersion': 'apps/v1', 'kind': 'Deployment', 'name': 'web'},
                          'minReplicas': %d, 'maxReplicas': %d,
                          'metrics': [{'type': 'Resource', 'resource': {'name': 'cpu', 'target': {'type': 'Utilization', 'averageUtilization': 80}}}]%s}}
                """.formatted(min, max, more));
    }

    private static List<Step> steps(Subscription nodes) {
        List<Step> steps = new ArrayList<>();
        for (WatchEvent event : nodes.drain()) {
            if (event.kind() == WatchEvent.Kind.ADDED) {
                steps.add(new Step(1, created(event.object()), event.object()));
            } else if (event.kind() == WatchEvent.Kind.DELETED) {
                steps.add(new Step(-1, marked(event.object()), event.object()));
            }
        }
        return steps;
    }

    /** The taint's value is the second of the removal's begin. */
    private static Instant marked(StoredObject node) {
        return Fields.items(node.json(), "spec", "taints").stream()
                .filter(taint -> Fields.text(taint, "key").equals(ClusterAutoscaler.TO_BE_DELETED))
                .map(taint -> Instant.ofEpochSecond(Long.parseLong(Fields.text(taint, "value"))))
                .findFirst()
                .orElseThrow();
    }

    private static Instant created(StoredObject node) {
        return Instant.parse(node.text("metadata", "creationTimestamp"));
    }

    private static Duration lifetime(Step removal) {
        return Duration.between(created(removal.node), removal.at);
    }

    private static int reversals(List<Step> steps) {
        int reversals = 0;
        for (int i = 1; i < steps.size(); i++) {
            reversals += steps.get(i).sign != steps.get(i - 1).sign ? 1 : 0;
        }
        return reversals;
    }
}
