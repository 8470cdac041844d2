package io.plimsoll.actuator.cases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.wire.DeadLetter;
import io.plimsoll.wire.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests nobody should ever send, by the thousand, to a process with a small heap: none does anything, each is answered or
 * put with the dead letters, and afterwards the service works as before.
 *
 * <p>By default a few thousand; {@code -Dplimsoll.flood.requests=100000} for as many.
 */
class FloodIT {

    private static final int REQUESTS = Integer.getInteger("plimsoll.flood.requests", 5_000);
    private static final Duration CPU_EACH = Duration.ofMillis(3);

    /** Half of it is the heap. */
    private static final long MOST_MEMORY = 512L << 20;

    private static final Pattern ID = Pattern.compile("^(?:\\{\"nonce\".*\"request\":)?\\{\"id\":\"([^\"]*)\"");

    @TempDir
    private Path directory;

    private final Yard yard = new Yard(1);
    private @Nullable Child child;

    @AfterEach
    void close() {
        if (child != null) {
            child.close();
        }
        yard.close();
    }

    private Child start() {
        yard.nodes(3);
        Child started = Child.start(yard, "actuator-0", Duration.ofSeconds(15));
        child = started;
        started.awaitLeads();
        started.arm(0);
        return started;
    }

    @Test
    void aFloodOfHostileRequestsDoesNothingAndIsAnsweredToTheLast() {
        Child flooded = start();
        var random = new Random(11);

        flood(
                flooded,
                REQUESTS,
                i -> Hostile.any("f-" + i, random),
                () -> yard.request("after", "'action':{'type':'plan','nodes':{'names':['n1']}}"));
    }

    @Test
    void aFloodOfForgedAndReplayedSignaturesDoesNoMore() throws IOException {
        var forger = new Forger(yard.clock());
        yard.requesters(Files.writeString(directory.resolve("requesters.json"), forger.requesters()));
        Child flooded = start();
        var random = new Random(12);
        yard.raw(Topic.MAINTENANCE_REQUESTS, Yard.CLUSTER, forger.overheard());

        flood(
                flooded,
                REQUESTS / 10,
                i -> forger.any("f-" + i, Hostile.any("f-" + i, random), random),
                () -> yard.raw(Topic.MAINTENANCE_REQUESTS, Yard.CLUSTER, forger.plan("after")));

        assertThat(yard.answers("f-plan").stream()
                        .filter(MaintenanceStatus::terminal)
                        .distinct())
                .as("what was replayed had its one answer, again and again")
                .hasSize(1);
    }

    private void flood(Child flooded, int count, IntFunction<Hostile> next, Runnable atLast) {
        Duration cpuBefore = flooded.cpu();
        Set<String> named = new HashSet<>();
        int nameless = 0;
        for (int i = 0; i < count; i++) {
            Hostile hostile = next.apply(i);
            yard.fire(
                    Topic.MAINTENANCE_REQUESTS, Yard.CLUSTER, hostile.value(), i % 3 == 0 ? Hostile.SPOOFED : Map.of());
            switch (hostile.fate()) {
                case ANSWERED -> named.add("f-" + i);
                case DEAD -> nameless++;
                case NOT_OURS -> {}
            }
        }

        atLast.run();
        Yard.await(
                "the flood is through",
                Duration.ofMinutes(60),
                () -> yard.answers("after").stream().anyMatch(MaintenanceStatus::terminal),
                flooded::toString);
        Duration cpu = flooded.cpu().minus(cpuBefore);

        Map<String, RequestState> last = new HashMap<>();
        yard.read(Topic.MAINTENANCE_STATUS, MaintenanceStatus.class)
                .forEach(status -> last.put(status.request(), status.state()));
        List<DeadLetter> letters = yard.read(Topic.DEAD_LETTERS, DeadLetter.class);
        System.out.printf(
                "flood of %d: cpu %d ms, memory at most %d MB, answered %d, dead letters %d%n",
                count, cpu.toMillis(), flooded.mostMemory() >> 20, last.size(), letters.size());
        Set<String> lost = new HashSet<>(named);
        lost.removeAll(last.keySet());
        letters.forEach(letter -> lost.remove(id(letter)));
        assertThat(lost)
                .as("requests neither answered nor among the dead letters")
                .isEmpty();
        assertThat(letters.size()).as("dead letters").isGreaterThanOrEqualTo(nameless);
        named.addAll(List.of("after", "f-plan"));
        assertThat(named).as("who may be answered").containsAll(last.keySet());
        assertThat(last.values()).as("last answers").allMatch(RequestState::terminal);
        assertThat(yard.acts()).as("acts").isEmpty();
        assertThat(flooded.alive()).as("lives, with a heap of 256 MB").isTrue();
        assertThat(flooded.mostMemory()).as("memory, heap and all").isLessThan(MOST_MEMORY);
        assertThat(cpu).as("cpu").isLessThan(CPU_EACH.multipliedBy(count).plusSeconds(10));
    }

    /** The id that the value begins with; what can't be read whole is answered nowhere, but keeps its beginning. */
    private static String id(DeadLetter letter) {
        String encoded = letter.valueBase64();
        String value = encoded == null ? "" : new String(Base64.getDecoder().decode(encoded), UTF_8);
        Matcher id = ID.matcher(Forger.opened(value));
        return id.find() ? id.group(1) : "";
    }
}
