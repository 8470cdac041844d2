package io.plimsoll.actuator.campaign;

import static io.plimsoll.actuator.view.Cluster.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.ledger.Remembered;
import io.plimsoll.actuator.view.Cluster;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However often decisions come again, in whatever order: the effects are those of one pass in order. */
class RedeliveryTest {

    private static final Duration HOLDS = Duration.ofHours(2);

    private final Cluster cluster = new Cluster();

    RedeliveryTest() {
        for (int i = 0; i < 20; i++) {
            cluster.node("n" + i).put();
        }
    }

    static List<Long> seeds() {
        return java.util.stream.LongStream.range(0, 200).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void threeMorePassesInAnyOrderChangeNothing(long seed) {
        List<Decision> script = script(new Random(seed));
        Run once = new Run();
        script.forEach(decision -> once.hear(decision, NOW));

        Random random = new Random(seed);
        Run often = new Run();
        for (int i = 0; i < script.size(); i++) {
            often.hear(script.get(i), NOW);
            if (random.nextInt(3) == 0) {
                often.hearAll(shuffled(script.subList(0, i + 1), random), NOW);
            }
        }
        for (int pass = 0; pass < 3; pass++) {
            often.hearAll(shuffled(script, random), NOW);
        }

        assertThat(often.ledger.pauses()).as("seed %d: pauses", seed).isEqualTo(once.ledger.pauses());
        assertThat(often.ledger.marks()).as("seed %d: marks", seed).isEqualTo(once.ledger.marks());
        assertThat(often.acts).as("seed %d: acts", seed).isEqualTo(once.acts);
    }

    @Test
    void aDecisionThatComesAfterItsReplacementIsPassedOver() {
        Decision pause = decision("d-1", Action.PAUSE_MAINTENANCE, Scope.cluster(), null);
        Decision resume = decision("d-2", Action.RESUME_MAINTENANCE, Scope.cluster(), "d-1");
        Run run = new Run();

        run.hear(resume, NOW);
        run.hear(pause, NOW);

        assertThat(run.ledger.pauses()).isEmpty();
    }

    @Test
    void whatIsRememberedOutlivesARestartAndIsForgottenOnceOutOfDate() {
        Decision pause = decision("d-1", Action.PAUSE_MAINTENANCE, Scope.cluster(), null);
        Run before = new Run();
        before.hear(pause, NOW);
        before.hear(decision("d-2", Action.RESUME_MAINTENANCE, Scope.cluster(), "d-1"), NOW);
        Ledger restarted = new Ledger();
        before.journal.forEach(restarted::restore);
        Run after = new Run(restarted);

        after.hear(pause, NOW.plusSeconds(60));
        Instant later = NOW.plus(Duration.ofDays(3));
        after.hear(
                new Decision(
                        "d-9",
                        "eu1",
                        Action.PAUSE_MAINTENANCE,
                        Scope.node("n1"),
                        pause.cause(),
                        "tests",
                        later,
                        later.plus(HOLDS),
                        null,
                        "later"),
                later);

        assertThat(after.ledger.pauses()).extracting(each -> each.by()).containsExactly("d-9");
        assertThat(after.ledger.heard("d-1")).isFalse();
        assertThat(after.ledger.heard("d-9")).isTrue();
    }

    /** A helm that nobody answers, and what it asked for. */
    private final class Run {
        final Ledger ledger;
        final List<Effect> acts = new ArrayList<>();
        final java.util.Map<String, @Nullable Remembered> journal = new java.util.LinkedHashMap<>();
        private final Helm helm;

        Run() {
            this(new Ledger());
        }

        Run(Ledger ledger) {
            this.ledger = ledger;
            this.helm = new Helm(HelmSettings.of("eu1", false), cluster.view, ledger);
        }

        void hearAll(List<Decision> decisions, Instant now) {
            decisions.forEach(decision -> hear(decision, now));
        }

        void hear(Decision decision, Instant now) {
            Turn turn = helm.turn(List.of(new Signal.DecisionCame(decision)), now);
            journal.putAll(turn.journal());
            for (Effect effect : turn.effects()) {
                switch (effect) {
                    case Effect.Act _, Effect.ScaleDown _ -> acts.add(effect);
                    case Effect.Answer _, Effect.WakeAt _, Effect.Dropped _, Effect.Passed _, Effect.LeftBehind _ -> {}
                }
            }
        }
    }

    private static List<Decision> shuffled(List<Decision> decisions, Random random) {
        List<Decision> shuffled = new ArrayList<>(decisions);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    /** Up to a dozen decisions; about half are replaced by their opposite later on. */
    private static List<Decision> script(Random random) {
        List<Decision> script = new ArrayList<>();
        List<Decision> standing = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String id = "d-" + i;
            if (!standing.isEmpty() && random.nextBoolean()) {
                Decision undone = standing.remove(random.nextInt(standing.size()));
                script.add(decision(id, opposite(undone.action()), undone.scope(), undone.id()));
            } else {
                Decision made = decision(id, any(random), scope(random), null);
                standing.add(made);
                script.add(made);
            }
        }
        return script;
    }

    private static Action any(Random random) {
        return List.of(Action.PAUSE_MAINTENANCE, Action.CORDON_NODE, Action.SUSPEND_SCALE_DOWN)
                .get(random.nextInt(3));
    }

    private static Scope scope(Random random) {
        return Scope.node("n" + random.nextInt(20));
    }

    private static Action opposite(Action action) {
        return switch (action) {
            case PAUSE_MAINTENANCE -> Action.RESUME_MAINTENANCE;
            case CORDON_NODE -> Action.UNCORDON_NODE;
            case SUSPEND_SCALE_DOWN -> Action.RESTORE_SCALE_DOWN;
            case DRAIN_NODE, RESUME_MAINTENANCE, UNCORDON_NODE, RESTORE_SCALE_DOWN ->
                throw new IllegalArgumentException(String.valueOf(action));
        };
    }

    private static Decision decision(String id, Action action, Scope scope, @Nullable String supersedes) {
        return new Decision(
                id,
                "eu1",
                action,
                scope,
                new Decision.Cause("eu1|M1|Node||n1", AlertCode.M1, Severity.WARNING),
                "tests",
                NOW,
                NOW.plus(HOLDS),
                supersedes,
                "decided by a test");
    }
}
