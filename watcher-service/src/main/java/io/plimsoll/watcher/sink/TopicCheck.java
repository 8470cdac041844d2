package io.plimsoll.watcher.sink;

import io.plimsoll.wire.Topic;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Whether the topic is there and as it must be; asking never creates it. */
public final class TopicCheck {

    private static final int PATIENCE_SECONDS = 10;

    private TopicCheck() {}

    /** What was found: the topic's partitions, or in one line what is wrong with it and what mends it. */
    public record Found(int partitions, @Nullable String wrong) {}

    /** Asks the broker; fails with one line where it can't be reached. */
    public static Found of(Admin admin, String topic, String broker) throws InterruptedException {
        try {
            var described = admin.describeTopics(Set.of(topic)).allTopicNames().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            int partitions =
                    Objects.requireNonNull(described.get(topic)).partitions().size();
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            Map<ConfigResource, Config> settings =
                    admin.describeConfigs(Set.of(resource)).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            Config config = settings.get(resource);
            return new Found(partitions, config == null ? null : wrong(topic, config));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Found(
                    0,
                    cause instanceof UnknownTopicOrPartitionException
                            ? missing(topic)
                            : BrokerTrouble.of(cause, topic, broker));
        } catch (TimeoutException e) {
            return new Found(0, BrokerTrouble.of(e, topic, broker));
        }
    }

    private static @Nullable String wrong(String topic, Config config) {
        String policy = value(config, "cleanup.policy");
        if (policy != null && !Topic.FACTS.accepts("cleanup.policy", policy)) {
            return "topic " + topic + " has cleanup.policy=" + policy + ", expected "
                    + Topic.FACTS.settings().get("cleanup.policy") + "; run ./plimsoll topics --create";
        }
        String largest = value(config, "max.message.bytes");
        if (largest != null && Long.parseLong(largest) < Topic.FACTS.largestRecord()) {
            return "topic " + topic + " has max.message.bytes=" + largest + ", expected at least "
                    + Topic.FACTS.largestRecord() + "; run ./plimsoll topics --create";
        }
        return null;
    }

    private static @Nullable String value(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null ? null : entry.value();
    }

    private static String missing(String topic) {
        return "topic " + topic + " is missing, expected with " + Topic.FACTS.settings()
                + "; run ./plimsoll topics --create";
    }
}
