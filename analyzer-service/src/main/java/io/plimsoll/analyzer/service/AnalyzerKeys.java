package io.plimsoll.analyzer.service;

import io.plimsoll.analyzer.policy.Policy;
import io.plimsoll.model.alert.Confidence;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.decision.Action;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** How the cluster is analysed. */
@ConfigMapping(prefix = "plimsoll.analyzer")
public interface AnalyzerKeys {

    /** Where the working set is kept across restarts; by default below the machine's temporary directory. */
    Optional<String> stateDirectory();

    /** {@code at_least_once}, or {@code exactly_once_v2} at the price of its commit interval on every alert. */
    @WithDefault("at_least_once")
    String guarantee();

    /** Threads; more than there are partitions of facts help nothing. */
    @WithDefault("1")
    int threads();

    /** Copies of the working set on other instances, for a faster take-over. */
    @WithDefault("0")
    int standbyReplicas();

    /**
     * How often progress is written down, in milliseconds: what has to be read again after a crash. By default 5000; 1000 where
     * the guarantee is {@code exactly_once_v2}, for then alerts wait for it.
     */
    OptionalInt commitIntervalMs();

    /** How long ending may take in order; with the broker gone it then ends without. */
    @WithDefault("PT10S")
    Duration closeTimeout();

    /** Codes of rules that are switched off. */
    Optional<Set<String>> disabled();

    /** Thresholds by code and name: {@code plimsoll.analyzer.rules.C1.percent=15}. */
    Map<String, Map<String, String>> rules();

    /** How alerts live. */
    AlertKeys alerts();

    /** Policies by name; one of a default's name changes that default. */
    Map<String, PolicyKeys> policies();

    /** How alerts live. */
    interface AlertKeys {

        /** A condition that is back so soon continues its episode. */
        @WithDefault("PT10M")
        Duration reopenWithin();

        /** From an alert's end to its tombstone in the compacted topic. */
        @WithDefault("PT24H")
        Duration forgetAfter();

        /** Heartbeat of a firing warning. */
        @WithDefault("PT1H")
        Duration repeatWarning();

        /** Heartbeat of a firing critical. */
        @WithDefault("PT15M")
        Duration repeatCritical();

        /** Whether pending alerts are published. */
        @WithDefault("false")
        boolean publishPending();
    }

    /** One policy; what isn't given is as in the default of that name, or as said here. */
    interface PolicyKeys {

        /** False takes a default policy away. */
        @WithDefault("true")
        boolean enabled();

        /** The codes that lead to the decision. */
        Optional<Set<String>> codes();

        /** Of these only; any by default. */
        Optional<Set<String>> subtypes();

        /** The least severity that counts; warning where nothing is said. */
        Optional<Severity> severity();

        /** The least confidence that counts; low where nothing is said. */
        Optional<Confidence> confidence();

        /** Labels that the alert must carry. */
        Map<String, String> labels();

        /** What is decided. */
        Optional<Action> action();

        /** What it covers, read from the alert's subject; the cluster where nothing is said. */
        Optional<Policy.ScopeRule> scope();

        /** How long the alert must have fired with all that is asked of it, its severity too. */
        @WithName("for")
        Optional<Duration> heldFor();

        /** How long the decision holds unless renewed; an hour where nothing is said. */
        Optional<Duration> expiresAfter();

        /** Pause before the next decision of the same act and scope. */
        Optional<Duration> cooldown();

        /** How long all causes must be quiet before the decision is taken back. */
        Optional<Duration> quietFor();

        /** How many such decisions at most within {@code limit-window}; beyond it maintenance is paused instead. */
        Optional<Integer> limit();

        /** The window of {@code limit}; ten minutes where nothing is said. */
        Optional<Duration> limitWindow();

        /** How many percent of the nodes at most at once. */
        Optional<Integer> limitPercent();
    }
}
