package io.plimsoll.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.model.fact.Deleted;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.model.fact.Relisted;
import io.plimsoll.model.fact.Synced;
import io.plimsoll.simulator.faults.OpenWatch;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.watcher.rig.LogView;
import io.plimsoll.watcher.rig.LogView.Line;
import io.plimsoll.watcher.rig.Rig;
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
