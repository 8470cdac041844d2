package io.plimsoll.actuator.app;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.actuator.cluster.Api;
import io.plimsoll.actuator.cluster.ClusterId;
import io.plimsoll.actuator.service.Actuator;
import io.plimsoll.actuator.service.ActuatorSettings;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Starts and ends the actuator with the application. */
@ApplicationScoped
class Wiring {

    private static final System.Logger LOG = System.getLogger(Wiring.class.getName());
    private static final Duration CLUSTER_AGAIN = Duration.ofSeconds(1);

    private final CommonConfig common;
    private final ActuatorConfig own;
    private final Config config;
    private final KubernetesClient client;
    private final MeterRegistry registry;

    private volatile String waitsFor = "it is starting";
    private volatile @Nullable Thread starting;
    private volatile @Nullable Actuator actuator;
    private volatile @Nullable KubernetesClient ownClient;

    Wiring(CommonConfig common, ActuatorConfig own, Config config, KubernetesClient client, MeterRegistry registry) {
        this.common = common;
        this.own = own;
        this.config = config;
        this.client = client;
        this.registry = registry;
    }

    void start(@Observes StartupEvent started) {
        starting = Thread.ofVirtual().name("actuator-start").start(this::begin);
    }

    /** Begins as soon as it is known which cluster this is; without an API server that may take a while. */
    private void begin() {
        KubernetesClient kubernetes = reached(client);
        try {
            ActuatorSettings settings = SettingsReader.settings(cluster(kubernetes), common, own, config);
            settings.helm().calendar().problems().forEach(problem -> LOG.log(System.Logger.Level.ERROR, problem));
            actuator = new Actuator(settings, kubernetes, registry);
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.INFO, "stopped before it began");
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the actuator can't start: " + e.getMessage(), e);
            Quarkus.asyncExit(2);
        }
    }

    private String cluster(KubernetesClient kubernetes) throws InterruptedException {
        Optional<String> given = common.cluster().filter(name -> !name.isBlank());
        if (given.isPresent()) {
            return given.get();
        }
        Api api = new Api(kubernetes, own.apiPatience());
        String told = "";
        while (true) {
            switch (ClusterId.ask(api)) {
                case ClusterId.Known(var id) -> {
                    LOG.log(System.Logger.Level.INFO, "this is cluster " + id + ", by its kube-system namespace");
                    return id;
                }
                case ClusterId.Unknown(var problem) -> {
                    waitsFor = problem;
                    if (!problem.equals(told)) {
                        LOG.log(System.Logger.Level.WARNING, "waits: " + problem);
                        told = problem;
                    }
                }
            }
            Thread.sleep(CLUSTER_AGAIN);
        }
    }

    /**
     * The client, at the address given at the start. Quarkus fixes {@code quarkus.kubernetes-client.api-server-url} when it
     * builds; here it may be said later.
     */
    private KubernetesClient reached(KubernetesClient usual) {
        Optional<String> url = config.getOptionalValue("quarkus.kubernetes-client.api-server-url", String.class);
        if (url.isEmpty() || url.get().equals(usual.getConfiguration().getMasterUrl())) {
            return usual;
        }
        var elsewhere = new ConfigBuilder(usual.getConfiguration())
                .withMasterUrl(url.get())
                .build();
        KubernetesClient made =
                new KubernetesClientBuilder().withConfig(elsewhere).build();
        ownClient = made;
        return made;
    }

    void stop(@Observes ShutdownEvent stopped) {
        Thread begins = starting;
        if (begins != null) {
            begins.interrupt();
        }
        Actuator running = actuator;
        if (running != null) {
            running.close();
        }
        KubernetesClient made = ownClient;
        if (made != null) {
            made.close();
        }
    }

    Optional<Actuator> actuator() {
        return Optional.ofNullable(actuator);
    }

    /** What somebody should look at though it keeps nothing from its work. */
    List<String> warnings() {
        return actuator().map(Actuator::warnings).orElseGet(List::of);
    }

    /** What keeps it from its work, one line each; empty when nothing does. */
    List<String> problems() {
        return actuator().map(Actuator::problems).orElseGet(() -> List.of(waitsFor));
    }
}
