package io.plimsoll.simulator.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.controllers.SteppedCluster;
import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.store.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KubeletIT {

    private final SteppedCluster cluster = new SteppedCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void containerThatReachesItsLimitIsOomKilledAndStartedAgainAtOnceThenEverLater() {
        cluster.nodes(1, "4", "8Gi");
        pod("leaky", "'simulator.plimsoll.io/memory': 'linear 100Mi +600Mi/h'", "100Mi", "'memory': '200Mi'", 0);

        cluster.pass(Duration.ofMinutes(10));
        assertThat(status("leaky").path("restartCount").asInt()).isZero();

        cluster.pass(Duration.ofMinutes(1));
        JsonNode once = status("leaky");
        assertThat(once.path("restartCount").asInt()).isEqualTo(1);
        assertThat(once.at("/lastState/terminated/reason").asText()).isEqualTo("OOMKilled");
        assertThat(once.at("/lastState/terminated/exitCode").asInt()).isEqualTo(137);
        assertThat(once.path("ready").asBoolean()).isTrue();
    }

    @Test
    void crashingContainerWaitsLongerEachTime() {
        cluster.nodes(1, "4", "8Gi");
        pod("crash", "'simulator.plimsoll.io/crash-after': '5s'", "100Mi", "", 0);

        cluster.pass(Duration.ofSeconds(8 + 6)); // starts at 2, crashes at 7 and 12
        JsonNode waiting = status("crash");
        assertThat(waiting.at("/state/waiting/reason").asText()).isEqualTo("CrashLoopBackOff");
        assertThat(waiting.path("restartCount").asInt()).isEqualTo(1);
        assertThat(waiting.at("/lastState/terminated/exitCode").asInt()).isEqualTo(1);

        cluster.pass(Duration.ofMinutes(30));
        assertThat(status("crash").path("restartCount").asInt()).isBetween(7, 11); // 5 min apart in the end
    }

    @Test
    void nodeThatRunsOutOfMemoryEvictsOnePodPerPassInTheKubeletsOrder() {
        cluster.nodes(1, "4", "4Gi");
        pod("modest", "'simulator.plimsoll.io/memory': 'constant 900Mi'", "1Gi", "", 0);
        pod("precious", "'simulator.plimsoll.io/memory': 'constant 500Mi'", "200Mi", "", 1000);
        pod("effort", "'simulator.plimsoll.io/memory': 'constant 300Mi'", "0", "", 0);
        pod("greedy", "'simulator.plimsoll.io/memory': 'constant 450Mi'", "100Mi", "", 0);
        cluster.pass(Duration.ofSeconds(30));
        assertThat(Conditions.status(node(), "MemoryPressure")).isEqualTo("False");

        // 4096 − 200 (system) − 900 − 500 − 300 − 450 leaves 1746 MiB; this grows by 30 MiB in a pass
        cluster.operations().setMemory("shop", "modest", MemorySeries.parse("linear 900Mi +10800Mi/h"));
        cluster.pass(Duration.ofMinutes(9).plusSeconds(20));

        assertThat(Conditions.status(node(), "MemoryPressure")).isEqualTo("True");
        assertThat(cluster.get(ResourceTypes.NODE, "n0").at("spec", "taints").toString())
                .contains("node.kubernetes.io/memory-pressure");
        PodView first = view(evicted());
        assertThat(first.name()).isEqualTo("modest"); // it alone exceeds its request by more than 1 GiB
        assertThat(first.phase()).isEqualTo("Failed");
        assertThat(Fields.text(first.raw(), "status", "reason")).isEqualTo("Evicted");
        assertThat(Fields.text(first.raw(), "status", "message"))
                .startsWith("The node was low on resource: memory. Threshold quantity: 100Mi, available: ");
        assertThat(Fields.text(
                        java.util.Objects.requireNonNull(Conditions.find(first.raw(), "DisruptionTarget")), "reason"))
                .isEqualTo("TerminationByKubelet");
        assertThat(cluster.events("n0"))
                .contains("EvictionThresholdMet", "NodeHasInsufficientMemory")
                .doesNotContain("NodeHasSufficientMemory");

        cluster.pass(Duration.ofMinutes(5));
        assertThat(Conditions.status(node(), "MemoryPressure")).isEqualTo("False");
        assertThat(cluster.events("n0")).contains("NodeHasSufficientMemory");
        assertThat(cluster.get(ResourceTypes.NODE, "n0").at("spec").has("taints"))
                .isFalse();
    }

    @Test
    void jobsPodRunsItsTimeAndSucceeds() {
        cluster.nodes(1, "4", "4Gi");
        cluster.create(ResourceTypes.JOB, """
                {'metadata': {'name': 'batch', 'namespace': 'shop'},
                 'spec': {'completions': 3, 'parallelism': 2, 'template': {
                    'metadata': {'labels': {'app': 'batch'}, 'annotations': {'simulator.plimsoll.io/run-for': '60s'}},
                    'spec': {'restartPolicy': 'Never', 'containers': [{'name': 'main', 'image': 'v1'}]}}}}
                """);

        cluster.pass(Duration.ofSeconds(30));
        assertThat(cluster.pods("batch")).hasSize(2);

        cluster.pass(Duration.ofMinutes(3));
        assertThat(cluster.get(ResourceTypes.JOB, "batch")
                        .at("status", "succeeded")
                        .asInt())
                .isEqualTo(3);
        assertThat(Conditions.status(cluster.get(ResourceTypes.JOB, "batch").json(), "Complete"))
                .isEqualTo("True");
    }

    @Test
    void rebootGivesTheNodeAnotherBootIdAndRestartsItsContainers() {
        cluster.nodes(1, "4", "4Gi");
        cluster.deployment("web", 1, "100m");
        cluster.pass(Duration.ofMinutes(1));

        cluster.operations().reboot("n0");
        cluster.pass(Duration.ofSeconds(10));

        assertThat(cluster.get(ResourceTypes.NODE, "n0").text("status", "nodeInfo", "bootID"))
                .isNotEqualTo("first-boot");
        assertThat(cluster.events("n0")).contains("Rebooted");
        assertThat(status(cluster.pods("web").getFirst().name())
                        .path("restartCount")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void usageIsWhatTheCoursesSay() {
        cluster.nodes(1, "4", "4Gi");
        pod("leaky", "'simulator.plimsoll.io/memory': 'linear 100Mi +60Mi/h'", "100Mi", "", 0);

        cluster.pass(Duration.ofMinutes(30).plusSeconds(2));

        var usage = cluster.controllers().usage();
        long memory = usage.pod("shop", "leaky")
                .orElseThrow()
                .containers()
                .get("main")
                .memoryBytes();
        assertThat(memory >> 20).isBetween(129L, 130L);
        assertThat(usage.node("n0").orElseThrow().usage().memoryBytes()).isEqualTo(memory + (200L << 20));
        assertThat(usage.node("n7")).isEmpty();
    }

    private String evicted() {
        return cluster.store().list(ResourceTypes.POD, "shop").stream()
                .filter(pod -> pod.text("status", "reason").equals("Evicted"))
                .findFirst()
                .orElseThrow()
                .name();
    }

    private void pod(String name, String annotations, String request, String limits, int priority) {
        cluster.create(ResourceTypes.POD, """
                {'metadata': {'name': '%s', 'namespace': 'shop', 'labels': {'app': '%s'}, 'annotations': {%s}},
                 'spec': {'priority': %d, 'restartPolicy': 'Always', 'containers': [{'name': 'main', 'image': 'v1',
                    'resources': {'requests': {'memory': '%s'}, 'limits': {%s}}}]}, 'status': {'phase': 'Pending'}}
                """.formatted(name, name, annotations, priority, request, limits));
    }

    private JsonNode status(String pod) {
        return cluster.get(ResourceTypes.POD, pod)
                .at("status", "containerStatuses")
                .get(0);
    }

    private PodView view(String pod) {
        return PodView.of(cluster.get(ResourceTypes.POD, pod).json());
    }

    private com.fasterxml.jackson.databind.node.ObjectNode node() {
        return cluster.get(ResourceTypes.NODE, "n0").json();
    }
}
