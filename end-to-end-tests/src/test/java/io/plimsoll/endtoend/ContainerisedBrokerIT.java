package io.plimsoll.endtoend;

import com.github.dockerjava.api.DockerClient;
import io.plimsoll.sandbox.topics.TopicCheck;
import io.plimsoll.sandbox.world.Ports;
import io.plimsoll.sandbox.world.SandboxBroker;
import io.plimsoll.sandbox.world.World;
import io.plimsoll.sandbox.world.WorldSettings;
import io.plimsoll.sandbox.world.WorldSettings.Shape;
import io.plimsoll.wire.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The same incident over a broker in a container. */
@Tag("container")
class ContainerisedBrokerIT {

    @Test
    void anIncidentEndsRightOverABrokerInAContainer() {
        Path root = Path.of(System.getProperty("plimsoll.root"));
        World world = new World(
                new World.Plan(root, root.resolve("../shared/data"), 0, 0),
                new WorldSettings(Shape.SMALL, 20),
                Containerised::start);
        try (Incident incident = new Incident(world)) {
            incident.play();

            incident.endedRight();
        }
    }

    /** Kafka's published image on a port that it keeps, so that a restart is one. */
    private record Containerised(KafkaContainer container) implements SandboxBroker {

        private static final int SECONDS_TO_STOP = 20;
        private static final Duration PATIENCE = Duration.ofMinutes(3);
        private static final String STARTED_BY = "/tmp/testcontainers_start.sh";

        /** The image's own way to start formats the storage first and refuses storage that has been formatted. */
        private static final String START_AGAIN = """
                #!/bin/bash
                exec java -Xmx512M -cp '/opt/kafka/libs/*' kafka.Kafka /opt/kafka/config/server.properties
                """;

        static Containerised start() {
            KafkaContainer container = new KafkaContainer(DockerImageName.parse("apache/kafka:4.1.1"));
            container.setPortBindings(List.of(Ports.free() + ":9092"));
            container.start();
            try (TopicCheck topics = new TopicCheck(container.getBootstrapServers(), Topic.DEFAULT_PREFIX)) {
                topics.createMissing(2, (short) 1);
            }
            container.copyFileToContainer(Transferable.of(START_AGAIN, 0777), STARTED_BY);
            return new Containerised(container);
        }

        @Override
        public String bootstrapServers() {
            return container.getBootstrapServers();
        }

        @Override
        public void restart() {
            DockerClient docker = container.getDockerClient();
            docker.stopContainerCmd(container.getContainerId())
                    .withTimeout(SECONDS_TO_STOP)
                    .exec();
            docker.startContainerCmd(container.getContainerId()).exec();
            try (Admin admin = Admin.create(Map.of(
                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                    bootstrapServers(),
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    (int) PATIENCE.toMillis()))) {
                admin.describeCluster().nodes().get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("the broker didn't come back: " + container.getLogs(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }

        @Override
        public void close() {
            container.stop();
        }
    }
}
