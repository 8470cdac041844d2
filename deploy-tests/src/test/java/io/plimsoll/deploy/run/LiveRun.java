package io.plimsoll.deploy.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.deploy.render.Chart;
import io.plimsoll.deploy.render.Manifests;
import io.plimsoll.model.alert.AlertState;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.sandbox.listen.Heard;
import io.plimsoll.sandbox.listen.Listener;
import io.plimsoll.simulator.ClusterSimulator;
import io.plimsoll.simulator.controllers.ControllerSettings;
import io.plimsoll.simulator.controllers.Controllers;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.wire.Topic;
import io.plimsoll.wire.time.ClusterClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One run of everything, as installed with {@code mode=enforce}: a drain; a record nobody can read; a watch that expires; a
 * mass cordon that pauses maintenance; a drain that has to wait. Played once for all tests that look at what came of it.
 */
final class LiveRun implements AutoCloseable {

    static final String INSTALLED = "mode: enforce\nforeignLeases: [medik8s-leases]\n";

    private static final double SPEED = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /**
     * What came of the run.
     *
     * @param installed the objects that were installed
     * @param asked everything the services asked the API server, once each
     * @param metrics what each service showed at {@code /q/metrics} in the end
     * @param logs what each service wrote
     */
    record Observed(Manifests installed, Set<Asked> asked, Map<String, String> metrics, Map<String, String> logs) {}

    private static final class Once {
        private static final Observed OBSERVED = play();
    }

    private final Path directory;
    private final EmbeddedBroker broker = EmbeddedBroker.start();
    private final ClusterClock clock = new ClusterClock(InstantSource.system(), Instant.now(), SPEED);
    private final Controllers controllers;
    private final ClusterSimulator simulator;
    private final Map<String, Deployed> services = new TreeMap<>();
    private final Set<Asked> asked = ConcurrentHashMap.newKeySet();
    private final List<Heard> heard = new CopyOnWriteArrayList<>();

    static Observed observed() {
        return Once.OBSERVED;
    }

    private static Observed play() {
        try {
            Manifests installed = Chart.render(INSTALLED);
            try (LiveRun run = new LiveRun()) {
                return run.play(installed);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private LiveRun() throws IOException {
        directory = Files.createTempDirectory("deployed");
        broker.createTopics(2);
        var settings = ClusterSimulator.Settings.defaults().withClock(clock).withBookmarks(Duration.ofSeconds(2));
        ObjectStore store = ClusterSimulator.newStore(settings);
        controllers = Controllers.start(store, ControllerSettings.DEFAULT.withSpeed(SPEED));
        simulator = ClusterSimulator.start(settings.withUsage(controllers.usage()), store);
        simulator
                .faults()
                .add(
                        call -> {
                            if (call.user().startsWith("system:serviceaccount:")) {
                                asked.add(Asked.of(call));
                            }
                            return false; // looks, never strikes
                        },
                        new Effect.Hang(),
                        -1);
    }

    private Observed play(Manifests installed) throws IOException {
        furnish();
        Rights.install(installed, object -> object, simulator.store());
        for (String service : List.of("watcher", "analyzer", "actuator")) {
            Map<String, String> here = Deployed.kubeconfig(simulator.url(), service, directory);
            here.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
            here.put("PLIMSOLL_CLOCK_SPEED", Double.toString(SPEED));
            here.put("PLIMSOLL_CLOCK_ORIGIN", clock.origin().toString());
            if (service.equals("analyzer")) {
                here.put(
                        "PLIMSOLL_ANALYZER_STATE_DIRECTORY",
                        directory.resolve("state").toString());
            }
            services.put(service, Deployed.start(service, installed, here, directory));
        }
        services.forEach((name, service) -> await(name + " to be ready", service::ready));
        try (Listener _ = Listener.start(broker.bootstrapServers(), Topic.DEFAULT_PREFIX, heard::add)) {
            incident();
        }
        Map<String, String> metrics = new TreeMap<>();
        services.forEach((name, service) -> metrics.put(name, service.get("/q/metrics")));
        services.values().forEach(Deployed::close);
        Map<String, String> logs = new TreeMap<>();
        services.forEach((name, service) -> logs.put(name, service.output()));
        return new Observed(installed, Set.copyOf(asked), metrics, logs);
    }

    private void incident() {
        drain("first", "n1");
        await("the drain's end", () -> answered("first", RequestState.SUCCEEDED));

        send(Topic.FACTS, cluster() + "/Node//bad", "{not json");
        simulator.faults().compactAndExpire();
        controllers.operations().cordon(List.of("n4", "n5", "n6", "n7"));
        await(
                "the pause",
                () -> hears(each -> each instanceof Heard.HeardDecision(var decision)
                        && decision.action() == Action.PAUSE_MAINTENANCE));
        await(
                "an alert",
                () -> hears(each -> each instanceof Heard.HeardAlert(var alert) && alert.state() == AlertState.FIRING));

        drain("second", "n2");
        await("the second drain to be held back", () -> answered("second", RequestState.DEFERRED));
        await("the guard to be shown", () -> shown("actuator", "plimsoll_guard_closed"));
        await("the pause to be shown", () -> shown("actuator", "plimsoll_maintenance_paused"));
        await("the dead letter to be shown", () -> shown("analyzer", "plimsoll_dead_letters_total"));
        await("the relist to be shown", () -> shown("watcher", "plimsoll_watch_relists_total"));
    }

    /** Nodes with something on them, and one object at least of each kind that is read. */
    private void furnish() {
        simulator.store().register(ResourceTypes.NODE_POOL);
        simulator.store().register(ResourceTypes.NODE_CLAIM);
        for (String namespace : List.of("shop", Rights.NAMESPACE, "medik8s-leases")) {
            create(ResourceTypes.NAMESPACE, "{'metadata': {'name': '" + namespace + "'}}");
        }
        for (int i = 1; i <= 9; i++) {
            create(ResourceTypes.NODE, """
                {'metadata': {'name': 'n%1$d', 'labels': {'kubernetes.io/hostname': 'n%1$d'}},
                 'spec': {'providerID': 'test://n%1$d'},
                 'status': {'capacity': {'cpu': '16', 'memory': '64Gi', 'pods': '110'},
                            'allocatable': {'cpu': '16', 'memory': '64Gi', 'pods': '110'},
                            'conditions': [{'type': 'Ready', 'status': 'True'}]}}\
                """.formatted(i));
        }
        create(ResourceTypes.DEPLOYMENT, """
            {'metadata': {'name': 'cart', 'namespace': 'shop'},
             'spec': {'replicas': 18, 'selector': {'matchLabels': {'app': 'cart'}},
                      'template': {'metadata': {'labels': {'app': 'cart'}},
                                   'spec': {'containers': [{'name': 'main', 'image': 'v1',
                                       'resources': {'requests': {'cpu': '100m', 'memory': '100Mi'}}}]}}}}\
            """);
        create(ResourceTypes.POD_DISRUPTION_BUDGET, """
            {'metadata': {'name': 'cart', 'namespace': 'shop'},
             'spec': {'maxUnavailable': 2, 'selector': {'matchLabels': {'app': 'cart'}}}}\
            """);
        await(
                "the pods",
                () -> simulator.store().list(ResourceTypes.POD, "shop").stream()
                                .filter(pod ->
                                        pod.json().at("/status/phase").asText().equals("Running"))
                                .count()
                        == 18);
    }

    private void create(ResourceType type, String json) {
        simulator.store().create(type, (ObjectNode) Manifests.tree(json));
    }

    private void drain(String id, String node) {
        send(Topic.MAINTENANCE_REQUESTS, cluster(), """
            {"id": "%s", "cluster": "%s", "requestedBy": "tests",
             "action": {"type": "drain", "then": "uncordon", "nodes": {"names": ["%s"]}}}\
            """.formatted(id, cluster(), node));
    }

    /** As the services find it out, since nothing else is said. */
    private String cluster() {
        return simulator.store().get(ResourceTypes.NAMESPACE, "", "kube-system").uid();
    }

    private void send(Topic topic, String key, String value) {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                    topic.under(Topic.DEFAULT_PREFIX), key.getBytes(UTF_8), value.getBytes(UTF_8)));
        }
    }

    private boolean answered(String request, RequestState state) {
        return hears(each -> each instanceof Heard.HeardStatus(var status)
                && status.request().equals(request)
                && status.state() == state);
    }

    private boolean hears(Predicate<Heard> wanted) {
        return heard.stream().anyMatch(wanted);
    }

    private boolean shown(String service, String metric) {
        Deployed shows = services.get(service);
        return shows != null && shows.get("/q/metrics").contains("\n" + metric);
    }

    private void await(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                List<String> tails = new ArrayList<>();
                services.forEach((name, service) ->
                        tails.add(name + ": " + tail(service.output()) + " ready: " + service.get("/q/health/ready")));
                throw new AssertionError("waited in vain for " + what + "; heard " + heard + "; " + tails);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
        }
    }

    private static String tail(String output) {
        return output.substring(Math.max(0, output.length() - 3_000));
    }

    @Override
    public void close() throws IOException {
        services.values().forEach(Deployed::close);
        controllers.close();
        simulator.close();
        broker.close();
        try (var files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
