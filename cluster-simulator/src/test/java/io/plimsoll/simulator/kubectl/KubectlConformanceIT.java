package io.plimsoll.simulator.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.simulator.ClusterSimulator;
import io.plimsoll.simulator.metrics.UsageSource;
import io.plimsoll.simulator.rbac.User;
import io.plimsoll.simulator.store.ResourceTypes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The real kubectl against the simulator: the table is {@code src/test/resources/kubectl/cases.txt}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlConformanceIT {

    private static final List<String> FILES = List.of(
            "shop.yaml",
            "shop-changed.yaml",
            "extras.yaml",
            "list.yaml",
            "misspelt.yaml",
            "pod.yaml",
            "nodepool-crd.yaml",
            "nodepool.yaml",
            "cases.txt");

    private Path directory;
    private ClusterSimulator simulator;
    private Surroundings surroundings;
    private Kubectl kubectl;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        directory = temporary;
        Path executable = Kubectl.installed();
        Kubectl.copy(FILES, directory);
        simulator = ClusterSimulator.start(ClusterSimulator.Settings.defaults().withUsage(new SteadyUsage()));
        simulator.users().addUser("jane", User.named("jane"));
        surroundings = new Surroundings(simulator.store());
        Path kubeconfig = directory.resolve("kubeconfig");
        simulator.writeKubeconfig(kubeconfig, "");
        kubectl = new Kubectl(executable, directory, kubeconfig);
    }

    @AfterAll
    void stop() throws IOException {
        if (simulator != null) {
            surroundings.close();
            simulator.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        return Case.read(directory.resolve("cases.txt")).stream()
                .map(row -> DynamicTest.dynamicTest(row.name(), () -> row.check(kubectl)));
    }

    @Test
    void aWatchShowsAChangeAsItHappens() throws IOException, InterruptedException {
        Process watch = kubectl.start(List.of("get", "nodes", "-w"));
        try (var lines = new BufferedReader(new InputStreamReader(watch.getInputStream(), StandardCharsets.UTF_8))) {
            Instant deadline = Instant.now().plusSeconds(20);
            String line = lines.readLine();
            while (!line.startsWith("node-2")) {
                line = lines.readLine();
            }
            simulator.store().modify(ResourceTypes.NODE, "", "node-1", o -> o.withObjectProperty("spec")
                    .put("unschedulable", true));
            line = lines.readLine();

            assertThat(line).matches("node-1\\s+Ready,SchedulingDisabled\\s.*");
            assertThat(Instant.now()).isBefore(deadline);
        } finally {
            watch.destroy();
            watch.waitFor(5, TimeUnit.SECONDS);
            simulator.store().modify(ResourceTypes.NODE, "", "node-1", o -> o.withObjectProperty("spec")
                    .remove("unschedulable"));
        }
    }

    @Test
    void overTlsATokenSaysWhoCalls(@TempDir Path temporary) throws IOException, InterruptedException {
        try (ClusterSimulator secure =
                ClusterSimulator.start(ClusterSimulator.Settings.defaults().withHttps())) {
            secure.users().addUser("secret", User.named("jane"));
            Path kubeconfig = temporary.resolve("kubeconfig");
            secure.writeKubeconfig(kubeconfig, "secret");

            Kubectl.Run run = new Kubectl(kubectl.executable(), temporary, kubeconfig).run(List.of("auth", "whoami"));

            assertThat(run.output()).containsPattern("Username\\s+jane");
        }
    }

    private static final class SteadyUsage implements UsageSource {

        private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

        @Override
        public Optional<NodeSample> node(String name) {
            return Optional.of(new NodeSample(AT, Duration.ofSeconds(15), new Usage(0.25, 1L << 30)));
        }

        @Override
        public Optional<PodSample> pod(String namespace, String name) {
            return name.startsWith("cart")
                    ? Optional.of(new PodSample(AT, Duration.ofSeconds(15), Map.of("cart", new Usage(0.1, 64L << 20))))
                    : Optional.empty();
        }
    }
}
