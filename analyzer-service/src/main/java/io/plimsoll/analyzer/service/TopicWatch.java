package io.plimsoll.analyzer.service;

import io.plimsoll.analyzer.stream.AnalysisTopology;
import io.plimsoll.wire.Topic;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Looks every few seconds whether the topics are there and right, and says what is wrong and how to mend it. */
@ApplicationScoped
public class TopicWatch {

    private static final long EVERY_MILLIS = 5_000;
    private static final List<Topic> NEEDED = List.of(
            Topic.FACTS,
            Topic.ALERTS,
            Topic.ALERTS_HISTORY,
            Topic.DECISIONS,
            Topic.RECOMMENDATIONS,
            Topic.DEAD_LETTERS);

    /** What the streams' clients are told of how to reach the broker holds for this one too. */
    private static final List<String> OF_THE_WAY = List.of("security.", "sasl.", "ssl.");

    private static final String OF_STREAMS = "kafka-streams.";

    private final String servers;
    private final String prefix;
    private final org.eclipse.microprofile.config.Config config;
    private volatile @Nullable String fault = "the topics haven't been looked at yet";
    private @Nullable Thread thread;
    private int partitions;

    TopicWatch(
            @ConfigProperty(name = "quarkus.kafka-streams.bootstrap-servers") String servers,
            TopicKeys keys,
            org.eclipse.microprofile.config.Config config) {
        this.servers = servers;
        this.config = config;
        this.prefix = keys.prefix();
    }

    /** What is wrong, in one line; null when nothing is. */
    @Nullable
    String fault() {
        return fault;
    }

    void start(@Observes StartupEvent started) {
        thread = Thread.ofVirtual().name("topic-watch").start(this::watch);
    }

    void stop(@Observes ShutdownEvent stopped) {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void watch() {
        try (Admin admin = Admin.create(settings())) {
            while (!Thread.currentThread().isInterrupted()) {
                fault = look(admin);
                Thread.sleep(fault == null ? EVERY_MILLIS : EVERY_MILLIS / 5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (KafkaException e) {
            fault = "the broker's address can't be used: " + e.getMessage();
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 4_000));
        for (String name : config.getPropertyNames()) {
            String own = name.startsWith(OF_STREAMS) ? name.substring(OF_STREAMS.length()) : "";
            if (OF_THE_WAY.stream().anyMatch(own::startsWith)) {
                config.getOptionalValue(name, String.class).ifPresent(value -> settings.put(own, value));
            }
        }
        return settings;
    }

    private @Nullable String look(Admin admin) throws InterruptedException {
        try {
            Set<String> there = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get(5, TimeUnit.SECONDS);
            List<String> missing = NEEDED.stream()
                    .map(topic -> topic.under(prefix))
                    .filter(name -> !there.contains(name))
                    .toList();
            if (!missing.isEmpty()) {
                return "missing " + String.join(", ", missing) + "; create with: ./plimsoll topics --create";
            }
            String changed = partitionsChanged(admin, there);
            return changed == null ? wrongSettings(admin) : changed;
        } catch (ExecutionException | TimeoutException e) {
            return "the broker at " + servers + " doesn't answer; is it running?";
        }
    }

    /** A cluster's facts lie where its name's hash and the number of partitions say: another number moves it. */
    private @Nullable String partitionsChanged(Admin admin, Set<String> there)
            throws InterruptedException, ExecutionException, TimeoutException {
        String facts = Topic.FACTS.under(prefix);
        int now = partitions(admin, facts);
        if (partitions == 0) {
            partitions = now;
        }
        String mend = ": clusters have moved between partitions; make the topic anew with ./plimsoll topics --create"
                + " and restart";
        if (now != partitions) {
            return facts + " has " + now + " partitions, had " + partitions + mend;
        }
        String changelog = prefix + "-analyzer-" + AnalysisTopology.STORE + "-changelog";
        int kept = there.contains(changelog) ? partitions(admin, changelog) : now;
        return kept == now
                ? null
                : facts + " has " + now + " partitions, but " + changelog + " has " + kept + mend
                        + "; or delete the changelog and the group " + prefix + "-analyzer to begin anew";
    }

    private static int partitions(Admin admin, String topic)
            throws InterruptedException, ExecutionException, TimeoutException {
        return admin.describeTopics(List.of(topic)).allTopicNames().get(5, TimeUnit.SECONDS).values().stream()
                .mapToInt(described -> described.partitions().size())
                .sum();
    }

    private @Nullable String wrongSettings(Admin admin)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<ConfigResource, Topic> resources = new HashMap<>();
        NEEDED.forEach(
                topic -> resources.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.under(prefix)), topic));
        Map<ConfigResource, Config> configs =
                admin.describeConfigs(resources.keySet()).all().get(5, TimeUnit.SECONDS);
        List<String> wrong = new ArrayList<>();
        configs.forEach((resource, config) -> {
            Topic topic = resources.get(resource);
            String is = config.get("cleanup.policy").value();
            if (topic != null && !topic.accepts("cleanup.policy", is)) {
                wrong.add(resource.name() + " has cleanup.policy=" + is + ", expected "
                        + topic.settings().get("cleanup.policy"));
            }
        });
        return wrong.isEmpty() ? null : String.join("; ", wrong) + "; mend with: ./plimsoll topics --create";
    }
}
