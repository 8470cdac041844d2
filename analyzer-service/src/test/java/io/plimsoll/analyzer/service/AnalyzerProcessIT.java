package io.plimsoll.analyzer.service;

import static io.plimsoll.analyzer.cases.Drafts.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.cases.Draft;
import io.plimsoll.analyzer.cases.NodeDraft;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.wire.ClusterPartitioner;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it is shipped, as a process of its own, over a real broker. */
class AnalyzerProcessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    private EmbeddedBroker broker;
    private Process service;
    private int port;

    @BeforeEach
    void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterEach
    void stopAll() throws InterruptedException {
        if (service != null) {
            service.destroyForcibly().waitFor();
        }
        broker.close();
    }

    @Test
    void aProcessKilledInTheMiddleTellsTheSameStoryOnce() throws Exception {
        broker.createTopics(2);
        List<NodeDraft> nodes = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            nodes.add(node("n" + (100 + i)));
        }
        Script script = Script.of(nodes.toArray(Draft<?>[]::new))
                .at(
                        0,
                        nodes.get(0).cordoned(),
                        nodes.get(1).cordoned(),
                        nodes.get(2).cordoned())
                .until(1.5);
        List<Fact> first = script.facts();
        script.at(
                        3,
                        nodes.get(0).uncordoned(),
                        nodes.get(1).uncordoned(),
                        nodes.get(2).uncordoned())
                .until(20);
        List<Fact> rest = script.facts().subList(first.size(), script.facts().size());

        start(Map.of());
        send(first);
        await(() -> states().contains("C1 FIRING"));
        service.destroyForcibly().waitFor();
        send(rest);
        start(Map.of());
        await(() -> states().contains("C1 RESOLVED"));

        List<Alert> alerts = alerts();
        assertThat(alerts.stream().map(Alert::id).distinct()).hasSize(1);
        assertThat(alerts.stream()
                        .map(alert -> alert.state() + " " + alert.severity() + " " + alert.updatedAt())
                        .distinct())
                .containsExactly("FIRING CRITICAL " + Script.instant(1), "RESOLVED CRITICAL " + Script.instant(8));
    }

    @Test
    void missingTopicsAreNamedWithTheMendAndItGoesOnByItself() throws Exception {
        start(Map.of());
        await(() -> health("ready").contains("./plimsoll topics --create"));
        assertThat(health("live")).contains("\"status\": \"UP\"");

        broker.createTopics(1);

        await(() -> health("ready").contains("\"streams\": \"RUNNING\""));
    }

    @Test
    void whatCannotBeReadGoesToTheDeadLettersAndTheRestGoesOn() throws Exception {
        broker.createTopics(1);
        start(Map.of());
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                    "plimsoll.facts",
                    "eu1/Pod/a/b",
                    "{".repeat(5_000).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            producer.send(new ProducerRecord<>("plimsoll.facts", "eu1/Pod/a/c", new byte[0]));
            producer.send(new ProducerRecord<>("plimsoll.facts", "garbage", null));
        }
        var n1 = node("n1");
        send(Script.of(n1, node("n2")).at(0, n1.ready("Unknown", null)).until(2).facts());

        await(() -> states().contains("N1 FIRING"));

        assertThat(read("plimsoll.dead-letters")).hasSize(2);
    }

    @Test
    void aMistakeInTheConfigurationIsALineEachAndNoStart() throws Exception {
        start(Map.of(
                "plimsoll.analyzer.rules.C1.percent", "many",
                "plimsoll.analyzer.threads", "0",
                "plimsoll.analyzer.guarantee", "maybe",
                "plimsoll.analyzer.colour", "red"));

        assertThat(service.waitFor()).isEqualTo(2);
        assertThat(Files.readAllLines(directory.resolve("out.log")))
                .containsExactlyInAnyOrder(
                        "analyzer-service can't start: plimsoll.analyzer.colour is \"red\", expected no such key; the keys are"
                                + " listed in docs/configuration.md",
                        "analyzer-service can't start: plimsoll.analyzer.threads is 0, expected 1 to 256",
                        "analyzer-service can't start: plimsoll.analyzer.guarantee is \"maybe\", expected at_least_once or"
                                + " exactly_once_v2",
                        "analyzer-service can't start: plimsoll.analyzer.rules.C1.percent is \"many\", expected a number");
    }

    private void start(Map<String, String> keys) throws IOException {
        try (var socket = new java.net.ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dquarkus.http.port=" + port,
                "-Dkafka.bootstrap.servers=" + broker.bootstrapServers(),
                "-Dplimsoll.analyzer.state-directory=" + directory.resolve("state")));
        keys.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of(
                "-jar",
                Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath().toString()));
        service = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("out.log").toFile()))
                .start();
    }

    private void send(List<Fact> facts) throws IOException {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "partitioner.class",
                ClusterPartitioner.class.getName());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (Fact fact : facts) {
                producer.send(new ProducerRecord<>(
                        "plimsoll.facts", fact.key(), Json.mapper().writeValueAsBytes(fact)));
            }
        }
    }

    private List<String> states() {
        return alerts().stream()
                .map(alert -> alert.code() + " " + alert.state())
                .toList();
    }

    private List<Alert> alerts() {
        return read("plimsoll.alerts.history").stream()
                .map(AnalyzerProcessIT::alert)
                .toList();
    }

    private static Alert alert(byte[] value) {
        try {
            return Json.mapper().readValue(value, Alert.class);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<byte[]> read(String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<byte[]> values = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }

    private String health(String what) {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + port + "/q/health/" + what);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private void await(BooleanSupplier condition) throws InterruptedException, IOException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("not within " + PATIENCE + "; the service said:\n"
                        + Files.readString(directory.resolve("out.log")));
            }
            Thread.sleep(200);
        }
    }
}
