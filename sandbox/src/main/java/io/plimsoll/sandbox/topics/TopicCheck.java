package io.plimsoll.sandbox.topics;

import io.plimsoll.sandbox.Fault;
import io.plimsoll.wire.FreshTopics;
import io.plimsoll.wire.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/** Compares a broker's topics with what they should be, and creates those that are missing. */
public final class TopicCheck implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 10;

    private final Admin admin;
    private final String bootstrapServers;
    private final String prefix;

    public TopicCheck(String bootstrapServers, String prefix) {
        this.bootstrapServers = bootstrapServers;
        this.prefix = prefix;
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_SECONDS * 1000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_SECONDS * 500));
    }

    /** One topic and what is wrong with it; nothing when all is well. */
    public record Row(String topic, int partitions, List<String> problems) {}

    public List<Row> rows() {
        Set<String> present = get(admin.listTopics().names());
        List<Topic> there = Stream.of(Topic.values())
                .filter(topic -> present.contains(topic.under(prefix)))
                .toList();
        List<String> names = there.stream().map(topic -> topic.under(prefix)).toList();
        Map<String, TopicDescription> descriptions =
                get(admin.describeTopics(names).allTopicNames());
        Map<ConfigResource, Config> configs = get(admin.describeConfigs(names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all());
        return Stream.of(Topic.values())
                .map(topic -> row(topic, descriptions, configs))
                .toList();
    }

    private Row row(Topic topic, Map<String, TopicDescription> descriptions, Map<ConfigResource, Config> configs) {
        String name = topic.under(prefix);
        TopicDescription description = descriptions.get(name);
        if (description == null) {
            return new Row(name, 0, List.of("missing"));
        }
        Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, name));
        List<String> problems = new ArrayList<>();
        topic.settings().forEach((key, expected) -> {
            String actual = config == null || config.get(key) == null
                    ? "unknown"
                    : config.get(key).value();
            if (!expected.equals(actual)) {
                problems.add(key + " is " + actual + ", expected " + expected);
            }
        });
        return new Row(name, description.partitions().size(), problems);
    }

    /** Creates the topics that are missing; returns their names. */
    public List<String> createMissing(int partitions, short replication) {
        Set<String> present = get(admin.listTopics().names());
        List<NewTopic> missing = Stream.of(Topic.values())
                .filter(topic -> !present.contains(topic.under(prefix)))
                .map(topic -> new NewTopic(topic.under(prefix), partitions, replication).configs(topic.settings()))
                .toList();
        get(admin.createTopics(missing).all());
        answered(() -> {
            FreshTopics.awaitLed(admin, missing);
            return missing;
        });
        return missing.stream().map(NewTopic::name).toList();
    }

    private interface Question<T> {
        T ask() throws ExecutionException, TimeoutException, InterruptedException;
    }

    private <T> T get(KafkaFuture<T> future) {
        return answered(() -> future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private <T> T answered(Question<T> question) {
        try {
            return question.ask();
        } catch (ExecutionException e) {
            throw unreachable(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    private Fault unreachable(Throwable e) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new Fault("the broker at " + bootstrapServers + " did not answer as wanted (" + why
                + "): check that it runs and that --bootstrap-servers names it");
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ZERO);
    }
}
