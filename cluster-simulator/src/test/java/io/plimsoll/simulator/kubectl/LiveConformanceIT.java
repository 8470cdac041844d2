package io.plimsoll.simulator.kubectl;

import io.plimsoll.simulator.ClusterSimulator;
import io.plimsoll.simulator.controllers.ControllerSettings;
import io.plimsoll.simulator.controllers.Controllers;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real kubectl against the simulator with all its controllers: what it applies starts, rolls out, moves and ends. The
 * table is {@code src/test/resources/kubectl/live-cases.txt}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveConformanceIT {

    private static final int SPEED = 10;
    private static final int NODES = 4;

    private Path directory;
    private ClusterSimulator simulator;
    private Controllers controllers;
    private Kubectl kubectl;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        directory = temporary;
        Path executable = Kubectl.installed();
        Kubectl.copy(List.of("live.yaml", "live-cases.txt"), directory);
        Instant begun = Instant.now();
        ClusterSimulator.Settings settings = ClusterSimulator.Settings.defaults()
                .withClock(
                        () -> begun.plus(Duration.between(begun, Instant.now()).multipliedBy(SPEED)));
        ObjectStore store = ClusterSimulator.newStore(settings);
        for (int i = 0; i < NODES; i++) {
            store.create(ResourceTypes.NODE, Surroundings.json(NODE.formatted(i, i)));
        }
        controllers = Controllers.start(store, ControllerSettings.DEFAULT.withSpeed(SPEED));
        simulator = ClusterSimulator.start(settings.withUsage(controllers.usage()), store);
        Path kubeconfig = directory.resolve("kubeconfig");
        simulator.writeKubeconfig(kubeconfig, "");
        kubectl = new Kubectl(executable, directory, kubeconfig);
    }

    @AfterAll
    void stop() throws IOException {
        if (simulator != null) {
            simulator.close();
            controllers.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        return Case.read(directory.resolve("live-cases.txt")).stream()
                .map(row -> DynamicTest.dynamicTest(row.name(), () -> row.check(kubectl)));
    }

    private static final String NODE = """
            {"metadata":{"name":"node-%d","labels":{"kubernetes.io/hostname":"node-%d","pool":"all"}},"status":{
             "allocatable":{"cpu":"4","memory":"8Gi","pods":"110"},
             "capacity":{"cpu":"4","memory":"8Gi","pods":"110"},"nodeInfo":{"kubeletVersion":"v1.32.4"},
             "conditions":[{"type":"Ready","status":"True"}]}}""";
}
