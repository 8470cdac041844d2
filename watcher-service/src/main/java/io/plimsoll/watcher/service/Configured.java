package io.plimsoll.watcher.service;

import jakarta.enterprise.context.Dependent;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The configuration as Quarkus gives it. */
@Dependent
class Configured {

    private final Keys keys;
    private final int port;

    Configured(
            WatcherKeys watcher,
            ClockKeys clock,
            TopicKeys topics,
            @ConfigProperty(name = "plimsoll.cluster") Optional<String> cluster,
            @ConfigProperty(name = "quarkus.http.port", defaultValue = "8081") int port) {
        this.keys = new Keys(cluster.orElse(""), watcher, clock, topics);
        this.port = port;
    }

    Keys keys() {
        return keys;
    }

    int port() {
        return port;
    }
}
