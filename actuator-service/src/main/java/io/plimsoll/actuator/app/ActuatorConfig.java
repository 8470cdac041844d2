package io.plimsoll.actuator.app;

import io.plimsoll.model.decision.Action;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** How the actuator works. Durations are cluster time unless they say otherwise. */
@ConfigMapping(prefix = "plimsoll.actuator")
public interface ActuatorConfig {

    /** What it may do to the cluster. */
    enum Mode {
        DRY_RUN,
        ENFORCE
    }

    /** {@code dry-run} does everything but write to Kubernetes; {@code enforce} writes. */
    @WithDefault("dry-run")
    Mode mode();

    /** Who holds the lease and the claims; the same after a restart in the same place. Default: the host's name. */
    Optional<String> instance();

    /** Pods evicted in a second, at most, over all nodes. */
    @WithDefault("5")
    @Min(1)
    @Max(1000)
    int evictionsPerSecond();

    /** How long a node has to be Ready before its cordon goes. */
    @WithDefault("PT2M")
    Duration soak();

    /** Whether requests may have pods deleted past their budgets at the deadline; needs a Role of its own. */
    @WithDefault("false")
    boolean force();

    /** What becomes of a node whose window ends under way: {@code rollback}, or {@code finish} in the next window. */
    @WithDefault("rollback")
    WindowEnd windowEnd();

    /** The choices at a window's end. */
    enum WindowEnd {
        ROLLBACK,
        FINISH
    }

    /** The switch: while it is true no node is started and no pod is evicted, and no request can change that. */
    @WithDefault("false")
    boolean paused();

    /** Machine time that an answer of the API server may take. */
    @WithDefault("PT10S")
    Duration apiPatience();

    /** The installation's own label of node groups, asked after the well-known ones. */
    @WithDefault("plimsoll.io/node-group")
    String groupLabel();

    /** Decisions of the analyzer. */
    Decisions decisions();

    /** Decisions of the analyzer. */
    interface Decisions {

        /**
         * Which are carried out; those on scale-down only keep nodes that are there, so they are among the default, while
         * drain-node takes pods off and is not.
         */
        @WithDefault(
                "pause-maintenance,resume-maintenance,cordon-node,uncordon-node,suspend-scale-down,restore-scale-down")
        Set<Action> allow();
    }

    /** The lease that says who leads; machine time. */
    LeaseKeys lease();

    /** The lease that says who leads; machine time. */
    interface LeaseKeys {

        /** Where it lies. */
        @WithDefault("default")
        String namespace();

        /** What it is called; one for each cluster. */
        @WithDefault("plimsoll-actuator")
        String name();

        /** How long it holds. */
        @WithDefault("PT15S")
        Duration duration();

        /** How long we trust it without a renewal. */
        @WithDefault("PT10S")
        Duration trust();

        /** How often it is renewed. */
        @WithDefault("PT2S")
        Duration renewal();
    }

    /** What must agree before a node is started. */
    GuardKeys guards();

    /** What must agree before a node is started. */
    interface GuardKeys {

        /** Nodes of ours out at once. */
        @WithDefault("1")
        @Min(1)
        int maxConcurrent();

        /** Percent of all nodes that may be out, for whatever reason and by whomever. */
        @WithDefault("10")
        @Min(0)
        @Max(100)
        int maxOutPercent();

        /** Nodes out in one zone. */
        OptionalInt maxPerZone();

        /** Nodes out in one node group. */
        OptionalInt maxPerGroup();

        /** Between nodes. */
        @WithDefault("PT2M")
        Duration interval();

        /** Percent of allocatable cpu and memory that must stay unrequested. */
        @WithDefault("20")
        @Min(0)
        @Max(100)
        int freePercent();

        /** How long the cluster must be calm after a node. */
        @WithDefault("PT2M")
        Duration soakCalm();

        /** How long that may take before the wave halts. */
        @WithDefault("PT10M")
        Duration soakPatience();

        /** Scheduling failures that stop everything. */
        @WithDefault("5")
        @Min(1)
        int breakerFailures();

        /** For how long they do. */
        @WithDefault("PT30M")
        Duration breakerRest();

        /** Whether our nodes are given back then, the last first. */
        @WithDefault("true")
        boolean breakerUncordons();

        /** Whether two nodes of one zone are never out together through us, where the cluster has several. */
        @WithDefault("true")
        boolean onePerZone();

        /** Machine time: the oldest view of nodes, pods and budgets that is acted on. */
        @WithDefault("PT15S")
        Duration freshness();

        /** Labels of workloads that live by majority. */
        @WithDefault("plimsoll.io/quorum=true")
        List<String> quorumLabels();
    }

    /** When maintenance may be done; none means always. */
    List<WindowKeys> windows();

    /** One window: days, start and end, or cron and duration. */
    interface WindowKeys {

        /** What requests call it. */
        String name();

        /** {@code Mon-Fri}, {@code Sat}; none means every day. */
        Optional<List<String>> days();

        /** Wall-clock time, {@code 22:00}. */
        Optional<String> start();

        /** Wall-clock time; at or before the start it means the next day's. */
        Optional<String> end();

        /** IANA name, {@code Europe/Berlin}. */
        Optional<String> zone();

        /** Five fields, {@code 0 22 * * 1-5}. */
        Optional<String> cron();

        /** How long, with cron: {@code 6h}. */
        Optional<String> duration();
    }

    /** When nothing may be done. */
    List<BlackoutKeys> blackouts();

    /** One time without maintenance. */
    interface BlackoutKeys {

        /** What answers call it. */
        String name();

        /** An instant, {@code 2026-11-27T00:00:00Z}; else it recurs, as windows do. */
        Optional<String> from();

        /** An instant, exclusive. */
        Optional<String> to();

        /** {@code Mon-Fri}, {@code Sat}; none means every day. */
        Optional<List<String>> days();

        /** Wall-clock time, {@code 22:00}. */
        Optional<String> start();

        /** Wall-clock time; at or before the start it means the next day's. */
        Optional<String> end();

        /** IANA name, {@code Europe/Berlin}. */
        Optional<String> zone();

        /** Five fields, {@code 0 22 * * 1-5}. */
        Optional<String> cron();

        /** How long, with cron: {@code 6h}. */
        Optional<String> duration();
    }
}
