package io.plimsoll.watcher.service;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Instant;
import java.util.Optional;

/** Cluster time. */
@ConfigMapping(prefix = "plimsoll.clock")
public interface ClockKeys {

    /** Seconds of cluster time in a second; above 1 only in demonstrations. */
    @WithDefault("1")
    double speed();

    /** When both clocks showed the same; needed where the speed isn't 1. */
    Optional<Instant> origin();
}
