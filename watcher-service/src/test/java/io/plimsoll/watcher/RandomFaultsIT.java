package io.plimsoll.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.model.fact.Fact;
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
import io.plimsoll.watcher.term.Setup;
import io.plimsoll.watcher.term.Watcher;
import io.plimsoll.watcher.watch.WatchListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Thousands of changes under faults drawn from a seed: in the end the log says what the API server says, each key's records
 * are in order, and every transition of a node, a budget or an event that a loop was given is in the log.
 *
 * <p>{@code -Dseeds=100} runs that many, {@code -Dseed=7} one alone; {@code -Dchanges} is how many changes each.
 */
class RandomFaultsIT {

    private static final List<ResourceType> TYPES =
            List.of(ResourceTypes.NODE, ResourceTypes.POD, ResourceTypes.POD_DISRUPTION_BUDGET, ResourceTypes.EVENT);
    private static final Set<String> KEPT_WHOLE = Set.of("Node", "PodDisruptionBudget", "Event");
    private static final int NAMES = 25;
    private static final int CHANGES = Integer.getInteger("changes", 5_000);

    static LongStream seeds() {
        Long one = Long.getLong("seed");
        return one == null ? LongStream.range(0, Long.getLong("seeds", 2)) : LongStream.of(one);
    }

    @ParameterizedTest(name = "-Dit.test=RandomFaultsIT -Dseed={0}")
    @MethodSource("seeds")
    void logAgreesWithTheServerWhateverHappened(long seed) {
        Random random = new Random(seed);
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Rig rig = Rig.on(broker)) {
            LogView log = rig.log();
            Set<String> handed = ConcurrentHashMap.newKeySet();
            long dropped = 0;
            Setup setup = rig.setup();
            Watcher watcher = start(setup, handed);
            int restartAt = random.nextInt(CHANGES);
            int killAt = random.nextInt(CHANGES);

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
                if (change == killAt) {
                    setup.client().close();
                    watcher.close();
                    dropped += watcher.dropped();
                    setup = rig.setup();
                    watcher = start(setup, handed);
                }
            }
            rig.simulator().faults().clear();
            change(rig, random, CHANGES);

            Rig.await("seed " + seed + ": the log says what the server says", () -> differences(rig, log)
                    .isEmpty());
            watcher.close();
            dropped += watcher.dropped();
            assertOrdered(seed, log.lines());
            assertThat(missing(handed, log.lines()))
                    .as("seed %d: transitions missing", seed)
                    .hasSizeLessThanOrEqualTo((int) dropped);
        }
    }

    private static Watcher start(Setup setup, Set<String> handed) {
        return Watcher.start(setup, _ -> {}, WatchListener.NONE, next -> record -> {
            Fact fact = record.fact();
            next.put(record);
            if (fact != null && fact.resourceVersion() != null && KEPT_WHOLE.contains(fact.kind())) {
                handed.add(record.key() + "@" + fact.resourceVersion());
            }
        });
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
                 "involvedObject":{"kind":"Pod","namespace":"shop","name":"x1","uid":"u"},"count":1}""".formatted(
                        type.apiVersion(),
                        type.kind(),
                        name,
                        namespace.isEmpty() ? "" : ",\"namespace\":\"" + namespace + "\""));
    }

    private static void strike(Faults faults, Random random) {
        Match some = Match.resource(
                List.of("nodes", "pods", "poddisruptionbudgets", "events").get(random.nextInt(4)));
        switch (random.nextInt(9)) {
            case 0 -> faults.compactAndExpire();
            case 1 -> faults.endWatches(Match.ANY, OpenWatch.Ending.CUT);
            case 2 -> faults.endWatches(some, OpenWatch.Ending.HANG);
            case 3 -> faults.endWatches(some, OpenWatch.Ending.CLOSE);
            case 4 -> faults.add(some, Effect.serverError(503), 3);
            case 5 -> faults.add(some, Effect.tooManyRequests(1), 2);
            case 6 -> faults.add(some, new Effect.Delay(Duration.ofMillis(300)), 5);
            case 7 -> faults.add(some, Effect.gone(), 1);
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

    private static void assertOrdered(long seed, List<Line> lines) {
        Map<String, Long> newest = new HashMap<>();
        for (Line line : lines) {
            if (line.fact() != null && line.fact().resourceVersion() != null) {
                long version = Long.parseLong(line.fact().resourceVersion());
                assertThat(version)
                        .as("seed %d: %s at offset %d", seed, line.key(), line.offset())
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
