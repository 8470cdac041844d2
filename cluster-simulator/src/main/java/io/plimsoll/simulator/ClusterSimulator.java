package io.plimsoll.simulator;

import io.plimsoll.simulator.api.ApiServer;
import io.plimsoll.simulator.api.ControlPanel;
import io.plimsoll.simulator.audit.AuditEntry;
import io.plimsoll.simulator.audit.AuditLog;
import io.plimsoll.simulator.faults.Faults;
import io.plimsoll.simulator.http.Certificate;
import io.plimsoll.simulator.http.HttpServer;
import io.plimsoll.simulator.metrics.UsageSource;
import io.plimsoll.simulator.rbac.Authorizer;
import io.plimsoll.simulator.store.ObjectStore;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import javax.net.ServerSocketFactory;

/**
 * A Kubernetes API server in this process: HTTP or HTTPS, on the loopback address unless told otherwise, everything in
 * memory.
 *
 * <p>{@code kubectl --server http://127.0.0.1:PORT} and any client library work against it. Controllers are not part
 * of it; they're started on {@link #store()}.
 */
public final class ClusterSimulator implements AutoCloseable {

    /**
     * @param port 0 for any free one
     * @param clock cluster time; the sandbox's runs faster than the machine's
     * @param usage what metrics.k8s.io serves; empty for a cluster without a metrics server
     * @param seed of uids and generated names
     * @param logCapacity changes per type that a watch can be resumed over
     * @param bookmarkEvery machine time between a watch's bookmarks
     * @param auditCapacity mutating calls remembered
     * @param auditSink sees every mutating call
     * @param https serves TLS with a certificate of its own; kubectl sends tokens over TLS only
     * @param address listened on; whoever reaches it is the administrator, so the loopback one unless in a container
     */
    public record Settings(
            int port,
            InstantSource clock,
            Optional<UsageSource> usage,
            long seed,
            int logCapacity,
            Duration bookmarkEvery,
            int auditCapacity,
            Consumer<AuditEntry> auditSink,
            boolean https,
            InetAddress address) {

        /** Any port, the machine's clock, no metrics server, bookmarks every minute. */
        public static Settings defaults() {
            return new Settings(
                    0,
                    InstantSource.system(),
                    Optional.empty(),
                    1,
                    20_000,
                    Duration.ofSeconds(60),
                    100_000,
                    entry -> {},
                    false,
                    InetAddress.getLoopbackAddress());
        }

        /** Serves TLS; takes about a second longer to start. */
        public Settings withHttps() {
            return new Settings(
                    port, clock, usage, seed, logCapacity, bookmarkEvery, auditCapacity, auditSink, true, address);
        }

        public Settings withPort(int wanted) {
            return new Settings(
                    wanted, clock, usage, seed, logCapacity, bookmarkEvery, auditCapacity, auditSink, https, address);
        }

        public Settings withClock(InstantSource wanted) {
            return new Settings(
                    port, wanted, usage, seed, logCapacity, bookmarkEvery, auditCapacity, auditSink, https, address);
        }

        public Settings withUsage(UsageSource wanted) {
            return new Settings(
                    port,
                    clock,
                    Optional.of(wanted),
                    seed,
                    logCapacity,
                    bookmarkEvery,
                    auditCapacity,
                    auditSink,
                    https,
                    address);
        }

        public Settings withSeed(long wanted) {
            return new Settings(
                    port, clock, usage, wanted, logCapacity, bookmarkEvery, auditCapacity, auditSink, https, address);
        }

        public Settings withLogCapacity(int wanted) {
            return new Settings(
                    port, clock, usage, seed, wanted, bookmarkEvery, auditCapacity, auditSink, https, address);
        }

        public Settings withBookmarks(Duration every) {
            return new Settings(port, clock, usage, seed, logCapacity, every, auditCapacity, auditSink, https, address);
        }

        /** Listens elsewhere than on the loopback address: to the other containers of a network, say. */
        public Settings withAddress(InetAddress wanted) {
            return new Settings(
                    port, clock, usage, seed, logCapacity, bookmarkEvery, auditCapacity, auditSink, https, wanted);
        }

        public Settings withAuditSink(Consumer<AuditEntry> sink) {
            return new Settings(
                    port, clock, usage, seed, logCapacity, bookmarkEvery, auditCapacity, sink, https, address);
        }
    }

    private final Settings settings;
    private final ObjectStore store;
    private final Authorizer authorizer;
    private final Faults faults;
    private final AuditLog audit;
    private final Optional<Certificate> certificate;
    private final HttpServer server;
    private final ControlPanel panel;
    private final Housekeeping housekeeping;

    private ClusterSimulator(Settings settings, ObjectStore store) throws IOException {
        this.settings = settings;
        this.store = store;
        this.authorizer = new Authorizer(store);
        this.audit = new AuditLog(settings.auditCapacity(), settings.auditSink());
        this.faults = new Faults(store);
        ApiServer api = new ApiServer(
                new ApiServer.Parts(store, authorizer, faults, audit, settings.usage(), settings.bookmarkEvery()));
        faults.onCompaction(api::forgetLists);
        this.panel = new ControlPanel(faults, audit, authorizer, api);
        this.certificate = settings.https() ? Optional.of(Certificate.selfSigned()) : Optional.empty();
        this.server = HttpServer.start(
                settings.address(),
                settings.port(),
                certificate.map(Certificate::sockets).orElse(ServerSocketFactory.getDefault()),
                panel,
                () -> settings.clock().instant().plus(faults.skew()));
        panel.onDrop(server::dropConnections);
        this.housekeeping = new Housekeeping(store, api);
    }

    /** @throws IOException if the port is taken */
    public static ClusterSimulator start(Settings settings) throws IOException {
        return start(settings, newStore(settings));
    }

    /** On a store that may already be filled, by whoever simulates usage for these very settings, say. */
    public static ClusterSimulator start(Settings settings, ObjectStore store) throws IOException {
        return new ClusterSimulator(settings, store);
    }

    /** The store {@link #start(Settings)} would make. */
    public static ObjectStore newStore(Settings settings) {
        return new ObjectStore(
                new ObjectStore.Settings(settings.clock(), settings.logCapacity(), new Random(settings.seed())));
    }

    public int port() {
        return server.port();
    }

    /** {@code http://127.0.0.1:PORT} or {@code https://…}, without a slash at the end. */
    public String url() {
        return (settings.https() ? "https" : "http") + "://127.0.0.1:" + port();
    }

    public ObjectStore store() {
        return store;
    }

    public Faults faults() {
        return faults;
    }

    public AuditLog audit() {
        return audit;
    }

    /** Users, tokens and rights given in Java. */
    public Authorizer users() {
        return authorizer;
    }

    public InstantSource clock() {
        return settings.clock();
    }

    /** The certificate in PEM form, for clients to trust; empty without TLS. */
    public Optional<String> certificate() {
        return certificate.map(Certificate::pem);
    }

    /** Adds {@code /simulator/NAME} with whatever follows, for whoever has more to control from outside. */
    public void extend(String name, HttpServer.Handler handler) {
        panel.extend(name, handler);
    }

    /** Breaks every open connection, as a restart of the API server does. */
    public void dropConnections() {
        server.dropConnections();
    }

    /**
     * Writes a kubeconfig for the administrator, or for the user of a token.
     *
     * @param token empty for the administrator
     */
    public void writeKubeconfig(Path file, String token) throws IOException {
        String authority = certificate()
                .map(pem -> ", certificate-authority-data: "
                        + Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8)))
                .orElse("");
        String user = token.isEmpty() ? "{}" : "{token: \"" + token + "\"}";
        Files.writeString(file, """
                apiVersion: v1
                kind: Config
                current-context: simulator
                clusters: [{name: simulator, cluster: {server: "%s"%s}}]
                contexts: [{name: simulator, context: {cluster: simulator, user: simulator}}]
                users: [{name: simulator, user: %s}]
                """.formatted(url(), authority, user));
    }

    @Override
    public void close() throws IOException {
        housekeeping.close();
        server.close();
    }
}
