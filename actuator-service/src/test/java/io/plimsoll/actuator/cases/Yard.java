package io.plimsoll.actuator.cases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.maintenance.AuditRecord;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.simulator.ClusterSimulator;
import io.plimsoll.simulator.audit.AuditEntry;
import io.plimsoll.simulator.controllers.ControllerSettings;
import io.plimsoll.simulator.controllers.Controllers;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Topic;
import io.plimsoll.wire.time.ClusterClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A simulated cluster, topics of its own on the one embedded broker, and the real actuator between them. */
final class Yard implements AutoCloseable {

    static final String CLUSTER = "eu1";
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final AtomicInteger YARDS = new AtomicInteger();

    private static final class Broker {
        private static final EmbeddedBroker ONE = EmbeddedBroker.start();
    }

    private String prefix = "yard" + YARDS.incrementAndGet();
    private final int httpPort = freePort();
    private final ClusterClock clock;
    private final ClusterSimulator simulator;
    private final Controllers controllers;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Actuator> actuators = new ArrayList<>();
    private final List<KubernetesClient> clients = new ArrayList<>();
    private final Map<Topic, Tail<?>> tails = new EnumMap<>(Topic.class);
    private final Map<String, String> kafka = new HashMap<>();
    private String token = "";
    private String url = "";
    private @org.jspecify.annotations.Nullable Path requesters;
    private UnaryOperator<HelmSettings> helm = settings -> settings;

    /** A yard whose clock runs so many times faster than the machine's. */
    Yard(double speed) {
        this(speed, Instant.now());
    }

    /** A yard whose clock begins at an instant of its own. */
    Yard(double speed, Instant begins) {
        Broker.ONE.createTopics(prefix, 3);
        Duration shift = Duration.between(Instant.now(), begins);
        clock = new ClusterClock(() -> Instant.now().plus(shift), begins, speed);
        var settings = ClusterSimulator.Settings.defaults().withClock(clock);
        ObjectStore store = ClusterSimulator.newStore(settings);
        try {
            simulator = ClusterSimulator.start(settings, store);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        create(ResourceTypes.NAMESPACE, "{'metadata': {'name': 'shop'}}");
        controllers = Controllers.start(store, ControllerSettings.DEFAULT.withSpeed(speed));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Broker.ONE.bootstrapServers(), "acks", "all", "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    Yard with(UnaryOperator<HelmSettings> changes) {
        helm = changes;
        return this;
    }

    /** Another setting of Kafka's own for the actuator's clients. */
    Yard kafka(String key, String value) {
        kafka.put(key, value);
        return this;
    }

    /** How the actuator's clients come to the broker and to this yard's topics. */
    KafkaSettings kafkaSettings() {
        Map<String, String> common = new HashMap<>(Map.of("bootstrap.servers", Broker.ONE.bootstrapServers()));
        common.putAll(kafka);
        return new KafkaSettings(common, prefix, CLUSTER);
    }

    /** Only requests signed by those in the file are carried out. */
    Yard requesters(Path file) {
        requesters = file;
        return this;
    }

    /** The file of those whose signatures are asked for, where they are. */
    Optional<Path> requesters() {
        return Optional.ofNullable(requesters);
    }

    /** The one started last. */
    Actuator actuator() {
        return actuators.getLast();
    }

    Actuator start() {
        return start("actuator-0", false);
    }

    Actuator start(String instance, boolean dryRun) {
        Actuator actuator = startBehind(instance, dryRun);
        await("the actuator leads", actuator::active, () -> actuator.problems().toString());
        return actuator;
    }

    /** A client that calls as the token's owner; without one, as an administrator. */
    KubernetesClient client(String callsAs) {
        ConfigBuilder config = new ConfigBuilder(Config.empty())
                .withMasterUrl(url.isEmpty() ? simulator.url() : url)
                .withRequestRetryBackoffLimit(0);
        if (!callsAs.isEmpty()) {
            config.withOauthToken(callsAs);
        }
        KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config.build()).build();
        clients.add(client);
        return client;
    }

    /** The actuator looks for topics of another prefix. */
    void prefix(String other) {
        prefix = other;
    }

    /** All that was in Kafka is lost, and new topics take its place. */
    void loseTheLog() {
        prefix = "yard" + YARDS.incrementAndGet();
        Broker.ONE.createTopics(prefix, 3);
    }

    /** What becomes of old records of the journal. */
    void journalPolicy(String policy) {
        journal("cleanup.policy", policy);
    }

    /** How large a batch of the journal may be, compressed. */
    void journalTakes(int bytes) {
        journal("max.message.bytes", String.valueOf(bytes));
    }

    private void journal(String key, String value) {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, Topic.MAINTENANCE_JOURNAL.under(prefix));
        var change = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", Broker.ONE.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(topic, List.of(change))).all().get();
            await("the topic's " + key + " is " + value, () -> setting(admin, topic, key)
                    .equals(value));
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String setting(Admin admin, ConfigResource topic, String key) {
        try {
            return admin.describeConfigs(List.of(topic))
                    .all()
                    .get()
                    .get(topic)
                    .get(key)
                    .value();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return ""; // made just now: the broker that answers hasn't heard of it
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The actuator looks for the API server elsewhere. */
    void url(String other) {
        url = other;
    }

    /** The actuator calls the API server with this token. */
    Yard token(String wanted) {
        token = wanted;
        return this;
    }

    /** Starts one that need not lead. */
    Actuator startBehind(String instance, boolean dryRun) {
        KubernetesClient client = client(token);
        ActuatorSettings usual = ActuatorSettings.of(Broker.ONE.bootstrapServers(), CLUSTER, dryRun);
        ActuatorSettings settings = new ActuatorSettings(
                instance,
                helm.apply(usual.helm()),
                kafkaSettings(),
                clock,
                usual.lease(),
                usual.terms(),
                Duration.ofSeconds(5),
                "",
                requesters);
        Actuator actuator = new Actuator(settings, client, new SimpleMeterRegistry());
        actuators.add(actuator);
        return actuator;
    }

    int httpPort() {
        return httpPort;
    }

    /** How the packaged service is started over this yard. */
    List<String> command(Path jar) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dkafka.bootstrap.servers=" + Broker.ONE.bootstrapServers(),
                "-Dquarkus.kubernetes-client.api-server-url=" + (url.isEmpty() ? simulator.url() : url),
                "-Dplimsoll.cluster=" + CLUSTER,
                "-Dplimsoll.topics.prefix=" + prefix,
                "-Dplimsoll.clock.speed=" + clock.speed(),
                "-Dplimsoll.clock.origin=" + clock.origin(),
                "-Dplimsoll.actuator.mode=enforce",
                "-Dquarkus.http.port=" + httpPort,
                "-jar",
                jar.toString());
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ClusterSimulator simulator() {
        return simulator;
    }

    Controllers controllers() {
        return controllers;
    }

    ClusterClock clock() {
        return clock;
    }

    ObjectStore store() {
        return simulator.store();
    }

    // ------------------------------------------------------------- the cluster

    StoredObject create(ResourceType type, String json) {
        try {
            return store().create(type, (ObjectNode) Json.mapper().readTree(json.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Yard nodes(int count) {
        for (int i = 1; i <= count; i++) {
            node("n" + i);
        }
        return this;
    }

    void node(String name) {
        create(ResourceTypes.NODE, """
                {'metadata': {'name': '%s', 'labels': {'kubernetes.io/hostname': '%s', 'pool': 'batch'}},
                 'spec': {'providerID': 'test://%s'},
                 'status': {'capacity': {'cpu': '16', 'memory': '64Gi', 'pods': '110'},
                            'allocatable': {'cpu': '16', 'memory': '64Gi', 'pods': '110'},
                            'conditions': [{'type': 'Ready', 'status': 'True'}],
                            'nodeInfo': {'bootID': 'first-boot'}}}""".formatted(name, name, name));
    }

    /** A Deployment whose pods begin on the node, and may go anywhere later. */
    void deploymentOn(String node, String name, int replicas) {
        only(node, () -> {
            workload(ResourceTypes.DEPLOYMENT, name, replicas, "");
            awaitRunning(name, replicas);
        });
    }

    void workload(ResourceType type, String name, int replicas, String podSpec) {
        workload(type, name, replicas, "", podSpec);
    }

    /** With annotations of the pods ({@code 'simulator.plimsoll.io/shutdown': '60s'}) and the beginning of their spec. */
    void workload(ResourceType type, String name, int replicas, String annotations, String podSpec) {
        create(type, """
                {'metadata': {'name': '%s', 'namespace': 'shop'},
                 'spec': {'replicas': %d, 'serviceName': '%s', 'selector': {'matchLabels': {'app': '%s'}},
                          'template': {'metadata': {'labels': {'app': '%s'}, 'annotations': {%s}},
                                       'spec': {%s 'containers': [{'name': 'main', 'image': 'v1',
                                           'resources': {'requests': {'cpu': '100m', 'memory': '100Mi'}}}]}}}}""".formatted(name, replicas, name, name, name, annotations, podSpec));
    }

    /** The API server has no answer to evictions before the instant. */
    void noEvictionBefore(Instant then) {
        simulator
                .faults()
                .add(
                        call -> call.resource().equals("pods/eviction")
                                && clock.instant().isBefore(then),
                        Effect.serverError(503),
                        Integer.MAX_VALUE);
    }

    /** Runs with all nodes but one cordoned, so that pods made in it begin there. */
    void only(String node, Runnable making) {
        List<String> others =
                nodeNames().stream().filter(other -> !other.equals(node)).toList();
        others.forEach(other -> unschedulable(other, true));
        making.run();
        others.forEach(other -> unschedulable(other, false));
    }

    /** An annotation or another part of an object, changed as its owner would. */
    void modify(ResourceType type, String namespace, String name, java.util.function.Consumer<ObjectNode> change) {
        store().modify(type, namespace, name, change::accept);
    }

    /** Waits until so much cluster time has passed. */
    void pass(Duration time) {
        Instant then = clock.instant().plus(time);
        await(time + " of cluster time", () -> !clock.instant().isBefore(then));
    }

    void budget(String name, String app, String rule) {
        create(ResourceTypes.POD_DISRUPTION_BUDGET, """
                {'metadata': {'name': '%s', 'namespace': 'shop'},
                 'spec': {%s, 'selector': {'matchLabels': {'app': '%s'}}}}""".formatted(name, rule, app));
        await(
                "budget " + name + " has a status",
                () -> store().get(ResourceTypes.POD_DISRUPTION_BUDGET, "shop", name)
                                .json()
                                .path("status")
                                .path("expectedPods")
                                .asInt()
                        > 0);
    }

    void unschedulable(String node, boolean cordoned) {
        store().modify(ResourceTypes.NODE, "", node, tree -> {
            ObjectNode spec = tree.withObjectProperty("spec");
            if (cordoned) {
                spec.put("unschedulable", true);
            } else {
                spec.remove("unschedulable");
            }
        });
    }

    List<String> nodeNames() {
        return store().list(ResourceTypes.NODE).stream().map(StoredObject::name).toList();
    }

    JsonNode node(StoredObject object) {
        return object.json();
    }

    boolean cordoned(String node) {
        return store().get(ResourceTypes.NODE, "", node)
                .json()
                .path("spec")
                .path("unschedulable")
                .asBoolean(false);
    }

    String annotation(String node, String name) {
        return store().get(ResourceTypes.NODE, "", node)
                .json()
                .path("metadata")
                .path("annotations")
                .path(name)
                .asText("");
    }

    List<JsonNode> pods(String app) {
        return store().list(ResourceTypes.POD, "shop").stream()
                .<JsonNode>map(StoredObject::json)
                .filter(pod -> app.equals(
                        pod.path("metadata").path("labels").path("app").asText()))
                .toList();
    }

    List<String> podNamesOn(String node) {
        return store().podsOnNode(node).stream().map(StoredObject::name).toList();
    }

    void awaitRunning(String app, int count) {
        await(
                count + " pods of " + app + " are ready",
                () -> pods(app).stream().filter(Yard::ready).count() == count);
    }

    static boolean ready(JsonNode object) {
        for (JsonNode condition : object.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True")
                        && !object.path("metadata").has("deletionTimestamp");
            }
        }
        return false;
    }

    boolean readyNode(String node) {
        return ready(store().get(ResourceTypes.NODE, "", node).json());
    }

    // ------------------------------------------------------------- the topics

    /** Sends a request's JSON (single quotes allowed); {@code id} and {@code cluster} are put in. */
    void request(String id, String body) {
        String json = "{\"id\":\"" + id + "\",\"cluster\":\"" + CLUSTER + "\",\"requestedBy\":\"tests\","
                + body.replace('\'', '"') + "}";
        raw(Topic.MAINTENANCE_REQUESTS, CLUSTER, json);
    }

    void drain(String id, String then, String... nodes) {
        drainWith(id, then, "", nodes);
    }

    void drainWith(String id, String then, String options, String... nodes) {
        request(
                id,
                "'action':{'type':'drain','then':'" + then + "','nodes':{'names':['" + String.join("','", nodes)
                        + "']}}" + (options.isEmpty() ? "" : ",'options':{" + options + "}"));
    }

    void decision(String id, Action action, Scope scope, Duration holds) {
        decision(id, action, scope, holds, null);
    }

    void decision(
            String id,
            Action action,
            Scope scope,
            Duration holds,
            @org.jspecify.annotations.Nullable String supersedes) {
        Instant now = clock.instant();
        Instant issued = holds.isNegative() ? now.plus(holds).plus(holds) : now;
        Decision decision = new Decision(
                id,
                CLUSTER,
                action,
                scope,
                new Decision.Cause("eu1|M1|Node||n1", AlertCode.M1, Severity.WARNING),
                "tests",
                issued,
                now.plus(holds),
                supersedes,
                "decided by a test");
        try {
            raw(Topic.DECISIONS, decision.key(), Json.mapper().writeValueAsString(decision));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    void raw(Topic topic, String key, String value) {
        try {
            producer.send(new ProducerRecord<>(topic.under(prefix), key.getBytes(UTF_8), value.getBytes(UTF_8)))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends without waiting for the broker. */
    void fire(Topic topic, String key, byte[] value, Map<String, String> headers) {
        var record = new ProducerRecord<>(topic.under(prefix), key.getBytes(UTF_8), value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
        producer.send(record);
    }

    List<MaintenanceStatus> answers(String request) {
        return read(Topic.MAINTENANCE_STATUS, MaintenanceStatus.class).stream()
                .filter(status -> status.request().equals(request))
                .toList();
    }

    List<AuditRecord> accounts() {
        return read(Topic.AUDIT, AuditRecord.class);
    }

    /** Every record that now stands on the topic, in each partition's order; a topic is always read as the same type. */
    @SuppressWarnings("unchecked")
    <T> List<T> read(Topic topic, Class<T> type) {
        return ((Tail<T>) tails.computeIfAbsent(
                        topic, each -> new Tail<>(Broker.ONE.bootstrapServers(), each.under(prefix), type)))
                .values();
    }

    MaintenanceStatus awaitState(String request, RequestState state) {
        return awaitAnswer(request, "is " + state, status -> status.state() == state);
    }

    MaintenanceStatus awaitEnd(String request) {
        return awaitAnswer(request, "has ended", MaintenanceStatus::terminal);
    }

    MaintenanceStatus awaitAnswer(String request, String what, java.util.function.Predicate<MaintenanceStatus> wanted) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            List<MaintenanceStatus> answers = answers(request);
            for (MaintenanceStatus status : answers) {
                if (wanted.test(status)) {
                    return status;
                }
            }
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("request " + request + " never: " + what + "; its answers:\n"
                        + String.join(
                                "\n", answers.stream().map(String::valueOf).toList()) + "\nacts: " + acts()
                        + "\nproblems: "
                        + actuators.stream().map(Actuator::problems).toList());
            }
            pause();
        }
    }

    // ------------------------------------------------------------- the oracle

    /** Mutating calls that changed what maintenance is about: nodes and pods, in their order. */
    List<AuditEntry> calls() {
        return simulator
                .audit()
                .entries(entry -> (entry.resource().startsWith("nodes")
                                || entry.resource().startsWith("pods"))
                        && entry.userAgent().contains("fabric8"));
    }

    List<String> acts() {
        return calls().stream().map(entry -> entry.act() + " " + entry.code()).toList();
    }

    List<AuditEntry> evictions() {
        return simulator.audit().evictions();
    }

    /** DELETE calls of the actuator, whatever became of them. */
    List<AuditEntry> deletions() {
        return calls().stream()
                .filter(entry -> entry.verb().startsWith("delete"))
                .toList();
    }

    /** Every answer says no less than the one before it, and exactly one is the last. */
    void assertWellAnswered(String request) {
        List<MaintenanceStatus> answers = answers(request);
        assertThat(answers.stream().filter(MaintenanceStatus::terminal))
                .as("terminal answers of " + request)
                .hasSize(1);
        assertThat(answers.getLast().terminal())
                .as("the last answer is the terminal one")
                .isTrue();
        int before = 0;
        for (MaintenanceStatus status : answers) {
            assertThat(status.progress())
                    .as("progress never goes back: " + answers)
                    .isGreaterThanOrEqualTo(before);
            before = status.progress();
            status.causes().forEach(cause -> assertThat(cause.code()).matches("[A-Z_0-9]+"));
        }
    }

    void assertNoMarks() {
        await("no node bears a claim", () -> nodeNames().stream()
                .allMatch(node -> annotation(node, "plimsoll.io/claim").isEmpty()));
    }

    static void await(String what, BooleanSupplier condition) {
        await(what, condition, () -> "");
    }

    static void await(String what, BooleanSupplier condition, java.util.function.Supplier<String> details) {
        await(what, PATIENCE, condition, details);
    }

    static void await(
            String what, Duration patience, BooleanSupplier condition, java.util.function.Supplier<String> details) {
        Instant deadline = Instant.now().plus(patience);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("not within " + patience + ": " + what + " " + details.get());
            }
            pause();
        }
    }

    static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        actuators.forEach(Actuator::close);
        clients.forEach(KubernetesClient::close);
        tails.values().forEach(Tail::close);
        producer.close(Duration.ofSeconds(1));
        controllers.close();
        try {
            simulator.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
