package io.plimsoll.watcher.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.Deleted;
import io.plimsoll.model.fact.EventState;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.FactBody;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.model.fact.ServiceState;
import io.plimsoll.watcher.project.LogRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutQueueTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final ServiceState STATE = new ServiceState("None", Map.of(), false);

    private final OutQueue queue = new OutQueue(1_000, 1 << 20);

    @Test
    void recordsComeOutInTheOrderTheyWentIn() throws InterruptedException {
        queue.put(record("Pod", "a", 1, STATE));
        queue.put(record("Pod", "a", 2, STATE));
        queue.put(record("Pod", "b", 3, STATE));

        assertThat(versions()).containsExactly("1", "2", "3");
    }

    @Test
    void newerStateTakesTheOlderOnesPlaceWhileTheBrokerIsAway() throws InterruptedException {
        queue.replacing(true);
        queue.put(record("Pod", "a", 1, STATE));
        queue.put(record("Pod", "b", 2, STATE));
        queue.put(record("Pod", "a", 3, STATE));

        assertThat(queue.depth()).isEqualTo(2);
        assertThat(versions()).containsExactly("2", "3");
    }

    @Test
    void transitionsOfNodesBudgetsAndEventsAreNeverReplaced() throws InterruptedException {
        EventState event = new EventState(
                null, "r", "m", ObjectRef.of("Pod", "shop", "a"), null, 1, 1, null, null, null, null, false);
        queue.replacing(true);
        queue.put(record("Node", "a", 1, STATE));
        queue.put(record("Node", "a", 2, STATE));
        queue.put(record("PodDisruptionBudget", "a", 3, STATE));
        queue.put(record("PodDisruptionBudget", "a", 4, STATE));
        queue.put(record("Event", "a", 5, event));
        queue.put(record("Event", "a", 6, event));

        assertThat(versions()).containsExactly("1", "2", "3", "4", "5", "6");
    }

    @Test
    void deletionIsNotReplacedAndNothingIsReplacedAcrossIt() throws InterruptedException {
        queue.replacing(true);
        queue.put(record("Pod", "a", 1, STATE));
        queue.put(record("Pod", "a", 2, new Deleted(NOW)));
        queue.put(record("Pod", "a", 3, STATE));
        queue.put(record("Pod", "a", 4, STATE));

        assertThat(versions()).containsExactly("1", "2", "4");
    }

    @Test
    void fullQueueHoldsUpWhoeverFillsItUntilThereIsRoom() throws InterruptedException {
        OutQueue narrow = new OutQueue(1, 1 << 20);
        narrow.put(record("Pod", "a", 1, STATE));
        Thread filler = Thread.startVirtualThread(() -> {
            try {
                narrow.put(record("Pod", "b", 2, STATE));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        while (narrow.blockedSinceNanos() == null) {
            Thread.onSpinWait();
        }
        assertThat(narrow.depth()).isOne();

        Outgoing first = narrow.poll(1_000);
        filler.join();

        assertThat(first.record().fact().resourceVersion()).isEqualTo("1");
        assertThat(narrow.poll(1_000).record().fact().resourceVersion()).isEqualTo("2");
        assertThat(narrow.blockedSinceNanos()).isNull();
    }

    /** Whatever is replaced, the newest state of each key comes last of its key, and keys keep their order. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void newestStateOfEachKeySurvivesAndOrderHolds(long seed) throws InterruptedException {
        Random random = new Random(seed);
        int[] newest = new int[5];
        for (int version = 1; version <= 500; version++) {
            int key = random.nextInt(5);
            queue.replacing(random.nextBoolean());
            queue.put(record("Pod", "p" + key, version, STATE));
            newest[key] = version;
        }

        int last = 0;
        int[] seen = new int[5];
        for (Outgoing next = queue.poll(0); next != null; next = queue.poll(0)) {
            int version = Integer.parseInt(next.record().fact().resourceVersion());
            assertThat(version).isGreaterThan(last);
            last = version;
            seen[Integer.parseInt(next.record().fact().name().substring(1))] = version;
        }
        assertThat(seen).isEqualTo(newest);
    }

    private List<String> versions() throws InterruptedException {
        List<String> versions = new ArrayList<>();
        for (Outgoing next = queue.poll(0); next != null; next = queue.poll(0)) {
            versions.add(next.record().fact().resourceVersion());
        }
        return versions;
    }

    private static Outgoing record(String kind, String name, int version, FactBody body) {
        Fact fact = new Fact(
                "eu1",
                kind,
                "shop",
                name,
                "u",
                Integer.toString(version),
                NOW,
                Origin.WATCH,
                1,
                false,
                List.of(),
                body);
        return new Outgoing(new LogRecord(fact.key(), kind, fact), new byte[10], 0);
    }
}
