package io.plimsoll.watcher.service;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** How the watcher reads and writes. */
@ConfigMapping(prefix = "plimsoll.watcher")
public interface WatcherKeys {

    /** Time between ticks, in cluster time. */
    @WithDefault("PT5S")
    Duration tickInterval();

    /** Time between polls of metrics.k8s.io, in cluster time; zero for none. */
    @WithDefault("PT15S")
    Duration usageInterval();

    /** A label that names a node's group, where none of the well-known ones does. */
    Optional<String> nodeGroupLabel();

    /** How lists and watches are made. */
    Watch watch();

    /** What waits for the broker. */
    Queue queue();

    /** When unchanged objects are written again. */
    Liveness liveness();

    /** The lock replicas contend for. */
    Lease lease();

    /** How lists and watches are made; durations are machine time. */
    interface Watch {

        /** Objects a page of a list. */
        @WithDefault("500")
        int pageSize();

        /** Whether lists are streamed (WatchList, {@code sendInitialEvents}); paged where the server refuses. */
        @WithDefault("false")
        boolean streamedLists();

        /** After which a watch is asked to close, 1 to 300 s; a dead connection is found soon after. */
        @WithDefault("PT10S")
        Duration timeout();

        /** How long a resource may go unwatched until it is told as a gap. */
        @WithDefault("PT60S")
        Duration gapAfter();

        /** When a resource that is absent or forbidden is tried again. */
        @WithDefault("PT60S")
        Duration retryDegraded();
    }

    /** What waits for the broker. */
    interface Queue {

        /** Most records that wait; beyond, the watches are held up. */
        @WithDefault("20000")
        int records();

        /** Most memory that they take. */
        @WithDefault("32M")
        MemorySize size();
    }

    /** When unchanged objects are written again, so that readers see they are alive. */
    interface Liveness {

        /** At most once in this time, in cluster time; zero for never. */
        @WithDefault("PT10M")
        Duration interval();

        /** Kinds that never are. */
        @WithDefault("Pod")
        Set<String> exempt();
    }

    /** The lock replicas contend for. */
    interface Lease {

        /** Whether there may be other replicas. */
        @WithDefault("true")
        boolean enabled();

        /** Where the Lease is kept; the service account's own namespace unless given. */
        Optional<String> namespace();

        /** The Lease's name. */
        @WithDefault("plimsoll-watcher")
        String name();

        /** Unique among replicas and the same after a restart; host name and port unless given. */
        Optional<String> identity();

        /** After which a silent leader is replaced, in machine time, 3 to 15 s. */
        @WithDefault("PT10S")
        Duration duration();
    }
}
