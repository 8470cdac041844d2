package io.plimsoll.sandbox.command;

import io.plimsoll.sandbox.Fault;
import io.plimsoll.wire.Topic;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which broker, which topics. */
final class KafkaOptions {

    @Option(
            names = "--bootstrap-servers",
            defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS:-localhost:9092}",
            description = "Kafka's address (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    String bootstrapServers;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "how a secured Kafka is reached: properties by Kafka's own keys, as its own tools take them")
    @Nullable
    Path commandConfig;

    @Option(
            names = "--prefix",
            defaultValue = Topic.DEFAULT_PREFIX,
            description = "what topic names begin with (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    String prefix;

    /** What a Kafka client is told, by Kafka's own keys. */
    Map<String, Object> client() {
        Map<String, Object> client = new HashMap<>();
        if (commandConfig != null) {
            Properties file = new Properties();
            try (Reader reader = Files.newBufferedReader(commandConfig)) {
                file.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new Fault(
                        commandConfig + " can't be read (" + e + "): --command-config takes a file of properties", e);
            }
            file.stringPropertyNames().forEach(key -> client.put(key, file.getProperty(key)));
        }
        client.put("bootstrap.servers", bootstrapServers);
        return client;
    }
}
