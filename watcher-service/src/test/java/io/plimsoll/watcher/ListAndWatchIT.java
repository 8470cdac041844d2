package io.plimsoll.watcher;

import static io.plimsoll.watcher.rig.Lines.state;
import static io.plimsoll.watcher.rig.Lines.tombstone;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.model.fact.Deleted;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.model.fact.Relisted;
import io.plimsoll.model.fact.Synced;
import io.plimsoll.simulator.faults.OpenWatch;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.watcher.project.Ledger;
import io.plimsoll.watcher.project.Projector;
import io.plimsoll.watcher.rig.LogView;
import io.plimsoll.watcher.rig.LogView.Line;
import io.plimsoll.watcher.rig.Rig;
import io.plimsoll.watcher.sink.LogMemory;
import io.plimsoll.wire.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Cases W-01, W-02 and the plain way of things, against a simulated API server and a real broker. */
class ListAndWatchIT {

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
    void listedObjectsAreSnapshotsAndChangesAreTransitions() {
        try (Rig rig = Rig.on(broker)) {
            rig.store().create(ResourceTypes.NODE, Rig.node("n1"));
            rig.store().create(ResourceTypes.POD, Rig.pod("cart-1"));
            LogView log = rig.log();

            rig.watch();
            log.await("pods synced", line -> synced(line, "pods"));
            log.await("nodes synced", line -> synced(line, "nodes"));
            rig.store().modify(ResourceTypes.NODE, "", "n1", node -> node.putObject("spec")
                    .put("unschedulable", true));

            Line cordoned = log.await("the cordon", line -> fact(line, "eu1/Node//n1") && unschedulable(line));
            assertThat(cordoned.fact().origin()).isEqualTo(Origin.WATCH);
            Line first = log.lines().stream()
                    .filter(line -> fact(line, "eu1/Pod/shop/cart-1"))
                    .findFirst()
                    .orElseThrow();
            assertThat(first.fact().origin()).isEqualTo(Origin.SNAPSHOT);
            assertThat(log.lines()).extracting(Line::partition).containsOnly(first.partition());
        }
    }

    /** W-01. */
    @Test
    void podDeletedBehindAnExpiredVersionIsFoundByTheNewList() {
        try (Rig rig = Rig.on(broker)) {
            rig.store().create(ResourceTypes.POD, Rig.pod("cart-1"));
            String uid =
                    rig.store().create(ResourceTypes.POD, Rig.pod("cart-2")).uid();
            LogView log = rig.log();
            rig.watch();
            log.await("pods synced", line -> synced(line, "pods"));
            rig.endWatch("pods", OpenWatch.Ending.HANG);

            rig.store().delete(ResourceTypes.POD, "shop", "cart-2", DeleteOptions.IMMEDIATE);
            rig.simulator().faults().compact();

            log.await(
                    "relist",
                    line -> line.fact() != null
                            && line.fact().name().equals("pods")
                            && line.fact().body() instanceof Relisted);
            Line deleted = log.await(
                    "deletion",
                    line -> fact(line, "eu1/Pod/shop/cart-2") && line.fact().body() instanceof Deleted);
            assertThat(deleted.fact().origin()).isEqualTo(Origin.RELIST_DIFF);
            assertThat(deleted.fact().uid()).isEqualTo(uid);
            log.await("tombstone", line -> line.fact() == null && line.key().equals("eu1/Pod/shop/cart-2"));
        }
    }

    /** Whoever wrote that it is gone died before the tombstone. */
    @Test
    void tombstoneThatIsMissingIsWrittenAtTheNextStart() throws Exception {
        try (Rig rig = Rig.on(broker)) {
            Instant then = Instant.parse("2030-01-01T00:00:00Z");
            Fact deleted = new Fact(
                    "eu1",
                    "Node",
                    null,
                    "n9",
                    "u-9",
                    "17",
                    then,
                    Origin.WATCH,
                    41,
                    false,
                    List.of(),
                    new Deleted(then));
            rig.write("eu1/Node//n9", Json.mapper().writeValueAsBytes(deleted));
            LogView log = rig.log();

            rig.watch();

            log.await("the tombstone", tombstone("eu1/Node//n9"));
            assertThat(log.await("nodes synced", line -> synced(line, "nodes"))
                            .fact()
                            .epoch())
                    .isGreaterThan(41);
            assertThat(log.lines()).filteredOn(state("eu1/Node//n9")).hasSize(1);
        }
    }

    @Test
    void recordsOfTheLogThatSayNothingAreNoReasonNotToBegin() {
        try (Rig rig = Rig.on(broker)) {
            for (String odd : List.of("null", "{}", "[]", "{\"kind\":\"Node\",\"body\":{}}", "no JSON")) {
                rig.write("eu1/Node//odd", odd.getBytes(UTF_8));
            }
            Ledger ledger = new Ledger("eu1", new Projector(), Ledger.Liveness.DEFAULT);

            LogMemory.Found found = LogMemory.read(rig.setup().sink(), Rig.PARTITIONS, ledger);

            assertThat(found).isEqualTo(new LogMemory.Found(0, List.of()));
            assertThat(ledger.size("Node")).isZero();
        }
    }

    /** W-02. */
    @Test
    void nodeDeletedWhileNobodyWatchedIsFoundOnStart() {
        try (Rig rig = Rig.on(broker)) {
            rig.store().create(ResourceTypes.NODE, Rig.node("n1"));
            rig.store().create(ResourceTypes.NODE, Rig.node("n2"));
            LogView log = rig.log();
            try (var _ = rig.watch()) {
                log.await("nodes synced", line -> synced(line, "nodes"));
            }
            long before = log.lines().getLast().fact().epoch();

            rig.store().delete(ResourceTypes.NODE, "", "n2", DeleteOptions.IMMEDIATE);
            rig.watch();

            Line deleted = log.await(
                    "deletion",
                    line -> fact(line, "eu1/Node//n2") && line.fact().body() instanceof Deleted);
            assertThat(deleted.fact().origin()).isEqualTo(Origin.RELIST_DIFF);
            assertThat(deleted.fact().epoch()).isGreaterThan(before);
            Rig.await("only n1 is left", () -> !log.compacted().containsKey("eu1/Node//n2"));
            assertThat(log.compacted()).containsKey("eu1/Node//n1");
        }
    }

    private static boolean synced(Line line, String resource) {
        return line.fact() != null
                && line.fact().body() instanceof Synced
                && line.fact().name().equals(resource);
    }

    private static boolean fact(Line line, String key) {
        return line.fact() != null && line.key().equals(key);
    }

    private static boolean unschedulable(Line line) {
        return line.fact().body() instanceof NodeState node && node.unschedulable();
    }
}
