package io.plimsoll.watcher;

import static io.plimsoll.watcher.rig.Lines.state;
import static io.plimsoll.watcher.rig.Lines.synced;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.model.fact.Synced;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.faults.Match;
import io.plimsoll.simulator.store.ApiStatus;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.watcher.rig.LogView;
import io.plimsoll.watcher.rig.LogView.Line;
import io.plimsoll.watcher.rig.Rig;
import io.plimsoll.watcher.term.Setup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lists that the server streams (WatchList), and servers that don't. */
class StreamedListsIT {

    private static final Match LISTS_OF_PODS = Match.resource("pods").withVerb("list");
    private static final Match WATCHES_OF_PODS = Match.resource("pods").withVerb("watch");

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
    void streamedListIsASnapshotThatEndsWithSyncedAndIsFollowedFromThere() {
        try (Rig rig = Rig.on(broker)) {
            rig.store().create(ResourceTypes.POD, Rig.pod("cart-1"));
            rig.store().create(ResourceTypes.POD, Rig.pod("cart-2"));
            rig.simulator().faults().add(LISTS_OF_PODS, Effect.forbidden("only streamed"));
            LogView log = rig.log();

            rig.watch(streaming(rig.setup()));

            Line synced = log.await("pods synced", synced("pods"));
            assertThat(((Synced) synced.fact().body()).count()).isEqualTo(2);
            assertThat(log.lines())
                    .filteredOn(state("eu1/Pod/shop/cart-1"))
                    .allMatch(line -> line.fact().origin() == Origin.SNAPSHOT
                            && line.fact().epoch() == synced.fact().epoch());
            rig.store().create(ResourceTypes.POD, Rig.pod("cart-3"));
            Line added = log.await("the pod added", state("eu1/Pod/shop/cart-3"));
            assertThat(added.fact().origin()).isEqualTo(Origin.WATCH);
        }
    }

    @Test
    void objectDeletedWhileNobodyWatchedIsFoundByAStreamedListToo() {
        try (Rig rig = Rig.on(broker)) {
            rig.store().create(ResourceTypes.POD, Rig.pod("cart-1"));
            LogView log = rig.log();
            try (var _ = rig.watch()) {
                log.await("pods synced", synced("pods"));
            }
            rig.store().delete(ResourceTypes.POD, "shop", "cart-1", DeleteOptions.IMMEDIATE);

            rig.watch(streaming(rig.setup()));

            log.await("its tombstone", line -> line.fact() == null && line.key().equals("eu1/Pod/shop/cart-1"));
        }
    }

    @Test
    void serverThatRefusesToStreamIsAskedForPages() {
        try (Rig rig = Rig.on(broker)) {
            rig.store().create(ResourceTypes.POD, Rig.pod("cart-1"));
            ApiStatus refusal = ApiStatus.of(
                    422, "Invalid", "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch");
            rig.simulator().faults().add(WATCHES_OF_PODS, new Effect.Answer(refusal), 1);
            LogView log = rig.log();

            rig.watch(streaming(rig.setup()));

            Line synced = log.await("pods synced", synced("pods"));
            assertThat(((Synced) synced.fact().body()).count()).isEqualTo(1);
        }
    }

    private static Setup streaming(Setup setup) {
        return new Setup(
                setup.client(),
                setup.clock(),
                setup.sink(),
                setup.watch().streamingLists(),
                setup.rhythm(),
                setup.projector(),
                setup.liveness(),
                setup.lease());
    }
}
