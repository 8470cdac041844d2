package io.plimsoll.sandbox.command;

import io.plimsoll.wire.Topic;
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
            names = "--prefix",
            defaultValue = Topic.DEFAULT_PREFIX,
            description = "what topic names begin with (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    String prefix;
}
