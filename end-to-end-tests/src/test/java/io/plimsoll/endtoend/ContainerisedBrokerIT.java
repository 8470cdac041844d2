package io.plimsoll.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.function.Consumer;
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

    /** Kafka's published image, on a port of its own choice: a container that is restarted comes back on the same one. */
    private record Containerised(KafkaContainer container) implements SandboxBroker {

        private static final int INSIDE = 9092;
        private static final int SECONDS_TO_END = 20;

        static Containerised start() {
            String binding = "127.0.0.1:" + Ports.free() + ":" + INSIDE;
            KafkaContainer container = new KafkaContainer(DockerImageName.parse("apache/kafka:4.1.1"));
            container.setPortBindings(List.of(binding));
            container.withStartupTimeout(Duration.ofMinutes(4));
            container.start();
            Containerised broker = new Containerised(container);
            broker.topics(check -> check.createMissing(2, (short) 1));
            return broker;
        }

        @Override
        public String bootstrapServers() {
            return container.getBootstrapServers();
        }

        /** The broker's process ends and another begins over the same data; returns once it answers. */
        @Override
        public void restart() {
            DockerClient docker = container.getDockerClient();
            String id = container.getContainerId();
            String before = startedAt(docker, id);
            docker.restartContainerCmd(id).withTimeout(SECONDS_TO_END).exec();
            assertThat(startedAt(docker, id))
                    .as("start of the broker's process")
                    .isNotEqualTo(before);
            topics(check -> assertThat(check.rows())
                    .as("topics after the restart")
                    .allSatisfy(row -> assertThat(row.problems()).isEmpty()));
        }

        private static String startedAt(DockerClient docker, String id) {
            return docker.inspectContainerCmd(id).exec().getState().getStartedAt();
        }

        private void topics(Consumer<TopicCheck> what) {
            try (TopicCheck check = new TopicCheck(bootstrapServers(), Topic.DEFAULT_PREFIX)) {
                what.accept(check);
            }
        }

        @Override
        public void close() {
            container.stop();
        }
    }
}
