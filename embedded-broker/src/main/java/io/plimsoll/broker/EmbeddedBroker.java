package io.plimsoll.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.wire.FreshTopics;
import io.plimsoll.wire.Topic;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * One broker and controller on the loopback interface.
 *
 * <p>{@link #stop} and {@link #restart} keep port and data, so that clients meet the same broker again; {@link #close}
 * removes the data where the broker chose the directory itself.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final int NODE_ID = 1;
    private static final String HOST = "127.0.0.1";

    private final Path directory;
    private final boolean ownsDirectory;
    private final int port;
    private final int controllerPort;
    private final Map<String, String> overrides;
    private @Nullable KafkaRaftServer server;

    private EmbeddedBroker(
            Path directory, boolean ownsDirectory, int port, int controllerPort, Map<String, String> overrides) {
        this.directory = directory;
        this.ownsDirectory = ownsDirectory;
        this.port = port;
        this.controllerPort = controllerPort;
        this.overrides = overrides;
    }

    /** A broker on any free port, its data in a directory of its own that goes with it. */
    public static EmbeddedBroker start() {
        return start(0, Map.of());
    }

    /**
     * A broker on a port.
     *
     * @param port 0 takes a free one
     * @param overrides broker settings by Kafka's own names, over those chosen here
     * @throws UncheckedIOException when the port is taken; the message names it
     */
    public static EmbeddedBroker start(int port, Map<String, String> overrides) {
        try {
            Path directory = Files.createTempDirectory("plimsoll-broker-");
            int chosen = port == 0 ? freePort() : requireFree(port);
            EmbeddedBroker broker = new EmbeddedBroker(directory, true, chosen, freePort(), Map.copyOf(overrides));
            broker.format();
            broker.run();
            return broker;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    public int port() {
        return port;
    }

    /** Creates all of Plimsoll's topics under the default prefix, with their settings. */
    public void createTopics(int partitions) {
        createTopics(Topic.DEFAULT_PREFIX, partitions);
    }

    /** Creates all of Plimsoll's topics, with their settings; returns once the broker leads them. */
    public void createTopics(String prefix, int partitions) {
        List<NewTopic> topics = Stream.of(Topic.values())
                .map(topic -> new NewTopic(topic.under(prefix), partitions, (short) 1).configs(topic.settings()))
                .toList();
        try (Admin admin = admin()) {
            admin.createTopics(topics).all().get();
            FreshTopics.awaitLed(admin, topics);
        } catch (ExecutionException e) {
            throw new IllegalStateException("topics could not be created: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        }
    }

    /** A client for administration; the caller closes it. */
    public Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
    }

    /** Shuts the broker down in order; data and port stay for {@link #restart}. */
    public void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    /** The same broker again, after {@link #stop} or while running. */
    public void restart() {
        stop();
        run();
    }

    @Override
    public void close() {
        stop();
        if (ownsDirectory) {
            deleteRecursively(directory);
        }
    }

    private void run() {
        KafkaRaftServer started = new KafkaRaftServer(KafkaConfig.fromProps(properties()), Time.SYSTEM);
        started.startup();
        server = started;
    }

    private void format() {
        try {
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE_ID)
                    .setDirectories(List.of(directory.toString()))
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(directory.toString())
                    .setIgnoreFormatted(true)
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("the broker's directory could not be formatted: " + e.getMessage(), e);
        }
    }

    private Properties properties() {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("listeners", "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
        settings.put("log.dirs", directory.toString());
        settings.put("num.partitions", "1");
        settings.put("auto.create.topics.enable", "false");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("log.cleaner.dedupe.buffer.size", "16777216");
        settings.putAll(overrides);
        Properties properties = new Properties();
        properties.putAll(settings);
        return properties;
    }

    private static int requireFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return port;
        } catch (IOException e) {
            throw new IOException("port " + port + " is taken: stop what listens there, or choose another", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void deleteRecursively(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException("the broker's directory could not be removed: " + directory, e);
        }
    }
}
