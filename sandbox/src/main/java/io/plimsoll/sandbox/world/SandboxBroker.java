package io.plimsoll.sandbox.world;

import io.plimsoll.broker.EmbeddedBroker;
import java.util.Map;

/** The broker of a sandbox: the embedded one, or one that somebody else runs. */
public interface SandboxBroker extends AutoCloseable {

    String bootstrapServers();

    /** Takes the broker away and brings it back with its data. */
    void restart();

    @Override
    void close();

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
