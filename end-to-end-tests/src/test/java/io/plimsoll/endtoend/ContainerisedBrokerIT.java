package io.plimsoll.endtoend;

import io.plimsoll.sandbox.topics.TopicCheck;
import io.plimsoll.sandbox.world.SandboxBroker;
import io.plimsoll.sandbox.world.World;
import io.plimsoll.sandbox.world.WorldSettings;
import io.plimsoll.sandbox.world.WorldSettings.Shape;
import io.plimsoll.wire.Topic;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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

    /** Kafka's published image; its restart is a pause, for a container comes back on another port. */
    private record Containerised(KafkaContainer container) implements SandboxBroker {

        static Containerised start() {
            KafkaContainer container = new KafkaContainer(DockerImageName.parse("apache/kafka:4.1.1"));
            container.start();
            try (TopicCheck topics = new TopicCheck(container.getBootstrapServers(), Topic.DEFAULT_PREFIX)) {
                topics.createMissing(2, (short) 1);
            }
            return new Containerised(container);
        }

        @Override
        public String bootstrapServers() {
            return container.getBootstrapServers();
        }

        @Override
        public void restart() {
            String id = container.getContainerId();
            container.getDockerClient().pauseContainerCmd(id).exec();
            try {
                Thread.sleep(3_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            container.getDockerClient().unpauseContainerCmd(id).exec();
        }

        @Override
        public void close() {
            container.stop();
        }
    }
}
