package io.plimsoll.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.plimsoll.sandbox.process.Service;
import io.plimsoll.sandbox.world.Manifests;
import io.plimsoll.sandbox.world.Manifests.Asks;
import io.plimsoll.sandbox.world.SandboxBroker;
import io.plimsoll.sandbox.world.World;
import io.plimsoll.sandbox.world.WorldSettings;
import io.plimsoll.sandbox.world.WorldSettings.Shape;
import io.plimsoll.simulator.kubelet.MemorySeries;
import io.plimsoll.wire.CloudEvents;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Traces switched on: from the change of a node to its cordon there is one. */
class TracedPipelineIT {

    private static final String NODE = "pool-a-1";
    private static final String NAMESPACE = "inference";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void theActIsInTheTraceOfTheChangeThatLedToIt() throws IOException {
        Path root = Path.of(System.getProperty("plimsoll.root"));
        try (Collector collector = Collector.start();
                World world = new World(
                        new World.Plan(root, root.resolve("../shared/data"), 0, 0),
                        new WorldSettings(Shape.SMALL, 60),
                        () -> new Traced(SandboxBroker.embedded(0, 2), collector.endpoint()))) {
            world.open(_ -> {});
            fill(world);
            await("the cordon of " + NODE, () -> cordon(world) != null);
            ConsumerRecord<byte[], byte[]> cordon = cordon(world);
            String trace = trace(cordon);

            Set<String> topics = records(world)
                    .filter(record -> trace.equals(trace(record)))
                    .map(ConsumerRecord::topic)
                    .collect(Collectors.toSet());

            assertThat(topics)
                    .as("topics of trace %s", trace)
                    .contains(
                            Topic.FACTS.under(world.prefix()),
                            Topic.ALERTS.under(world.prefix()),
                            Topic.DECISIONS.under(world.prefix()),
                            Topic.AUDIT.under(world.prefix()));
            for (Service service : Service.values()) {
                await("spans of " + service, () -> collector.took(trace, service.module()));
            }
        }
    }

    /** A container without a limit grows until its node has no memory left. */
    private static void fill(World world) {
        world.create(Manifests.namespace(NAMESPACE));
        String there = "kubernetes.io/hostname=" + NODE;
        world.create(Manifests.deployment(NAMESPACE, "frontend", 2, new Asks(200, 512, 768), there));
        world.create(Manifests.deployment(NAMESPACE, "ranker", 1, new Asks(500, 1024, 0), there));
        world.operations().setWorkloadMemory(NAMESPACE, "frontend", new MemorySeries.Constant(512L << 20));
        world.operations()
                .setWorkloadMemory(NAMESPACE, "ranker", new MemorySeries.Linear(1L << 30, 40L << 30, 15L << 30));
    }

    private static @Nullable ConsumerRecord<byte[], byte[]> cordon(World world) {
        return records(world)
                .filter(record -> record.topic().equals(Topic.AUDIT.under(world.prefix())))
                .filter(record -> read(record).equals("cordon"))
                .findFirst()
                .orElse(null);
    }

    private static String read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Json.mapper().readTree(record.value()).path("act").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<ConsumerRecord<byte[], byte[]>> records(World world) {
        return PublishedContract.everything(world.bootstrapServers(), world.prefix()).stream();
    }

    /** The second field of {@code traceparent}; none where there is no such header. */
    private static String trace(@Nullable ConsumerRecord<byte[], byte[]> record) {
        String parent = record == null ? null : CloudEvents.text(record.headers(), "traceparent");
        return parent == null ? "none" : parent.split("-")[1];
    }

    private static void await(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for " + what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        }
    }

    /** The embedded broker, and services that are told where traces go. */
    private record Traced(SandboxBroker broker, String endpoint) implements SandboxBroker {

        @Override
        public String bootstrapServers() {
            return broker.bootstrapServers();
        }

        @Override
        public void restart() {
            broker.restart();
        }

        @Override
        public Map<String, String> keys(Service service) {
            return Map.of(
                    "quarkus.otel.sdk.disabled", "false",
                    "quarkus.otel.exporter.otlp.protocol", "http/protobuf",
                    "quarkus.otel.exporter.otlp.endpoint", endpoint);
        }

        @Override
        public void close() {
            broker.close();
        }
    }

    /** Takes spans as a collector does, over OTLP. */
    private static final class Collector implements AutoCloseable {

        private final Collection<String> exported = new ConcurrentLinkedQueue<>();
        private final HttpServer server;

        private Collector(HttpServer server) {
            this.server = server;
        }

        static Collector start() throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            Collector collector = new Collector(server);
            server.createContext("/v1/traces", collector::take);
            server.start();
            return collector;
        }

        private void take(HttpExchange exchange) throws IOException {
            exported.add(HexFormat.of().formatHex(exchange.getRequestBody().readAllBytes()));
            exchange.getResponseHeaders().add("content-type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        }

        String endpoint() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        /** Whether a service has exported a span of a trace: ids are in the message as bytes, names as text. */
        boolean took(String trace, String service) {
            String name = HexFormat.of().formatHex(service.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return List.copyOf(exported).stream().anyMatch(body -> body.contains(trace) && body.contains(name));
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
