package io.plimsoll.sandbox.world;

import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.sandbox.process.Service;
import java.util.Map;

/** The broker of a sandbox: the embedded one, or one that somebody else runs. */
public interface SandboxBroker extends AutoCloseable {

    String bootstrapServers();

    /** Takes the broker away and brings it back with its data. */
    void restart();

    /** What a service is told of how to reach it, by its own keys, beside the address. */
    default Map<String, String> keys(Service service) {
        return Map.of();
    }

    @Override
    void close();

    /** One that somebody else runs, all topics on it. */
    static SandboxBroker at(String bootstrapServers) {
        return new SandboxBroker() {
            @Override
            public String bootstrapServers() {
                return bootstrapServers;
            }

            @Override
            public void restart() {
                throw new IllegalStateException("the broker at " + bootstrapServers + " is somebody else's");
            }

            @Override
            public void close() {
                // It stays.
            }
        };
    }

    /** In this process, with all topics. */
    static SandboxBroker embedded(int port, int partitions) {
        EmbeddedBroker broker = EmbeddedBroker.start(port, Map.of());
        broker.createTopics(partitions);
        return new SandboxBroker() {
            @Override
            public String bootstrapServers() {
                return broker.bootstrapServers();
            }

            @Override
            public void restart() {
                broker.restart();
            }

            @Override
            public void close() {
                broker.close();
            }
        };
    }
}
