package io.plimsoll.watcher;

import static io.plimsoll.watcher.rig.Lines.state;
import static io.plimsoll.watcher.rig.Lines.synced;
import static io.plimsoll.watcher.rig.Lines.tick;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.WatchGap;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.watcher.rig.LogView;
import io.plimsoll.watcher.rig.LogView.Line;
import io.plimsoll.watcher.rig.Rig;
import io.plimsoll.watcher.rig.WatcherChild;
import io.plimsoll.watcher.sink.SinkSettings;
import io.plimsoll.watcher.term.Setup;
import io.plimsoll.watcher.term.Setup.LeaseSettings;
import io.plimsoll.watcher.term.Watcher;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** Cases W-03 and W-07, and a topic that isn't there: what goes wrong between the watcher and the log. */
class BrokerAwayIT {

    /** W-03, with a minute's patience for five minutes' outage. */
    @Test
    void changesDuringAnOutageArriveAsTheNewestStateOfEachObjectInOrder() {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Rig rig = Rig.on(broker)) {
            for (int i = 0; i < 20; i++) {
                rig.store().create(ResourceTypes.POD, Rig.pod("p" + i));
                rig.store().create(ResourceTypes.NODE, Rig.node("n" + i));
            }
            LogView log = rig.log();
            Watcher watcher = rig.watch(impatient(rig.setup()));
            log.await("pods synced", synced("pods"));
            log.await("nodes synced", synced("nodes"));

            broker.stop();
            for (int change = 1; change <= 25; change++) {
                for (int i = 0; i < 20; i++) {
                    label(rig, "p" + i, change);
                    boolean cordon = change % 2 == 1;
                    rig.store().modify(ResourceTypes.NODE, "", "n" + i, node -> node.putObject("spec")
                            .put("unschedulable", cordon));
                }
                if (change == 10) {
                    Rig.await("unready", () -> watcher.state().unready().stream()
                            .anyMatch(reason -> reason.contains("has not taken a record")));
                }
            }
            Duration gapAfter = rig.setup().watch().gapAfter();
            Rig.await("a gap", () -> watcher.state().oldestUnsent().compareTo(gapAfter.plusSeconds(1)) > 0);
            broker.restart();

            log.await("the last pod", line -> state("eu1/Pod/shop/p19").test(line) && "25".equals(change(line.fact())));
            Map<String, Fact> newest = log.compacted();
            for (int i = 0; i < 20; i++) {
                assertThat(change(newest.get("eu1/Pod/shop/p" + i))).isEqualTo("25");
                assertThat(log.lines()).filteredOn(state("eu1/Node//n" + i)).hasSizeGreaterThanOrEqualTo(26);
            }
            assertThat(watcher.dropped()).isZero();
            log.await("a tick that tells of the delay", tick(tick -> tick.oldestUnsentMillis() > 1000));
            log.await(
                    "the gap",
                    line -> line.fact() != null
                            && line.fact().name().equals("facts")
                            && line.fact().body() instanceof WatchGap gap
                            && gap.reason().contains("has taken no record"));
            Rig.await("ready again", () -> watcher.state().unready().isEmpty());
        }
    }

    /** W-07, at the lease's default duration and with SIGKILL. */
    @Test
    void standByTakesOverWithinFifteenSecondsFromALeaderThatIsKilled() {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Rig rig = Rig.on(broker)) {
            rig.store().create(ResourceTypes.NODE, Rig.node("n1"));
            rig.store().create(ResourceTypes.NODE, Rig.node("n2"));
            LogView log = rig.log();
            Duration lease = Duration.ofSeconds(10);
            try (WatcherChild leader = WatcherChild.start(rig, "first", lease)) {
                long before = log.await("nodes synced", synced("nodes"), Duration.ofMinutes(3))
                        .fact()
                        .epoch();
                Watcher standBy =
                        rig.watch(rig.setup(new LeaseSettings("default", "plimsoll-watcher", "second", lease)));
                Rig.await("stands by", () -> standBy.state().standsBy());

                leader.kill();
                long killed = System.nanoTime();
                rig.store().delete(ResourceTypes.NODE, "", "n2", DeleteOptions.IMMEDIATE);

                log.await(
                        "a later term",
                        line -> synced("nodes").test(line) && line.fact().epoch() > before);
                assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(15));
                log.await(
                        "the deletion",
                        line -> line.fact() == null && line.key().equals("eu1/Node//n2"));
                assertThat(log.lines())
                        .filteredOn(line ->
                                state("eu1/Node//n1").test(line) && line.fact().isTransition())
                        .isEmpty();
            }
        }
    }

    /** It believes to lead for a moment more: what it writes then would stand in the log as the newest state. */
    @Test
    void leaderThatWasStoppedUntilAnotherLeadsWritesNothingMore() {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Rig rig = Rig.on(broker)) {
            rig.store().create(ResourceTypes.NODE, Rig.node("n1"));
            LogView log = rig.log();
            Duration lease = Duration.ofSeconds(3);
            try (WatcherChild leader = WatcherChild.start(rig, "first", lease)) {
                long before = log.await("nodes synced", synced("nodes"), Duration.ofMinutes(3))
                        .fact()
                        .epoch();
                Watcher next = rig.watch(rig.setup(new LeaseSettings("default", "plimsoll-watcher", "second", lease)));
                Rig.await("stands by", () -> next.state().standsBy());

                leader.signal("STOP");
                for (int i = 0; i < 50; i++) {
                    rig.store().modify(ResourceTypes.NODE, "", "n1", Rig::flipCordon);
                }
                Line first = log.await(
                        "a later term",
                        line -> synced("nodes").test(line) && line.fact().epoch() > before);
                leader.signal("CONT");
                rig.store().create(ResourceTypes.NODE, Rig.node("n2"));
                log.await("what came after", state("eu1/Node//n2"));
                long ticked = log.lines().getLast().offset();
                log.await("some ticks later", line -> line.offset() > ticked + 10);

                assertThat(log.lines())
                        .filteredOn(line -> line.offset() > first.offset() && line.fact() != null)
                        .allMatch(line -> line.fact().epoch() > before);
            }
        }
    }

    @Test
    void standByTakesOverFromALeaderThatCanNoLongerReachTheApiServer() {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Rig rig = Rig.on(broker)) {
            rig.store().create(ResourceTypes.NODE, Rig.node("n1"));
            rig.store().create(ResourceTypes.NODE, Rig.node("n2"));
            LogView log = rig.log();
            Setup first = rig.setup(lease("first"));
            rig.watch(first);
            long before = log.await("nodes synced", synced("nodes")).fact().epoch();
            Watcher standBy = rig.watch(rig.setup(lease("second")));
            Rig.await("stands by", () -> standBy.state().standsBy());
            rig.store().modify(ResourceTypes.NODE, "", "n1", node -> node.putObject("spec")
                    .put("unschedulable", true));
            log.await(
                    "the cordon",
                    line -> state("eu1/Node//n1").test(line) && line.fact().isTransition());

            first.client().close(); // from here on it can neither renew nor watch
            rig.store().delete(ResourceTypes.NODE, "", "n2", DeleteOptions.IMMEDIATE);

            long killed = System.nanoTime();
            log.await(
                    "a later term",
                    line -> synced("nodes").test(line)
                            && line.fact().epoch() > before
                            && line.fact().observedAt() != null);
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(25));
            log.await("the deletion", line -> line.fact() == null && line.key().equals("eu1/Node//n2"));
            assertThat(log.lines())
                    .filteredOn(line ->
                            state("eu1/Node//n1").test(line) && line.fact().isTransition())
                    .hasSize(1);
        }
    }

    @Test
    void missingTopicIsNamedWithItsRemedyAndWatchingBeginsByItselfOnceItIsThere() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, Map.of("auto.create.topics.enable", "true"));
                Rig rig = Rig.on(broker)) {
            SinkSettings elsewhere =
                    SinkSettings.of(Map.of("bootstrap.servers", broker.bootstrapServers()), "eu1", "later.facts");
            Watcher watcher = rig.watch(rig.setup().withSink(elsewhere));
            Rig.await("told", () -> watcher.state().unready().stream()
                    .anyMatch(reason -> reason.contains("later.facts is missing")
                            && reason.contains("./plimsoll topics --create")));

            try (Admin admin = broker.admin()) {
                admin.createTopics(java.util.List.of(
                                new NewTopic("later.facts", 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                        .all()
                        .get();
            }

            Rig.await("synced", () -> watcher.state().synced());
            assertThat(watcher.state().unready()).isEmpty();
        }
    }

    private static Setup impatient(Setup setup) {
        return setup.withSink(setup.sink().awayAfter(Duration.ofSeconds(1)));
    }

    private static LeaseSettings lease(String identity) {
        return new LeaseSettings("default", "plimsoll-watcher", identity, Duration.ofSeconds(6));
    }

    private static void label(Rig rig, String pod, int change) {
        rig.store().modify(ResourceTypes.POD, "shop", pod, object -> object.withObject("/metadata/labels")
                .put("change", Integer.toString(change)));
    }

    private static String change(Fact fact) {
        return fact != null && fact.body() instanceof PodState pod
                ? pod.labels().get("change")
                : null;
    }
}
