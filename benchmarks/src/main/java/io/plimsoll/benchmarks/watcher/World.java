package io.plimsoll.benchmarks.watcher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.benchmarks.log.TopicEnd;
import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.simulator.ClusterSimulator;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import io.plimsoll.wire.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The process that holds API server and broker.
 *
 * <p>Answers {@code where} with both addresses, {@code nodes N} and {@code pods N} by filling up, {@code topics PREFIX},
 * {@code burst N} by changing pods as fast as it can, {@code synced PREFIX} once the pods are in the log, {@code pace SECONDS PREFIX} by changing them in time and giving the
 * delay of each until it could be read, in milliseconds.
 */
final class World implements AutoCloseable {

    static final String CLUSTER = "bench";
    private static final int LOG_CAPACITY = 60_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final EmbeddedBroker broker = EmbeddedBroker.start();
    private final ClusterSimulator simulator;
    private ClusterObjects objects = new ClusterObjects(1);
    private int pods;
    private int changes;

    private World() throws IOException {
        simulator = ClusterSimulator.start(ClusterSimulator.Settings.defaults().withLogCapacity(LOG_CAPACITY));
    }

    public static void main(String[] arguments) throws IOException {
        try (World world = new World()) {
            Answering.serve(world::answer);
        }
    }

    private String answer(String[] words) throws Exception {
        return switch (words[0]) {
            case "where" -> simulator.url() + " " + broker.bootstrapServers();
            case "nodes" -> nodes(Integer.parseInt(words[1]));
            case "pods" -> pods(Integer.parseInt(words[1]));
            case "topics" -> topics(words[1]);
            case "burst" -> burst(Integer.parseInt(words[1]));
            case "synced" -> synced(words[1]);
            case "pace" -> pace(Integer.parseInt(words[1]), words[2]);
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private String nodes(int wanted) {
        objects = new ClusterObjects(wanted);
        for (int i = 0; i < wanted; i++) {
            store().create(ResourceTypes.NODE, objects.node(i)).bytes();
        }
        return "filled";
    }

    private String pods(int wanted) {
        for (; pods < wanted; pods++) {
            // Written out at once: what a server has cached costs neither side anything.
            store().create(ResourceTypes.POD, objects.pod(pods)).bytes();
        }
        store().compact();
        return "filled";
    }

    private String topics(String prefix) {
        broker.createTopics(prefix, 1);
        return "created";
    }

    /** Waits until the log holds a whole list of the pods. */
    private String synced(String prefix) throws TimeoutException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        String wanted = CLUSTER + "/Synced//pods";
        try (var consumer =
                TopicEnd.follow(broker.bootstrapServers(), Topic.FACTS.under(prefix), new StringDeserializer())) {
            consumer.seekToBeginning(consumer.assignment());
            while (System.nanoTime() < until) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    if (wanted.equals(record.key())) {
                        return "synced";
                    }
                }
            }
        }
        throw new TimeoutException("the pods were not in the log after " + PATIENCE);
    }

    private String burst(int count) {
        for (int i = 0; i < count; i++) {
            change().bytes();
        }
        return "changed";
    }

    private String pace(int seconds, String prefix) throws InterruptedException {
        return new Pace(broker.bootstrapServers(), prefix, this::change)
                .run(seconds * Envelope.CHANGES_PER_SECOND).stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(" "));
    }

    /** A pod turns unready or ready again, as its kubelet would say it: a real change of what is kept. */
    private StoredObject change() {
        int change = changes++;
        int pod = change % pods;
        return store().modify(
                        ResourceTypes.POD,
                        ClusterObjects.namespace(pod),
                        ClusterObjects.name(pod),
                        object -> turn(object, change));
    }

    private static void turn(ObjectNode pod, int change) {
        ObjectNode condition = (ObjectNode) pod.at("/status/conditions/2");
        boolean ready = !condition.path("status").asText().equals("True");
        condition.put("status", ready ? "True" : "False");
        condition.put("reason", ready ? "" : "ContainersNotReady");
        condition.put("message", ready ? "" : "containers with unready status: [web], change " + change);
        ((ObjectNode) pod.at("/status/containerStatuses/0")).put("ready", ready);
    }

    private ObjectStore store() {
        return simulator.store();
    }

    @Override
    public void close() throws IOException {
        simulator.close();
        broker.close();
    }
}
