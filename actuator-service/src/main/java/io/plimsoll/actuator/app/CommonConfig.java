package io.plimsoll.actuator.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Instant;
import java.util.Optional;

/** What every service of Plimsoll is told. */
@ConfigMapping(prefix = "plimsoll")
public interface CommonConfig {

    /** The cluster's id: what keys begin with, and what requests name; left out, the uid of the kube-system namespace. */
    Optional<String> cluster();

    /** Cluster time, where it isn't the machine's. */
    ClockKeys clock();

    /** Cluster time, where it isn't the machine's. */
    interface ClockKeys {

        /** Seconds of cluster time in a second of machine time. */
        @WithDefault("1")
        double speed();

        /** The instant at which both clocks showed the same. */
        Optional<Instant> origin();
    }

    /** Whether requests have to be signed, and by whom. */
    RequestKeys requests();

    /** Whether requests have to be signed, and by whom. */
    interface RequestKeys {

        /** {@code off}, or {@code required}: then only signed requests are carried out. */
        @WithDefault("off")
        Signatures signatures();

        /** The choices for signatures. */
        enum Signatures {
            OFF,
            REQUIRED
        }

        /** The file of those who may sign: their public keys, and what each may ask for. */
        Optional<String> keys();
    }

    /** What topics are called. */
    TopicKeys topics();

    /** What topics are called. */
    interface TopicKeys {

        /** What their names begin with. */
        @WithDefault("plimsoll")
        String prefix();
    }
}
