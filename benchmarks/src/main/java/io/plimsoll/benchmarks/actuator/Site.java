package io.plimsoll.benchmarks.actuator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.actuator.campaign.HelmSettings;
import io.plimsoll.actuator.messaging.KafkaSettings;
import io.plimsoll.actuator.service.Actuator;
import io.plimsoll.actuator.service.ActuatorSettings;
import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.simulator.ClusterSimulator;
import io.plimsoll.simulator.audit.AuditEntry;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** A simulated cluster in real time, topics of its own, and once started the actuator between them, all in this process. */
final class Site implements AutoCloseable {

    static final String CLUSTER = "bench";
    static final String NAMESPACE = "shop";

    private final EmbeddedBroker broker;
    private final String prefix;
    private final ClusterSimulator simulator;
    private final KafkaProducer<String, String> producer;
    private @Nullable KubernetesClient client;
    private @Nullable Actuator actuator;

    /**
     * A cluster without nodes.
     *
     * @param prefix of its topics; of one site only
     * @param calls sees every mutating call, on the thread of the call
     */
    Site(EmbeddedBroker broker, String prefix, Consumer<AuditEntry> calls) throws IOException {
        this.broker = broker;
        this.prefix = prefix;
        broker.createTopics(prefix, 1);
        var settings = ClusterSimulator.Settings.defaults().withAuditSink(calls);
        this.simulator = ClusterSimulator.start(settings);
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all", "linger.ms", 0),
                new StringSerializer(),
                new StringSerializer());
        create(ResourceTypes.NAMESPACE, "{'metadata': {'name': '" + NAMESPACE + "'}}");
    }

    ObjectStore store() {
        return simulator.store();
    }

    String url() {
        return simulator.url();
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    String topic(Topic topic) {
        return topic.under(prefix);
    }

    /** Creates an object from JSON with single quotes. */
    void create(ResourceType type, String json) {
        try {
            store().create(type, (ObjectNode) Json.mapper().readTree(json.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    void node(String name) {
        create(ResourceTypes.NODE, """
                {'metadata': {'name': '%s', 'labels': {'kubernetes.io/hostname': '%s'}},
                 'spec': {'providerID': 'bench://%s'},
                 'status': {'allocatable': {'cpu': '64', 'memory': '256Gi', 'pods': '250'},
                            'conditions': [{'type': 'Ready', 'status': 'True'}]}}""".formatted(name, name, name));
    }

    /** Starts the actuator, and returns once it leads and listens. */
    void start(HelmSettings helm) throws TimeoutException {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(url())
                .withRequestRetryBackoffLimit(0)
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
        ActuatorSettings usual = ActuatorSettings.of(bootstrapServers(), CLUSTER, false);
        var settings = new ActuatorSettings(
                "actuator-0",
                helm,
                new KafkaSettings(usual.kafka().common(), prefix, CLUSTER),
                usual.clock(),
                usual.lease(),
                usual.terms(),
                usual.apiPatience(),
                "",
                null);
        Actuator started = new Actuator(settings, client, new SimpleMeterRegistry());
        actuator = started;
        await("the actuator leads", Duration.ofSeconds(60), started::active);
    }

    static HelmSettings usual() {
        return HelmSettings.of(CLUSTER, false);
    }

    /** Writes a record, and doesn't wait until the broker has it. */
    void send(Topic topic, String key, Object value) {
        try {
            producer.send(new ProducerRecord<>(
                    topic(topic),
                    key,
                    value instanceof String text ? text : Json.mapper().writeValueAsString(value)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(String.valueOf(value), e);
        }
    }

    static void await(String what, Duration patience, BooleanSupplier condition) throws TimeoutException {
        long until = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new TimeoutException("not within " + patience.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() throws IOException {
        if (actuator != null) {
            actuator.close();
        }
        if (client != null) {
            client.close();
        }
        producer.close(Duration.ofSeconds(1));
        simulator.close();
    }
}
