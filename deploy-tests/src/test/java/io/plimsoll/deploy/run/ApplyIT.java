package io.plimsoll.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.deploy.render.Kustomize;
import io.plimsoll.deploy.render.Manifests;
import io.plimsoll.deploy.render.Tool;
import io.plimsoll.simulator.ClusterSimulator;
import io.plimsoll.simulator.controllers.ControllerSettings;
import io.plimsoll.simulator.controllers.Controllers;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The overlays applied with the real kubectl. */
class ApplyIT {

    @Test
    void overlayIsAppliedOnceAndThenUnchanged(@TempDir Path directory) throws Exception {
        try (ClusterSimulator simulator = ClusterSimulator.start(ClusterSimulator.Settings.defaults())) {
            Tool kubectl = Tool.orSkip("kubectl");
            Map<String, String> to = kubeconfig(simulator, directory);
            String manifests = file(Kustomize.overlay("dry-run"), directory);

            Tool.Run dry = kubectl.run(to, "apply", "--dry-run=server", "-f", manifests);
            Tool.Run first = kubectl.run(to, "apply", "-f", manifests);
            Tool.Run second = kubectl.run(to, "apply", "-f", manifests);

            // What lies in the namespace can't be tried before the namespace is there.
            assertThat(dry.output()).contains("namespace/plimsoll created (server dry run)");
            assertThat(first.exitCode()).as(first.errors()).isZero();
            assertThat(first.output().lines()).allMatch(line -> line.endsWith(" created"));
            assertThat(second.exitCode()).as(second.errors()).isZero();
            assertThat(second.output().lines()).hasSizeGreaterThan(20).allMatch(ApplyIT::unchanged);
        }
    }

    @Test
    void goingFromDryRunToEnforceChangesTheActuatorAlone(@TempDir Path directory) throws Exception {
        try (ClusterSimulator simulator = ClusterSimulator.start(ClusterSimulator.Settings.defaults())) {
            Tool kubectl = Tool.orSkip("kubectl");
            Map<String, String> to = kubeconfig(simulator, directory);
            kubectl.run(to, "apply", "-f", file(Kustomize.overlay("dry-run"), directory));

            Tool.Run changed = kubectl.run(to, "apply", "-f", file(Kustomize.overlay("enforce"), directory));

            assertThat(changed.output().lines().filter(line -> !unchanged(line)))
                    .containsExactly("deployment.apps/plimsoll-actuator configured");
        }
    }

    @Test
    void serverSideApplyTakesThemToo(@TempDir Path directory) throws Exception {
        try (ClusterSimulator simulator = ClusterSimulator.start(ClusterSimulator.Settings.defaults())) {
            Tool kubectl = Tool.orSkip("kubectl");
            Map<String, String> to = kubeconfig(simulator, directory);
            String manifests = file(Kustomize.overlay("enforce"), directory);

            Tool.Run applied = kubectl.run(to, "apply", "--server-side", "-f", manifests);

            assertThat(applied.exitCode()).as(applied.errors()).isZero();
            assertThat(applied.output().lines()).allMatch(line -> line.endsWith(" serverside-applied"));
        }
    }

    @Test
    void replicasRunOnNodesOfTheirOwnAndOneOfThemMayBeEvicted(@TempDir Path directory) throws Exception {
        var settings = ClusterSimulator.Settings.defaults();
        ObjectStore store = ClusterSimulator.newStore(settings);
        try (Controllers _ = Controllers.start(store, ControllerSettings.DEFAULT);
                ClusterSimulator simulator = ClusterSimulator.start(settings, store)) {
            for (int i = 1; i <= 2; i++) {
                store.create(ResourceTypes.NODE, (ObjectNode) Manifests.tree("""
                    {metadata: {name: n%1$d, labels: {kubernetes.io/hostname: n%1$d}}, spec: {providerID: test://n%1$d},
                     status: {capacity: {cpu: "8", memory: 32Gi, pods: "110"},
                              allocatable: {cpu: "8", memory: 32Gi, pods: "110"},
                              conditions: [{type: Ready, status: "True"}]}}\
                    """.formatted(i)));
            }
            Tool kubectl = Tool.orSkip("kubectl");

            kubectl.run(kubeconfig(simulator, directory), "apply", "-f", file(Kustomize.overlay("dry-run"), directory));

            await("six pods to run", () -> pods(store, "Running").size() == 6);
            for (String service : List.of("watcher", "analyzer", "actuator")) {
                assertThat(pods(store, "Running").stream()
                                .filter(pod -> pod.at("/metadata/labels/app.kubernetes.io~1component")
                                        .asText()
                                        .equals(service))
                                .map(pod -> pod.at("/spec/nodeName").asText()))
                        .containsExactlyInAnyOrder("n1", "n2");
                await(
                        "the budget of " + service,
                        () -> store.get(ResourceTypes.POD_DISRUPTION_BUDGET, "plimsoll", "plimsoll-" + service)
                                        .json()
                                        .at("/status/disruptionsAllowed")
                                        .asInt()
                                == 1);
            }
        }
    }

    /** A budget's selector is merged by replacing it, so kubectl sends it every time and says configured. */
    private static boolean unchanged(String line) {
        return line.endsWith(" unchanged") || line.startsWith("poddisruptionbudget.policy/");
    }

    private static List<JsonNode> pods(ObjectStore store, String phase) {
        return store.list(ResourceTypes.POD, "plimsoll").stream()
                .<JsonNode>map(StoredObject::json)
                .filter(pod -> pod.at("/status/phase").asText().equals(phase))
                .toList();
    }

    private static Map<String, String> kubeconfig(ClusterSimulator simulator, Path directory) throws Exception {
        Path file = directory.resolve("kubeconfig");
        simulator.writeKubeconfig(file, "");
        return Map.of("KUBECONFIG", file.toString(), "HOME", directory.toString());
    }

    /** The namespace first, then all that lies in it. */
    private static String file(Manifests manifests, Path directory) throws Exception {
        StringBuilder text = new StringBuilder();
        manifests.ofKind("Namespace").forEach(each -> text.append(Manifests.text(each)));
        manifests.byKey().values().stream()
                .filter(object -> !object.path("kind").asText().equals("Namespace"))
                .forEach(object -> text.append(Manifests.text(object)));
        Path file = Files.createTempFile(directory, "manifests", ".yaml");
        Files.writeString(file, text);
        return file.toString();
    }

    private static void await(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain for " + what).isLessThan(deadline);
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
    }
}
