package io.plimsoll.watcher.rig;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.simulator.ClusterSimulator;
import io.plimsoll.simulator.faults.Match;
import io.plimsoll.simulator.faults.OpenWatch;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.watcher.project.Ledger.Liveness;
import io.plimsoll.watcher.project.Projector;
import io.plimsoll.watcher.sink.SinkSettings;
import io.plimsoll.watcher.term.Setup;
import io.plimsoll.watcher.term.Setup.LeaseSettings;
import io.plimsoll.watcher.term.Setup.Rhythm;
import io.plimsoll.watcher.term.Watcher;
import io.plimsoll.watcher.watch.WatchSettings;
import io.plimsoll.wire.ClusterPartitioner;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.time.ClusterClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A simulated API server, a real broker, and watchers between them; each test has a topic of its own. */
public final class Rig implements AutoCloseable {

    /** Impatient settings, so that tests of patience don't take minutes. */
    public static final WatchSettings QUICK = new WatchSettings(
            500,
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            Duration.ofSeconds(4),
            Duration.ofSeconds(2),
            Duration.ofMillis(50),
            Duration.ofMillis(500),
            false);

    public static final int PARTITIONS = 3;

    private final EmbeddedBroker broker;
    private final ClusterSimulator simulator;
    private final String prefix = "t" + UUID.randomUUID().toString().substring(0, 8);
    private final List<AutoCloseable> opened = new ArrayList<>();

    private Rig(EmbeddedBroker broker, ClusterSimulator simulator) {
        this.broker = broker;
        this.simulator = simulator;
    }

    /** A rig on a running broker. */
    public static Rig on(EmbeddedBroker broker) {
        return on(broker, ClusterSimulator.Settings.defaults());
    }

    public static Rig on(EmbeddedBroker broker, ClusterSimulator.Settings settings) {
        try {
            Rig rig = new Rig(broker, ClusterSimulator.start(settings));
            broker.createTopics(rig.prefix, PARTITIONS);
            return rig;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public ClusterSimulator simulator() {
        return simulator;
    }

    public ObjectStore store() {
        return simulator.store();
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    public String topic() {
        return prefix + ".facts";
    }

    public LogView log() {
        LogView view = new LogView(broker.bootstrapServers(), topic());
        opened.add(view);
        return view;
    }

    /** Writes a record of the log as some other watcher would. */
    public void write(String key, byte[] value) {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ProducerConfig.PARTITIONER_CLASS_CONFIG,
                ClusterPartitioner.class);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic(), key, value)).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public Setup setup() {
        return setup(null);
    }

    public Setup setup(LeaseSettings lease) {
        Setup setup = setup(simulator.url(), broker.bootstrapServers(), topic(), lease);
        opened.add(setup.client());
        return setup;
    }

    /** A replica whose client the caller closes. */
    static Setup setup(String url, String bootstrapServers, String topic, LeaseSettings lease) {
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl(url)
                        .withAutoConfigure(false)
                        .build())
                .build();
        return new Setup(
                client,
                ClusterClock.realTime(),
                SinkSettings.of(Map.of("bootstrap.servers", bootstrapServers), "eu1", topic),
                QUICK,
                new Rhythm(Duration.ofMillis(500), Duration.ofSeconds(1)),
                new Projector(),
                Liveness.DEFAULT,
                lease);
    }

    /** Ends the open watch of a resource, once there is one. */
    public void endWatch(String resource, OpenWatch.Ending ending) {
        await("a watch of " + resource, () -> simulator.faults().endWatches(Match.resource(resource), ending) > 0);
    }

    public Watcher watch() {
        return watch(setup());
    }

    public Watcher watch(Setup setup) {
        Watcher watcher = Watcher.start(setup);
        opened.add(watcher);
        return watcher;
    }

    public static ObjectNode json(String text) {
        try {
            return (ObjectNode) Json.mapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public static ObjectNode node(String name) {
        return json("""
            {"apiVersion":"v1","kind":"Node","metadata":{"name":"%s","labels":{"eks.amazonaws.com/nodegroup":"a"}},
             "status":{"capacity":{"cpu":"4","memory":"16Gi"},"allocatable":{"cpu":"3900m","memory":"15Gi"},
             "conditions":[{"type":"Ready","status":"True","lastHeartbeatTime":"2030-01-01T00:00:00Z",
             "lastTransitionTime":"2030-01-01T00:00:00Z"}]}}\
            """.formatted(name));
    }

    public static ObjectNode pod(String name) {
        return json("""
            {"apiVersion":"v1","kind":"Pod","metadata":{"namespace":"shop","name":"%s","labels":{"app":"cart"}},
             "spec":{"nodeName":"n1","containers":[{"name":"web","image":"cart:1",
             "resources":{"requests":{"cpu":"100m","memory":"64Mi"}}}]},
             "status":{"phase":"Running"}}\
            """.formatted(name));
    }

    public static void flipCordon(ObjectNode node) {
        ObjectNode spec = node.withObject("/spec");
        spec.put("unschedulable", !spec.path("unschedulable").asBoolean());
    }

    /** Waits for a condition; fails after a minute. */
    public static void await(String what, BooleanSupplier condition) {
        await(what, Duration.ofSeconds(60), condition);
    }

    public static void await(String what, Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + patience.toSeconds() + " s: " + what);
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            for (AutoCloseable each : opened.reversed()) {
                each.close();
            }
            simulator.close();
        } catch (Exception e) {
            throw new AssertionError("the rig can't be taken down", e);
        }
    }
}
