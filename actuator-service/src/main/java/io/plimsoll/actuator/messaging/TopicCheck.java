package io.plimsoll.actuator.messaging;

import io.plimsoll.wire.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;

/** Whether the topics are there, and the journal is one that keeps its keys. */
public final class TopicCheck {

    private static final List<Topic> NEEDED = List.of(
            Topic.MAINTENANCE_REQUESTS,
            Topic.DECISIONS,
            Topic.MAINTENANCE_STATUS,
            Topic.MAINTENANCE_JOURNAL,
            Topic.AUDIT,
            Topic.DEAD_LETTERS);

    private TopicCheck() {}

    /** One line for each that is missing or wrong, with the command that mends it; empty when all is well. */
    public static List<String> problems(KafkaSettings settings) throws InterruptedException {
        var properties = settings.consumer();
        properties.keySet().removeAll(Set.of("allow.auto.create.topics", "auto.offset.reset"));
        properties.put("default.api.timeout.ms", 5_000);
        properties.put("request.timeout.ms", 3_000);
        try (Admin admin = Admin.create(properties)) {
            Set<String> there = admin.listTopics().names().get(6, TimeUnit.SECONDS);
            List<String> problems = new ArrayList<>();
            for (Topic topic : NEEDED) {
                if (!there.contains(settings.name(topic))) {
                    problems.add("topic " + settings.name(topic) + " is missing: ./plimsoll topics --create");
                }
            }
            return problems.isEmpty() ? journal(admin, settings) : problems;
        } catch (ExecutionException | TimeoutException e) {
            return List.of("no answer from the Kafka broker at "
                    + settings.common().get("bootstrap.servers") + ": start it, or mend kafka.bootstrap.servers");
        }
    }

    private static List<String> journal(Admin admin, KafkaSettings settings)
            throws InterruptedException, ExecutionException, TimeoutException {
        String name = settings.name(Topic.MAINTENANCE_JOURNAL);
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        var configs = admin.describeConfigs(List.of(resource)).all().get(6, TimeUnit.SECONDS);
        String policy = Objects.requireNonNull(configs.get(resource))
                .get("cleanup.policy")
                .value();
        return Topic.MAINTENANCE_JOURNAL.accepts("cleanup.policy", policy)
                ? List.of()
                : List.of("topic " + name + " has cleanup.policy=" + policy
                        + ", so what is under way would be forgotten; it must be compact: ./plimsoll topics --create");
    }
}
