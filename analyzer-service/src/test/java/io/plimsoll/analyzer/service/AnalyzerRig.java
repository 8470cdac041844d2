package io.plimsoll.analyzer.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.wire.ClusterPartitioner;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
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
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The service as it is shipped, as processes of their own, and a real broker that they share. */
final class AnalyzerRig implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final EmbeddedBroker broker = EmbeddedBroker.start();
    private final Path directory;
    private final List<Process> processes = new ArrayList<>();
    private boolean brokerGone;
    private @Nullable KafkaProducer<String, byte[]> producer;

    AnalyzerRig(Path directory) {
        this.directory = directory;
    }

    /** One process of the service. */
    final class Instance {

        private final String name;
        private final Process process;
        private final int port;

        private Instance(String name, Process process, int port) {
            this.name = name;
            this.process = process;
            this.port = port;
        }

        Process process() {
            return process;
        }

        void kill() {
            ended(process);
        }

        /** What the probe says; empty while nothing answers. */
        String health(String what) {
            return get("q/" + what);
        }

        /** The body of the answer; empty while nothing answers. */
        String get(String path) {
            try (var client = HttpClient.newHttpClient()) {
                var uri = URI.create("http://127.0.0.1:" + port + "/" + path);
                return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                        .body();
            } catch (IOException e) {
                return "";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "";
            }
        }

        boolean ready() {
            String health = health("health/ready");
            return health.contains("\"streams\": \"RUNNING\"") && health.contains("\"status\": \"UP\"");
        }

        boolean alive() {
            return health("health/live").contains("\"status\": \"UP\"");
        }

        String log() {
            try {
                return Files.readString(directory.resolve(name + ".log"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    EmbeddedBroker broker() {
        return broker;
    }

    void stopBroker() {
        brokerGone = true;
        broker.close();
    }

    Path state(String name) {
        return directory.resolve("state-" + name);
    }

    /** Starts an instance; of the same name it finds the state of an earlier one. */
    Instance start(String name, Map<String, String> keys) throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
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
                "-Dplimsoll.analyzer.state-directory=" + state(name)));
        keys.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of(
                "-jar",
                Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath().toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve(name + ".log").toFile()))
                .start();
        processes.add(process);
        return new Instance(name, process, port);
    }

    void send(List<Fact> facts) {
        for (Fact fact : facts) {
            try {
                send(fact.key(), Json.mapper().writeValueAsBytes(fact), Map.of());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        producer().flush();
    }

    /** Writes the text over the newest value of every such key; returns how many there were. */
    int overwrite(String topic, Predicate<String> keys, String text) {
        List<String> found = new ArrayList<>();
        read(topic, (key, value) -> {
            if (keys.test(key) && !found.contains(key)) {
                found.add(key);
            }
        });
        found.forEach(key -> producer().send(new ProducerRecord<>(topic, 0, key, text.getBytes(UTF_8))));
        producer().flush();
        return found.size();
    }

    /** Any record at all. */
    void send(String key, byte @Nullable [] value, Map<String, String> headers) {
        var record = new ProducerRecord<>("plimsoll.facts", key, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
        producer().send(record);
    }

    private KafkaProducer<String, byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(
                    Map.of(
                            "bootstrap.servers",
                            broker.bootstrapServers(),
                            "partitioner.class",
                            ClusterPartitioner.class.getName()),
                    new StringSerializer(),
                    new ByteArraySerializer());
        }
        return producer;
    }

    /** Each as {@code eu1 C1 FIRING}, in the order of the topic. */
    List<String> states() {
        return alerts().stream()
                .map(alert -> alert.cluster() + " " + alert.code() + " " + alert.state())
                .toList();
    }

    List<Alert> alerts() {
        return read("plimsoll.alerts.history", Alert.class);
    }

    <T> List<T> read(String topic, Class<T> type) {
        List<T> values = new ArrayList<>();
        read(topic, (_, value) -> {
            try {
                values.add(Json.mapper().readValue(value, type));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return values;
    }

    private void read(String topic, BiConsumer<String, byte[]> taker) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    taker.accept(record.key(), record.value());
                }
            }
        }
    }

    /** Facts that the service has yet to be done with. */
    long lag() {
        try (var admin = broker.admin()) {
            var done = admin.listConsumerGroupOffsets("plimsoll-analyzer")
                    .partitionsToOffsetAndMetadata()
                    .get();
            try (var consumer = new KafkaConsumer<>(
                    Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())) {
                List<TopicPartition> partitions = consumer.partitionsFor("plimsoll.facts").stream()
                        .map(info -> new TopicPartition("plimsoll.facts", info.partition()))
                        .toList();
                return consumer.endOffsets(partitions).entrySet().stream()
                        .mapToLong(end -> end.getValue()
                                - (done.get(end.getKey()) == null
                                        ? 0
                                        : done.get(end.getKey()).offset()))
                        .sum();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for what will come to pass; where it doesn't, says what the instances logged. */
    void await(String what, BooleanSupplier condition) throws InterruptedException, IOException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("not within " + PATIENCE + ": " + what + "\n" + logs());
            }
            Thread.sleep(250);
        }
    }

    private String logs() throws IOException {
        StringBuilder all = new StringBuilder();
        try (var files = Files.list(directory)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".log")).sorted().toList()) {
                String text = Files.readString(file);
                all.append("--- ")
                        .append(file.getFileName())
                        .append('\n')
                        .append(text, 0, Math.min(20_000, text.length()));
            }
        }
        return all.toString();
    }

    @Override
    public void close() {
        processes.forEach(AnalyzerRig::ended);
        if (producer != null) {
            producer.close(Duration.ofSeconds(1));
        }
        if (!brokerGone) {
            broker.close();
        }
    }

    private static void ended(Process process) {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a process ended", e);
        }
    }
}
