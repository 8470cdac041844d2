package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Decisions and requests that come three times more, in any order and late, have the effects of one pass in order. By default
 * in one such order; {@code -Dplimsoll.replay.seeds=4} takes four.
 */
class ReplayIT {

    /** A record as it was sent. */
    private record Sent(Topic topic, String key, String value) {}

    private final List<Sent> sent = new ArrayList<>();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("plimsoll.replay.seeds", 1));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void replaysInAnyOrderChangeNothing(long seed) {
        List<String> once;
        try (Yard yard = yard()) {
            onePass(yard, null);
            once = effects(yard);
        }
        sent.clear();

        List<String> replayed;
        try (Yard yard = yard()) {
            onePass(yard, new Random(seed));
            for (int time = 0; time < 3; time++) {
                List<Sent> shuffled = new ArrayList<>(sent);
                Collections.shuffle(shuffled, new Random(seed + time));
                shuffled.forEach(record -> yard.raw(record.topic(), record.key(), record.value()));
            }
            proveOpen(yard);
            replayed = effects(yard);
        }

        assertThat(once).as("effects of one pass").hasSize(9);
        assertThat(replayed).as("seed %d", seed).startsWith(once.toArray(String[]::new));
        assertThat(replayed.subList(once.size(), replayed.size()))
                .as("seed %d: effects of the replays, and of the drain that shows that nothing is paused", seed)
                .allMatch(effect -> effect.contains(" n5 "));
    }

    @Test
    void aDecisionThatComesAfterTheOneThatReplacesItIsPassedOver() {
        try (Yard yard = yard()) {
            Decision pause = decision(yard, "d-late", Action.PAUSE_MAINTENANCE, Scope.cluster(), null);
            Decision resume = decision(yard, "d-early", Action.RESUME_MAINTENANCE, Scope.cluster(), "d-late");
            send(yard, resume);
            send(yard, pause);

            proveOpen(yard);

            assertThat(yard.acts()).isNotEmpty().allMatch(act -> act.contains(" n5 "));
        }
    }

    private static Yard yard() {
        Yard yard = new Yard(60).with(Limits::quick).nodes(10);
        yard.start();
        return yard;
    }

    /** Each step is sent once the one before has had its effect; with a random, every earlier record may come again between. */
    private void onePass(Yard yard, @Nullable Random replays) {
        send(yard, decision(yard, "d-cordon", Action.CORDON_NODE, Scope.node("n1"), null));
        Yard.await("n1 is cordoned", () -> yard.cordoned("n1"));
        yard.assertNoMarks();
        again(yard, replays);
        send(yard, decision(yard, "d-uncordon", Action.UNCORDON_NODE, Scope.node("n1"), "d-cordon"));
        Yard.await("n1 is uncordoned", () -> !yard.cordoned("n1"));
        again(yard, replays);
        send(yard, decision(yard, "d-pause", Action.PAUSE_MAINTENANCE, Scope.cluster(), null));
        Yard.await("the pause is known", () -> paused(yard)); // decisions and requests come on topics of their own
        request(yard, "r-drain", "'type':'drain','then':'uncordon','nodes':{'names':['n2']}");
        yard.awaitAnswer("r-drain", "waits for the pause", status -> guarded(status, "PAUSED"));
        again(yard, replays);
        assertThat(yard.answers("r-drain")).noneMatch(MaintenanceStatus::terminal);
        send(yard, decision(yard, "d-resume", Action.RESUME_MAINTENANCE, Scope.cluster(), "d-pause"));
        yard.awaitEnd("r-drain");
        again(yard, replays);
        send(yard, decision(yard, "d-suspend", Action.SUSPEND_SCALE_DOWN, Scope.node("n3"), null));
        Yard.await("scale-down is suspended", () -> scaleDown(yard).equals("true"));
        again(yard, replays);
        send(yard, decision(yard, "d-restore", Action.RESTORE_SCALE_DOWN, Scope.node("n3"), "d-suspend"));
        Yard.await("scale-down is restored", () -> scaleDown(yard).isEmpty());
        again(yard, replays);
        request(yard, "r-pause", "'type':'pause','scope':{'kind':'Cluster'}");
        yard.awaitEnd("r-pause");
        request(yard, "r-resume", "'type':'resume','scope':{'kind':'Cluster'}");
        yard.awaitEnd("r-resume");
        request(yard, "r-held", "'type':'drain','then':'hold','nodes':{'names':['n4']}");
        yard.awaitState("r-held", RequestState.HELD);
        again(yard, replays);
        request(yard, "r-complete", "'type':'complete','nodes':{'names':['n4']}");
        yard.awaitEnd("r-held");
        yard.awaitEnd("r-complete");
        yard.assertNoMarks();
    }

    private void again(Yard yard, @Nullable Random random) {
        if (random != null) {
            List<Sent> some = new ArrayList<>(sent);
            Collections.shuffle(some, random);
            some.subList(0, random.nextInt(some.size() + 1))
                    .forEach(record -> yard.raw(record.topic(), record.key(), record.value()));
        }
    }

    private static boolean paused(Yard yard) {
        return yard.actuator().ask((ledger, _) -> ledger.pauses()).orElseThrow().join().stream()
                .anyMatch(pause -> pause.by().equals("d-pause"));
    }

    private static boolean guarded(MaintenanceStatus status, String code) {
        return status.guards().stream().anyMatch(guard -> guard.code().equals(code));
    }

    private static String scaleDown(Yard yard) {
        return yard.annotation("n3", "cluster-autoscaler.kubernetes.io/scale-down-disabled");
    }

    /** Everything sent before is handled, and nothing is paused. */
    private static void proveOpen(Yard yard) {
        yard.drain("r-last", "uncordon", "n5");
        assertThat(yard.awaitEnd("r-last").state()).isEqualTo(RequestState.SUCCEEDED);
        yard.assertNoMarks();
    }

    /** What was changed, in its order. */
    private static List<String> effects(Yard yard) {
        return yard.acts().stream().map(act -> act.replace(" 200", " done")).toList();
    }

    private void send(Yard yard, Decision decision) {
        try {
            send(yard, new Sent(Topic.DECISIONS, decision.key(), Json.mapper().writeValueAsString(decision)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void request(Yard yard, String id, String action) {
        String value = ("{'id':'" + id + "','cluster':'eu1','requestedBy':'tests','action':{" + action + "}}")
                .replace('\'', '"');
        send(yard, new Sent(Topic.MAINTENANCE_REQUESTS, "eu1", value));
    }

    private void send(Yard yard, Sent record) {
        sent.add(record);
        yard.raw(record.topic(), record.key(), record.value());
    }

    private static Decision decision(Yard yard, String id, Action action, Scope scope, @Nullable String supersedes) {
        var now = yard.clock().instant();
        return new Decision(
                id,
                Yard.CLUSTER,
                action,
                scope,
                new Decision.Cause("eu1|M1|Node||n1", AlertCode.M1, Severity.WARNING),
                "tests",
                now,
                now.plus(Duration.ofHours(12)),
                supersedes,
                "decided by a test");
    }
}
