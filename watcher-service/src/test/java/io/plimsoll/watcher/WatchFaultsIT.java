package io.plimsoll.watcher;

import static io.plimsoll.watcher.rig.Lines.named;
import static io.plimsoll.watcher.rig.Lines.says;
import static io.plimsoll.watcher.rig.Lines.state;
import static io.plimsoll.watcher.rig.Lines.synced;
import static io.plimsoll.watcher.rig.Lines.tick;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.model.fact.EventState;
import io.plimsoll.model.fact.NodeUsage;
import io.plimsoll.model.fact.Relisted;
import io.plimsoll.model.fact.Synced;
import io.plimsoll.model.fact.Tick.Standing;
import io.plimsoll.model.fact.WatchGap;
import io.plimsoll.simulator.faults.Call;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.faults.Match;
import io.plimsoll.simulator.faults.OpenWatch;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.watcher.rig.Lines;
import io.plimsoll.watcher.rig.LogView;
import io.plimsoll.watcher.rig.LogView.Line;
import io.plimsoll.watcher.rig.Rig;
import io.plimsoll.watcher.term.Watcher;
import io.plimsoll.watcher.watch.WatchListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Cases W-04 to W-06 and W-08 to W-12: what goes wrong between the API server and the watcher. */
class WatchFaultsIT {

    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    /** W-04. */
    @Test
    void eventSeriesIsCountedByWhatIsNewInIt() {
        try (Rig rig = Rig.on(broker)) {
            LogView log = rig.log();
            rig.watch();
            log.await("events synced", synced("events"));

            rig.store().create(ResourceTypes.EVENT, event(1));
            count(rig, 2);
            count(rig, 5);
            rig.store().modify(ResourceTypes.EVENT, "shop", "e1", event -> event.withObject("/metadata")
                    .putObject("labels")
                    .put("repeat", "yes"));
            rig.store().create(ResourceTypes.POD, Rig.pod("last"));

            log.await("the last change", state("eu1/Pod/shop/last"));
            String version = rig.store().get(ResourceTypes.EVENT, "shop", "e1").text("metadata", "resourceVersion");
            rig.store().modify(ResourceTypes.EVENT, "shop", "e1", event -> event.put("count", 6));
            log.await("the change after the repeat", line -> delta(line) == 1 && count(line) == 6);
            assertThat(deltas(log)).containsExactly(1, 1, 3, 1);
            assertThat(log.lines())
                    .noneMatch(line ->
                            line.fact() != null && version.equals(line.fact().resourceVersion()));
        }
    }

    /** W-05. */
    @Test
    void recordThatWasNotTakenIsHandedOverAgain() {
        try (Rig rig = Rig.on(broker)) {
            LogView log = rig.log();
            AtomicBoolean failing = new AtomicBoolean(true);
            Watcher watcher = Watcher.start(rig.setup(), _ -> {}, WatchListener.NONE, next -> record -> {
                if (record.key().endsWith("/cart-1") && failing.getAndSet(false)) {
                    throw new IllegalStateException("injected");
                }
                next.put(record);
            });
            try (watcher) {
                log.await("pods synced", synced("pods"));

                rig.store().create(ResourceTypes.POD, Rig.pod("cart-1"));

                log.await("the pod", state("eu1/Pod/shop/cart-1"));
                assertThat(failing).isFalse();
            }
        }
    }

    /** W-06. */
    @Test
    void forbiddenResourceIsDegradedAloneAndComesBackWhenAllowed() {
        try (Rig rig = Rig.on(broker)) {
            rig.store().create(ResourceTypes.NODE, Rig.node("n1"));
            String fault = rig.simulator()
                    .faults()
                    .add(Match.resource("pods"), Effect.forbidden("pods is forbidden: no such rule"));
            LogView log = rig.log();

            Watcher watcher = rig.watch();

            log.await("nodes synced", synced("nodes"));
            Line gap = log.await("the gap of pods", says(WatchGap.class).and(named("pods")));
            assertThat(((WatchGap) gap.fact().body()).reason())
                    .startsWith("forbidden")
                    .contains("no such rule");
            log.await(
                    "pods forbidden in a tick",
                    tick(tick -> standing(tick, "pods") == Standing.FORBIDDEN
                            && standing(tick, "nodes") == Standing.CURRENT));
            assertThat(watcher.state().notes()).anySatisfy(note -> assertThat(note)
                    .contains("resources: [\"pods\"]")
                    .contains("verbs: [\"list\", \"watch\"]"));
            rig.simulator().faults().remove(fault);
            log.await("pods synced", synced("pods"));
        }
    }

    /** So there may be more records of a list than objects: the number of objects is what Synced says. */
    @Test
    void listThatBreaksOffIsBegunAgainAndSyncedCountsEachObjectOnce() {
        try (Rig rig = Rig.on(broker)) {
            for (int i = 0; i < 1_200; i++) {
                rig.store().create(ResourceTypes.POD, Rig.pod("p" + i));
            }
            AtomicInteger lists = new AtomicInteger();
            rig.simulator()
                    .faults()
                    .add(
                            call -> isListOfPods(call) && lists.incrementAndGet() == 2,
                            Effect.serverError(503), // of the second page
                            1);
            rig.simulator()
                    .faults()
                    .add(call -> isListOfPods(call) && lists.get() == 4, Effect.gone(), 1); // of the second page again
            LogView log = rig.log();

            rig.watch();

            Line synced = log.await("pods synced", synced("pods"));
            assertThat(((Synced) synced.fact().body()).count()).isEqualTo(1_200);
            assertThat(log.compacted().keySet().stream().filter(key -> key.startsWith("eu1/Pod/")))
                    .hasSize(1_200);
        }
    }

    @Test
    void objectDeletedBetweenTwoAttemptsOfOneListIsFoundToBeGone() {
        try (Rig rig = Rig.on(broker)) {
            for (int i = 0; i < 600; i++) {
                rig.store().create(ResourceTypes.POD, Rig.pod("p" + i));
            }
            AtomicInteger lists = new AtomicInteger();
            rig.simulator().faults().add(call -> isListOfPods(call) && isSecond(lists, rig), Effect.gone(), 1);
            LogView log = rig.log();

            rig.watch();

            log.await("pods synced", synced("pods"));
            log.await("its tombstone", line -> line.fact() == null && line.key().equals("eu1/Pod/shop/p0"));
        }
    }

    /** The first page was given: now, with a pod of it deleted, the second is asked for. */
    private static boolean isSecond(AtomicInteger lists, Rig rig) {
        boolean second = lists.incrementAndGet() == 2;
        if (second) {
            rig.store().delete(ResourceTypes.POD, "shop", "p0", DeleteOptions.IMMEDIATE);
        }
        return second;
    }

    /** W-08. */
    @Test
    void watchesClosedAtOnceLeadToListsWithPausesAndToNoGap() {
        try (Rig rig = Rig.on(broker)) {
            LogView log = rig.log();
            rig.watch();
            log.await("pods synced", synced("pods"));

            Rig.await("a list after closing again and again", () -> {
                rig.endWatch("pods", OpenWatch.Ending.CLOSE);
                return log.lines().stream().anyMatch(says(Relisted.class).and(named("pods")));
            });

            Line relisted = log.await("a new list", says(Relisted.class).and(named("pods")));
            assertThat(((Relisted) relisted.fact().body()).reason()).contains("closed at once");
            log.await("synced again", line -> synced("pods").test(line) && line.offset() > relisted.offset());
            assertThat(log.lines()).noneMatch(says(WatchGap.class).and(named("pods")));
        }
    }

    /** A storm of relists is what the analysis counts: one that takes many tries is none. */
    @Test
    void listThatIsTriedAgainAndAgainIsToldOnce() {
        try (Rig rig = Rig.on(broker)) {
            LogView log = rig.log();
            rig.watch();
            Line first = log.await("pods synced", synced("pods"));

            AtomicInteger refused = new AtomicInteger();
            rig.simulator()
                    .faults()
                    .add(call -> isListOfPods(call) && refused.incrementAndGet() > 0, Effect.serverError(503), 4);
            rig.simulator().faults().compactAndExpire();

            log.await("synced again", line -> synced("pods").test(line) && line.offset() > first.offset());
            assertThat(refused).hasValueGreaterThanOrEqualTo(4);
            assertThat(log.lines())
                    .filteredOn(says(Relisted.class).and(named("pods")))
                    .hasSize(1);
        }
    }

    @Test
    void serverThatAsksForAnHourIsAskedAgainBefore() {
        try (Rig rig = Rig.on(broker)) {
            rig.simulator().faults().add(WatchFaultsIT::isListOfPods, Effect.tooManyRequests(3_600), 1);
            LogView log = rig.log();

            rig.watch();

            log.await("pods synced", synced("pods"));
        }
    }

    @Test
    void watchThatCannotBeHadForLongIsToldAsAGapAndAsTheReasonWhyItIsUnready() {
        try (Rig rig = Rig.on(broker)) {
            LogView log = rig.log();
            Watcher watcher = rig.watch();
            log.await("pods synced", synced("pods"));

            rig.simulator().faults().add(Match.resource("pods"), Effect.serverError(503));
            rig.endWatch("pods", OpenWatch.Ending.CUT);

            log.await("the gap", says(WatchGap.class).and(named("pods")));
            log.await("the gap in a tick", tick(tick -> standing(tick, "pods") == Standing.GAP));
            assertThat(watcher.state().unready())
                    .anySatisfy(
                            reason -> assertThat(reason).startsWith("pods: ").contains("503"));
            rig.simulator().faults().clear();
            rig.store().create(ResourceTypes.POD, Rig.pod("after"));
            log.await("what came after", state("eu1/Pod/shop/after"));
            Rig.await("ready again", () -> watcher.state().unready().isEmpty());
        }
    }

    /** W-09. */
    @Test
    void heartbeatsAreNoRecords() {
        try (Rig rig = Rig.on(broker)) {
            rig.store().create(ResourceTypes.NODE, Rig.node("n1"));
            LogView log = rig.log();
            rig.watch();
            log.await("nodes synced", synced("nodes"));

            for (int i = 1; i <= 20; i++) {
                String beat = "2030-01-01T00:%02d:00Z".formatted(i);
                rig.store().modify(ResourceTypes.NODE, "", "n1", node -> ((ObjectNode)
                                node.path("status").path("conditions").path(0))
                        .put("lastHeartbeatTime", beat));
            }
            rig.store().create(ResourceTypes.NODE, Rig.node("n2"));

            log.await("what came after", state("eu1/Node//n2"));
            assertThat(log.lines()).filteredOn(state("eu1/Node//n1")).hasSize(1);
        }
    }

    /** W-11. */
    @Test
    void oversizedObjectIsShortenedMarkedAndDelivered() {
        try (Rig rig = Rig.on(broker)) {
            LogView log = rig.log();
            rig.watch();
            log.await("pods synced", synced("pods"));

            ObjectNode pod = Rig.pod("huge");
            pod.withObject("/metadata").putObject("annotations").put("plimsoll.io/note", "x".repeat(1 << 20));
            rig.store().create(ResourceTypes.POD, pod);

            Line line = log.await("the pod", state("eu1/Pod/shop/huge"));
            assertThat(line.fact().truncated()).isTrue();
            assertThat(line.fact().uid()).isNotNull();
        }
    }

    /** W-12. */
    @Test
    void serverClockAheadIsReportedAndMakesNoAgeNegative() {
        try (Rig rig = Rig.on(broker)) {
            rig.simulator().faults().skewClock(Duration.ofSeconds(90));
            LogView log = rig.log();

            rig.watch();

            log.await(
                    "the skew in a tick",
                    tick(tick ->
                            tick.serverSkewMillis() != null && Math.abs(tick.serverSkewMillis() - 90_000) < 5_000));
            assertThat(log.lines())
                    .filteredOn(tick(_ -> true))
                    .noneMatch(tick(tick -> tick.oldestUnsentMillis() < 0
                            || tick.resources().values().stream().anyMatch(each -> each.ageMillis() < 0)));
        }
    }

    @Test
    void absentMetricsAreToldAsAGapAndNeverAsZeros() {
        try (Rig rig = Rig.on(broker)) {
            rig.simulator().faults().add(call -> call.path().contains("metrics.k8s.io"), Effect.serverError(503), -1);
            LogView log = rig.log();

            rig.watch();

            Line gap = log.await("the gap of usage", says(WatchGap.class).and(named("usage")));
            assertThat(((WatchGap) gap.fact().body()).reason()).startsWith("absent");
            assertThat(log.lines()).noneMatch(says(NodeUsage.class));
        }
    }

    private static boolean isListOfPods(Call call) {
        return call.resource().equals("pods")
                && call.verb().equals("list")
                && !call.path().contains("metrics");
    }

    private static ObjectNode event(int count) {
        return Rig.json("""
            {"apiVersion":"v1","kind":"Event","metadata":{"namespace":"shop","name":"e1"},"reason":"BackOff",
             "message":"Back-off restarting failed container","type":"Warning","count":%d,
             "involvedObject":{"kind":"Pod","namespace":"shop","name":"cart-1","uid":"u-1"}}\
            """.formatted(count));
    }

    private static void count(Rig rig, int count) {
        rig.store().modify(ResourceTypes.EVENT, "shop", "e1", event -> event.put("count", count));
    }

    private static List<Integer> deltas(LogView log) {
        return log.lines().stream()
                .filter(Lines.state("eu1/Event/shop/e1"))
                .map(WatchFaultsIT::delta)
                .toList();
    }

    private static int delta(Line line) {
        return line.fact() != null && line.fact().body() instanceof EventState event ? event.delta() : 0;
    }

    private static int count(Line line) {
        return line.fact() != null && line.fact().body() instanceof EventState event ? event.count() : 0;
    }

    private static Standing standing(io.plimsoll.model.fact.Tick tick, String resource) {
        var currency = tick.resources().get(resource);
        return currency == null ? Standing.SYNCING : currency.standing();
    }
}
