package io.plimsoll.watcher;

import static io.plimsoll.watcher.rig.Lines.synced;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.faults.Match;
import io.plimsoll.watcher.rig.LogView;
import io.plimsoll.watcher.rig.Rig;
import io.plimsoll.watcher.sink.SinkSettings;
import io.plimsoll.watcher.term.Setup.LeaseSettings;
import io.plimsoll.watcher.term.Watcher;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A watcher that can't work says what is wrong, with what, and what mends it. (A missing topic: {@link BrokerAwayIT}.) */
class UnreadyIT {

    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void brokerThatGivesNoAnswerIsNamed() {
        try (Rig rig = Rig.on(broker)) {
            Watcher watcher = rig.watch(rig.setup()
                    .withSink(SinkSettings.of(Map.of("bootstrap.servers", "127.0.0.1:1"), "eu1", rig.topic())));

            Rig.await("told", () -> watcher.state().unready().stream()
                    .anyMatch(reason -> reason.contains("the broker at 127.0.0.1:1 gives no answer")
                            && reason.contains("see whether it runs and can be reached")));
        }
    }

    @Test
    void apiServerThatGivesNoAnswerIsNamedOnceForAllResources() {
        try (Rig rig = Rig.on(broker)) {
            rig.simulator().faults().add(Match.ANY, new Effect.Cut(true, false));

            Watcher watcher = rig.watch();

            Rig.await("told", () -> watcher.state().unready().stream()
                    .anyMatch(reason -> reason.contains("nodes")
                            && reason.contains("pods")
                            && reason.contains(
                                    "no answer from " + rig.simulator().url())
                            && reason.contains("see whether the API server runs and can be reached")));
            assertThat(watcher.state().synced()).isFalse();
        }
    }

    @Test
    void forbiddenResourceIsNamedWithTheRuleToAddAndTheOthersGoOn() {
        try (Rig rig = Rig.on(broker)) {
            rig.simulator().faults().add(Match.resource("leases"), Effect.forbidden("leases is forbidden: no rule"));
            LogView log = rig.log();

            Watcher watcher = rig.watch();

            log.await("pods synced", synced("pods"));
            Rig.await("told", () -> watcher.state().notes().stream()
                    .anyMatch(note -> note.startsWith("leases: ")
                            && note.contains("no rule")
                            && note.contains("apiGroups: [\"coordination.k8s.io\"], resources: [\"leases\"],"
                                    + " verbs: [\"list\", \"watch\"]")));
            Rig.await("ready", () -> watcher.state().unready().isEmpty());
        }
    }

    @Test
    void leaseThatMayNotBeTakenIsNamedWithTheRuleToAdd() {
        try (Rig rig = Rig.on(broker)) {
            rig.simulator().faults().add(Match.resource("leases"), Effect.forbidden("leases is forbidden: no rule"));

            Watcher watcher = rig.watch(
                    rig.setup(new LeaseSettings("default", "plimsoll-watcher", "first", Duration.ofSeconds(3))));

            Rig.await("told", () -> watcher.state().unready().stream()
                    .anyMatch(reason -> reason.contains("the Lease default/plimsoll-watcher")
                            && reason.contains("allow get, create and update on leases.coordination.k8s.io")));
        }
    }

    @Test
    void clusterWithoutANameIsAskedForOne() {
        try (Rig rig = Rig.on(broker)) {
            rig.simulator()
                    .faults()
                    .add(Match.resource("namespaces"), Effect.forbidden("namespaces is forbidden: no rule"));
            var setup = rig.setup();

            Watcher watcher = rig.watch(setup.withSink(setup.sink().ofCluster("")));

            Rig.await("told", () -> watcher.state().unready().stream()
                    .anyMatch(reason -> reason.contains("no rule")
                            && reason.contains("set plimsoll.cluster, or allow get on namespace kube-system")));
        }
    }
}
