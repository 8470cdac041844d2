package io.plimsoll.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.faults.Faults;
import io.plimsoll.simulator.faults.Match;
import io.plimsoll.simulator.faults.OpenWatch;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import io.plimsoll.watcher.rig.LogView;
import io.plimsoll.watcher.rig.LogView.Line;
import io.plimsoll.watcher.rig.Rig;
import io.plimsoll.watcher.rig.WatcherChild;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Thousands of changes under faults drawn from a seed: in the end the log says what the API server says, each key's records
 * are in order, and every transition of a node, a budget or an event that a loop was given is in the log.
 *
 * <p>The watcher is a process of its own; it is killed (SIGKILL) twice a seed and ended in order once, the broker is
 * restarted, and between them watches expire, are cut, closed and fall silent, and calls are answered 5xx, 429, 410, late, not
 * at all, or break off. What a killed process had not told as written may be missing: nobody else knew of it, and its
 * successor finds the newest state.
 *
 * <p>All seeds: {@code ./plimsoll test -pl watcher-service -am -Dtest=None -Dit.test=RandomFaultsIT -Dseeds=100
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false}; {@code -Dseed=7} runs one alone,
 * {@code -DfirstSeed=50} begins there, {@code -Dchanges} is how many changes each. A seed that fails says how to run it again.
 */
class RandomFaultsIT {

    private static final List<ResourceType> TYPES =
            List.of(ResourceTypes.NODE, ResourceTypes.POD, ResourceTypes.POD_DISRUPTION_BUDGET, ResourceTypes.EVENT);
    private static final int NAMES = 25;
    private static final int CHANGES = Integer.getInteger("changes", 5_000);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String AGAIN = "run it again: ./plimsoll test -pl watcher-service -am -Dtest=None"
            + " -Dit.test=RandomFaultsIT -Dseed=%d -Dchanges=%d"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false";

    static LongStream seeds() {
        Long one = Long.getLong("seed");
        long first = Long.getLong("firstSeed", 0);
        return one == null ? LongStream.range(first, first + Long.getLong("seeds", 2)) : LongStream.of(one);
    }

    @ParameterizedTest(name = "-Dit.test=RandomFaultsIT -Dseed={0}")
    @MethodSource("seeds")
    void logAgreesWithTheServerWhateverHappened(long seed) {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Rig rig = Rig.on(broker);
                Watchers watchers = new Watchers(rig)) {
            LogView log = rig.log();

            schedule(new Random(seed), broker, rig, watchers);

            Rig.await("the log says what the server says", PATIENCE, () -> differences(rig, log)
                    .isEmpty());
            watchers.end();
            assertOrdered(log.lines());
            assertThat(missing(watchers.written, log.lines()))
                    .as("transitions that the broker has taken, missing")
                    .isEmpty();
            assertThat(missing(watchers.sure(), log.lines()))
                    .as("transitions missing")
                    .hasSizeLessThanOrEqualTo((int) watchers.dropped);
        } catch (AssertionError failed) {
            throw new AssertionError(String.format(Locale.ROOT, AGAIN, seed, CHANGES), failed);
        }
    }

    /** The watchers of a seed, one after the other. */
    private static final class Watchers implements AutoCloseable {

        private final Rig rig;
        private final Set<String> handed = new HashSet<>();
        private final Set<String> written = new HashSet<>();
        private final Set<String> lostWithAKill = new HashSet<>();
        private long dropped;
        private WatcherChild current;

        Watchers(Rig rig) {
            this.rig = rig;
            this.current = WatcherChild.start(rig);
        }

        void kill() {
            current.kill();
            lostWithAKill.addAll(current.unsure());
            take();
            current = WatcherChild.start(rig);
        }

        void replace() {
            end();
            current = WatcherChild.start(rig);
        }

        void end() {
            current.close();
            dropped += current.dropped();
            take();
        }

        private void take() {
            handed.addAll(current.handed());
            written.addAll(current.written());
        }

        /** What must be in the log but for what watchers say they dropped. */
        Set<String> sure() {
            Set<String> sure = new HashSet<>(handed);
            sure.removeAll(lostWithAKill);
            return sure;
        }

        @Override
        public void close() {
            current.kill();
        }
    }

    private static void schedule(Random random, EmbeddedBroker broker, Rig rig, Watchers watchers) {
        Set<Integer> kills = Set.copyOf(List.of(random.nextInt(CHANGES), CHANGES / 2 + random.nextInt(CHANGES / 2)));
        int replacedAt = random.nextInt(CHANGES);
        int restartAt = random.nextInt(CHANGES);
        for (int change = 0; change < CHANGES; change++) {
            change(rig, random, change);
            if (random.nextInt(250) == 0) {
                strike(rig.simulator().faults(), random);
            }
            if (random.nextInt(20) == 0) {
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(15)).toNanos());
            }
            if (change == restartAt) {
                broker.restart();
            }
            if (kills.contains(change)) {
                watchers.kill();
            }
            if (change == replacedAt) {
                watchers.replace();
            }
        }
        rig.simulator().faults().clear();
        change(rig, random, CHANGES);
    }

    private static void change(Rig rig, Random random, int change) {
        ResourceType type = TYPES.get(random.nextInt(TYPES.size()));
        String namespace = type == ResourceTypes.NODE ? "" : "shop";
        String name = "x" + random.nextInt(NAMES);
        if (rig.store().find(type, namespace, name).isEmpty()) {
            rig.store().create(type, object(type, namespace, name));
        } else if (random.nextInt(8) == 0) {
            rig.store().delete(type, namespace, name, DeleteOptions.IMMEDIATE);
        } else {
            rig.store().modify(type, namespace, name, object -> {
                object.withObject("/metadata/labels").put("change", Integer.toString(change));
                if (type == ResourceTypes.EVENT) {
                    object.put("count", object.path("count").asInt(1) + 1);
                }
            });
        }
    }

    private static ObjectNode object(ResourceType type, String namespace, String name) {
        return Rig.json("""
            {"apiVersion":"%s","kind":"%s","metadata":{"name":"%s"%s},"spec":{},
             "involvedObject":{"kind":"Pod","namespace":"shop","name":"x1","uid":"u"},"count":1}\
            """.formatted(
                        type.apiVersion(),
                        type.kind(),
                        name,
                        namespace.isEmpty() ? "" : ",\"namespace\":\"" + namespace + "\""));
    }

    private static void strike(Faults faults, Random random) {
        Match some = Match.resource(
                List.of("nodes", "pods", "poddisruptionbudgets", "events").get(random.nextInt(4)));
        switch (random.nextInt(11)) {
            case 0 -> faults.compactAndExpire();
            case 1 -> faults.endWatches(Match.ANY, OpenWatch.Ending.CUT);
            case 2 -> faults.endWatches(some, OpenWatch.Ending.HANG);
            case 3 -> faults.endWatches(some, OpenWatch.Ending.CLOSE);
            case 4 -> faults.add(some, Effect.serverError(503), 3);
            case 5 -> faults.add(some, Effect.tooManyRequests(1), 2);
            case 6 -> faults.add(some, new Effect.Delay(Duration.ofMillis(300)), 5);
            case 7 -> faults.add(some, Effect.gone(), 1);
            case 8 -> faults.add(some, Effect.serverError(500), 1);
            case 9 -> faults.add(some, new Effect.Hang(), 1);
            default -> faults.add(some, new Effect.Cut(true, false), 2);
        }
    }

    private static Set<String> differences(Rig rig, LogView log) {
        Map<String, String> server = new HashMap<>();
        for (ResourceType type : TYPES) {
            for (StoredObject object : rig.store().list(type)) {
                server.put(
                        "eu1/" + type.kind() + "/" + object.namespace() + "/" + object.name(),
                        Long.toString(object.resourceVersion()));
            }
        }
        Map<String, String> written = new HashMap<>();
        log.compacted().forEach((key, fact) -> {
            if (fact.resourceVersion() != null && key.contains("/x")) {
                written.put(key, fact.resourceVersion());
            }
        });
        Set<String> differing = new TreeSet<>(server.keySet());
        differing.addAll(written.keySet());
        differing.removeIf(key -> server.containsKey(key) && server.get(key).equals(written.get(key)));
        return differing;
    }

    private static void assertOrdered(List<Line> lines) {
        Map<String, Long> newest = new HashMap<>();
        for (Line line : lines) {
            if (line.fact() != null && line.fact().resourceVersion() != null) {
                long version = Long.parseLong(line.fact().resourceVersion());
                assertThat(version)
                        .as("%s at offset %d", line.key(), line.offset())
                        .isGreaterThanOrEqualTo(newest.getOrDefault(line.key(), 0L));
                newest.put(line.key(), version);
            }
        }
    }

    private static Set<String> missing(Set<String> handed, List<Line> lines) {
        Set<String> missing = new HashSet<>(handed);
        for (Line line : lines) {
            if (line.fact() != null) {
                missing.remove(line.key() + "@" + line.fact().resourceVersion());
            }
        }
        return missing;
    }
}
