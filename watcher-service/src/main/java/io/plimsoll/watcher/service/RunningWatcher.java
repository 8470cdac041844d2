package io.plimsoll.watcher.service;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.plimsoll.watcher.term.Watcher;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one watcher of this process. */
@ApplicationScoped
public class RunningWatcher {

    private final Keys keys;
    private final KubernetesClient client;
    private final Map<String, Object> kafka;
    private final WatchMeters meters;
    private final int port;
    private volatile @Nullable Watcher watcher;

    @Inject
    RunningWatcher(
            Configured configured,
            KubernetesClient client,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            WatchMeters meters) {
        this.keys = configured.keys();
        this.port = configured.port();
        this.client = client;
        this.kafka = new HashMap<>(kafka);
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        Watcher started = Watcher.start(keys.setup(client, kafka, port), meters::written, meters::relisted, log -> log);
        watcher = started;
        meters.observe(started);
    }

    void stop(@Observes ShutdownEvent event) {
        Watcher running = watcher;
        if (running != null) {
            running.close();
        }
    }

    @Nullable
    Watcher watcher() {
        return watcher;
    }
}
