package io.plimsoll.sandbox.topics;

import io.plimsoll.sandbox.Fault;
import io.plimsoll.wire.FreshTopics;
import io.plimsoll.wire.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/** Compares a broker's topics with what they should be, creates those that are missing and mends the settings of the others. */
public final class TopicCheck implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 10;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Admin admin;
    private final String bootstrapServers;
    private final String prefix;

    public TopicCheck(String bootstrapServers, String prefix) {
        this(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), prefix);
    }

    /** @param client how the broker is reached, by Kafka's own keys */
    public TopicCheck(Map<String, Object> client, String prefix) {
        this.bootstrapServers = String.valueOf(client.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        this.prefix = prefix;
        Map<String, Object> patient = new HashMap<>(client);
        patient.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_SECONDS * 1000);
        patient.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_SECONDS * 500);
        try {
            this.admin = Admin.create(patient);
        } catch (KafkaException e) {
            throw unreachable(e.getCause() == null ? e : e.getCause());
        }
    }

    /** A setting that isn't as it should be, and the value that would mend it. */
    private record Difference(String topic, String setting, String actual, String expected, String right) {}

    public List<TopicRow> rows() {
        Map<String, TopicDescription> descriptions = descriptions();
        Map<String, List<Difference>> differences = differences(descriptions.keySet());
        return Stream.of(Topic.values())
                .map(topic -> row(topic.under(prefix), descriptions, differences))
                .toList();
    }

    private static TopicRow row(
            String name, Map<String, TopicDescription> descriptions, Map<String, List<Difference>> differences) {
        TopicDescription description = descriptions.get(name);
        if (description == null) {
            return new TopicRow(name, 0, 0, List.of("missing"));
        }
        List<String> problems = differences.getOrDefault(name, List.of()).stream()
                .map(each -> each.setting() + " is " + each.actual() + ", expected " + each.expected())
                .toList();
        var partitions = description.partitions();
        return new TopicRow(
                name, partitions.size(), partitions.getFirst().replicas().size(), problems);
    }

    private Map<String, TopicDescription> descriptions() {
        Set<String> present = get(admin.listTopics().names());
        List<String> there = Stream.of(Topic.values())
                .map(topic -> topic.under(prefix))
                .filter(present::contains)
                .toList();
        return get(admin.describeTopics(there).allTopicNames());
    }

    private Map<String, List<Difference>> differences(Set<String> names) {
        Map<ConfigResource, Config> configs = get(
                admin.describeConfigs(names.stream().map(TopicCheck::resource).toList())
                        .all());
        Map<String, List<Difference>> differences = new TreeMap<>();
        configs.forEach((resource, config) ->
                differences.put(resource.name(), differences(Topic.named(prefix, resource.name()), config)));
        return differences;
    }

    private List<Difference> differences(Topic topic, Config config) {
        String name = topic.under(prefix);
        List<Difference> differences = new ArrayList<>();
        new TreeMap<>(topic.settings()).forEach((setting, expected) -> {
            String actual = value(config, setting);
            if (!topic.accepts(setting, actual)) {
                differences.add(new Difference(name, setting, actual, expected, expected));
            }
        });
        String largest = value(config, "max.message.bytes");
        if (topic.largestRecord() > 0 && Long.parseLong(largest) < topic.largestRecord()) {
            String right = Long.toString(topic.largestRecord());
            differences.add(new Difference(name, "max.message.bytes", largest, "at least " + right, right));
        }
        return differences;
    }

    private static String value(Config config, String setting) {
        return Objects.requireNonNull(config.get(setting), setting).value();
    }

    /**
     * Creates the topics that are missing; returns their names.
     *
     * @param replication 0 for three, or as many as there are brokers
     */
    public List<String> createMissing(int partitions, int replication) {
        Set<String> present = get(admin.listTopics().names());
        short replicas = (short)
                (replication > 0
                        ? replication
                        : Math.min(3, get(admin.describeCluster().nodes()).size()));
        List<NewTopic> missing = Stream.of(Topic.values())
                .filter(topic -> !present.contains(topic.under(prefix)))
                .map(topic -> new NewTopic(topic.under(prefix), partitions, replicas).configs(topic.settings()))
                .toList();
        get(admin.createTopics(missing).all());
        answered(() -> {
            FreshTopics.awaitLed(admin, missing);
            return missing;
        });
        return missing.stream().map(NewTopic::name).toList();
    }

    /** Gives the topics that are there the settings they should have, and leaves all others alone; returns what was changed. */
    public List<String> mendSettings() {
        List<Difference> wrong = wrongSettings();
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        wrong.forEach(each -> changes.computeIfAbsent(resource(each.topic()), _ -> new ArrayList<>())
                .add(new AlterConfigOp(new ConfigEntry(each.setting(), each.right()), AlterConfigOp.OpType.SET)));
        if (!changes.isEmpty()) {
            get(admin.incrementalAlterConfigs(changes).all());
            awaitMended();
        }
        return wrong.stream()
                .map(each -> each.topic() + ": " + each.setting() + " was " + each.actual() + ", is " + each.right()
                        + " now")
                .toList();
    }

    /** A broker may answer with the old settings for a moment; who looks later sees what is left. */
    private void awaitMended() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!wrongSettings().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private List<Difference> wrongSettings() {
        return differences(descriptions().keySet()).values().stream()
                .flatMap(List::stream)
                .toList();
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
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
        String mend =
                switch (e) {
                    case AuthenticationException _ -> "check user and password in the file of --command-config";
                    case AuthorizationException _ ->
                        "it takes a user that may create topics and change their settings: name its file with --command-config";
                    default ->
                        "check that it runs, that --bootstrap-servers names it, and where it is secured that"
                                + " --command-config names a file that says how";
                };
        return new Fault("the broker at " + bootstrapServers + " did not answer as wanted (" + why + "): " + mend, e);
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ZERO);
    }
}
