package io.plimsoll.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.sandbox.Fault;
import io.plimsoll.sandbox.listen.Waterline;
import io.plimsoll.sandbox.process.Service;
import io.plimsoll.sandbox.process.ServiceProcess;
import io.plimsoll.simulator.controllers.ClusterOperations;
import io.plimsoll.wire.Topic;
import io.plimsoll.wire.time.ClusterClock;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A broker, a simulated cluster on its own clock, and the three services as processes over them. */
public final class World implements AutoCloseable {

    /** The node group that a badly tuned autoscaler scales, in the small cluster. */
    public static final String BURST_GROUP = "burst";

    private static final String CLUSTER = "sandbox";
    private static final int PARTITIONS = 2;
    /** Seconds on a machine with nothing else to do, minutes on one that is busy: waiting costs nothing. */
    private static final Duration SYNCED_WITHIN = Duration.ofMinutes(10);

    private static final Duration SERVICES_READY_WITHIN = Duration.ofMinutes(5);
    /** As the pods' {@code terminationGracePeriodSeconds}. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /**
     * Where things are.
     *
     * @param root of the repository
     * @param data the recorded production data; may be absent
     * @param apiPort of the API server; 0 for any
     * @param kafkaPort of the broker; 0 for any
     * @param apiAddress that the API server listens on
     * @param services who starts the services
     */
    public record Plan(Path root, Path data, int apiPort, int kafkaPort, InetAddress apiAddress, Services services) {

        /** All in one place: the API server on the loopback address, the services started here. */
        public Plan(Path root, Path data, int apiPort, int kafkaPort) {
            this(root, data, apiPort, kafkaPort, InetAddress.getLoopbackAddress(), Services.STARTED);
        }

        /** The same, and the services leave behind what makes their next start quick. */
        public Plan training() {
            return new Plan(root, data, apiPort, kafkaPort, apiAddress, Services.TRAINED);
        }

        boolean startsServices() {
            return services != Services.ELSEWHERE;
        }
    }

    /** Who starts the services over this broker and this cluster, and how. */
    public enum Services {
        STARTED,
        TRAINED,
        ELSEWHERE
    }

    private final Plan plan;
    private final WorldSettings settings;
    private final ClusterClock clock;
    private final RunDirectory directory = RunDirectory.temporary();
    private final Map<Service, ServiceProcess> services = new EnumMap<>(Service.class);
    private final Map<Service, Integer> ports = new EnumMap<>(Service.class);
    private final List<ServiceProcess> leaving = new ArrayList<>();
    private final Supplier<SandboxBroker> brokers;
    private @Nullable CompletableFuture<SandboxBroker> startingBroker;
    private @Nullable SimulatedCluster simulated;
    private boolean over;
    private final Thread onExit = new Thread(this::interrupted, "sandbox-exit");

    /** With the embedded broker. */
    public World(Plan plan, WorldSettings settings) {
        this(plan, settings, () -> SandboxBroker.embedded(plan.kafkaPort(), PARTITIONS));
    }

    /** With a broker that is there, or comes, once asked for; all topics must be on it. */
    public World(Plan plan, WorldSettings settings, Supplier<SandboxBroker> brokers) {
        this(plan, settings, new ClusterClock(InstantSource.system(), Instant.now(), settings.speed()), brokers);
    }

    /** On a clock that others share. */
    public World(Plan plan, WorldSettings settings, ClusterClock clock, Supplier<SandboxBroker> brokers) {
        this.plan = plan;
        this.brokers = brokers;
        this.settings = settings;
        this.clock = clock;
    }

    /** Where a service is to listen that isn't running yet; 0 for any port. */
    public synchronized void listen(Service service, int port) {
        ports.put(service, port);
    }

    /** Starts everything; returns once the services are ready. */
    public void open(Consumer<String> progress) {
        Runtime.getRuntime().addShutdownHook(onExit);
        progress.accept(
                plan.startsServices()
                        ? "starting a Kafka broker and a simulated cluster"
                        : "starting a simulated cluster");
        CompletableFuture<SandboxBroker> starting = CompletableFuture.supplyAsync(brokers);
        startingBroker = starting;
        SimulatedCluster started = SimulatedCluster.start(settings, clock, plan);
        simulated = started;
        progress.accept("the cluster has " + started.description() + ", its clock runs at " + speed());
        joined(starting, "the broker did not start: ");
        if (plan.startsServices()) {
            startServices(progress);
        } else {
            progress.accept("waiting for the watcher, which somebody else starts");
            awaitTheLog(missing -> progress.accept("still waiting for the whole cluster in the log: " + missing));
        }
        progress.accept("the whole cluster is in the log");
    }

    private void startServices(Consumer<String> progress) {
        progress.accept("starting watcher, analyzer and actuator");
        for (Service service : Service.values()) {
            start(service);
        }
        CompletableFuture<Void> inTheLog = CompletableFuture.runAsync(() -> awaitTheLog(missing -> {
            ServiceProcess watcher = process(Service.WATCHER);
            if (!watcher.alive()) {
                throw new Fault("the watcher has ended (log: " + watcher.log() + ")");
            }
            progress.accept("still waiting for the whole cluster in the log: " + missing);
        }));
        for (Service service : Service.values()) {
            awaitReady(service);
            progress.accept(service.module() + " is ready");
        }
        joined(
                inTheLog,
                "the log did not fill (the watcher's own is "
                        + process(Service.WATCHER).log()
                        + "; where it shows no fault, end what else runs on this machine and try again): ");
    }

    private void awaitTheLog(Consumer<String> waiting) {
        Waterline.await(bootstrapServers(), prefix(), CLUSTER, SYNCED_WITHIN, waiting);
    }

    private void awaitReady(Service service) {
        try {
            process(service).awaitReady(SERVICES_READY_WITHIN);
        } catch (Fault e) {
            keepLogs(true);
            throw e;
        }
    }

    /** Whether the services' logs stay when the world goes: something went otherwise than expected. */
    public void keepLogs(boolean kept) {
        directory.keepLogs(kept);
    }

    private static <T> T joined(CompletableFuture<T> starting, String failed) {
        try {
            return starting.join();
        } catch (CompletionException e) {
            String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new Fault(failed + why, e);
        }
    }

    private String speed() {
        return settings.speed() == 1 ? "the machine's speed" : Math.round(settings.speed()) + " times the machine's";
    }

    /** Starts a service that isn't running. */
    public synchronized void start(Service service) {
        if (over) {
            throw new Fault(service.module() + " is not started any more: the sandbox ends");
        }
        int wanted = ports.getOrDefault(service, 0);
        int port = services.containsKey(service) ? process(service).port() : wanted == 0 ? Ports.free() : wanted;
        Map<String, String> keys = ServiceKeys.of(service, this, port);
        services.put(
                service,
                ServiceProcess.start(
                        service,
                        new ServiceProcess.Launch(
                                plan.root(), logs(), heap(service), plan.services() == Services.TRAINED),
                        keys));
    }

    /**
     * Does what a rolling update does: starts another instance beside the one that runs, and once it is ready asks that one to
     * end and waits until it has.
     */
    public void replace(Service service) {
        ServiceProcess before = process(service);
        services.remove(service);
        leaving.add(before);
        start(service);
        awaitReady(service);
        before.end(GRACE);
        leaving.remove(before);
    }

    private static String heap(Service service) {
        return service == Service.ANALYZER ? "512m" : "384m";
    }

    public ServiceProcess process(Service service) {
        ServiceProcess process = services.get(service);
        if (process == null) {
            throw new IllegalStateException(service + " was not started");
        }
        return process;
    }

    /** The broker goes away and comes back, on its port and with its data. */
    public void restartBroker() {
        requireBroker().restart();
    }

    private SandboxBroker requireBroker() {
        if (startingBroker == null) {
            throw new IllegalStateException("the broker was not started");
        }
        return startingBroker.join();
    }

    public SimulatedCluster simulated() {
        if (simulated == null) {
            throw new IllegalStateException("the cluster was not started");
        }
        return simulated;
    }

    public ClusterOperations operations() {
        return simulated().operations();
    }

    public void create(ObjectNode object) {
        simulated().create(object);
    }

    public List<String> nodeNames() {
        return simulated().nodeNames();
    }

    public List<String> nodesWithPods(int count) {
        return simulated().nodesWithPods(count);
    }

    /** The node of some running pod of the workload, once there is one. */
    public String nodeOf(String namespace, String workload, Duration patience) {
        return simulated().nodeOf(namespace, workload, patience);
    }

    Duration usageEvery() {
        return settings.usageEvery();
    }

    public ClusterClock clock() {
        return clock;
    }

    public String cluster() {
        return CLUSTER;
    }

    public String prefix() {
        return Topic.DEFAULT_PREFIX;
    }

    Path logs() {
        return directory.path();
    }

    public Path data() {
        return plan.data();
    }

    public String bootstrapServers() {
        return requireBroker().bootstrapServers();
    }

    Map<String, String> brokerKeys(Service service) {
        return requireBroker().keys(service);
    }

    public String apiServerUrl() {
        return simulated().url();
    }

    /** What a person may try, with this world's ports. */
    public List<String> invitation() {
        List<String> lines = new ArrayList<>();
        lines.add("  cluster   kubectl --server " + apiServerUrl() + " get nodes");
        lines.add("  topics    kcat -b " + bootstrapServers() + " -t " + Topic.ALERTS.under(prefix()) + " -C");
        if (plan.startsServices()) {
            lines.add("  actuator  curl http://127.0.0.1:"
                    + process(Service.ACTUATOR).port() + "/maintenance");
            lines.add("  logs      " + logs());
        }
        return lines;
    }

    /** By ctrl-c, when nobody asks for logs. */
    private void interrupted() {
        keepLogs(false);
        end();
    }

    /**
     * Ends everything, once: at {@link #close} or on ctrl-c, whichever comes first. A service that has lost its broker may wait
     * for it in vain, so it isn't waited for long.
     */
    private synchronized void end() {
        if (over) {
            return;
        }
        over = true;
        leaving.forEach(ServiceProcess::kill);
        services.values().forEach(ServiceProcess::terminate);
        services.values().forEach(ServiceProcess::close);
        if (simulated != null) {
            simulated.close();
        }
        if (startingBroker != null) {
            try {
                startingBroker.join().close();
            } catch (CompletionException e) {
                // It never stood, which whoever waited for it was told.
            }
        }
        directory.remove();
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // The hook is running: the machine is on its way down and everything is closed already.
        }
    }
}
