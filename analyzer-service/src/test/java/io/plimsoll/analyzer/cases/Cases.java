package io.plimsoll.analyzer.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.analyzer.analysis.ClusterAnalysis;
import io.plimsoll.analyzer.analysis.Outcome;
import io.plimsoll.analyzer.explain.Explanation;
import io.plimsoll.analyzer.lifecycle.Life;
import io.plimsoll.analyzer.state.Position;
import io.plimsoll.analyzer.stream.Replay;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertState;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.fact.Fact;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs scripts: by themselves, through the topology, with a kill in the middle, redelivered, reordered, and listed anew. */
public final class Cases {

    private static final long SEEDS = 3;
    private static final ThreadLocal<List<List<Fact>>> GATHERED = new ThreadLocal<>();

    private Cases() {}

    /** The facts of every script that the classes' tests run, gathered while these run as they are, with every default. */
    public static List<List<Fact>> gathered(List<Class<?>> suite) throws ReflectiveOperationException {
        List<List<Fact>> found = new ArrayList<>();
        GATHERED.set(found);
        try {
            for (Class<?> type : suite) {
                for (var method : type.getDeclaredMethods()) {
                    if (method.isAnnotationPresent(Test.class)) {
                        var constructor = type.getDeclaredConstructor();
                        constructor.setAccessible(true);
                        method.setAccessible(true);
                        method.invoke(constructor.newInstance());
                    }
                }
            }
        } finally {
            GATHERED.remove();
        }
        return found;
    }

    /** Runs all three ways with every default; they must tell the same. */
    public static Told run(Script script) {
        return run(script, AnalysisSettings.defaults());
    }

    public static Told run(Script script, AnalysisSettings settings) {
        List<Fact> facts = script.facts();
        Told pure = threeWays(facts, settings);
        if (GATHERED.get() == null) {
            sameHowever(facts, settings, pure);
        }
        return pure;
    }

    /** By itself, through the topology, and with a kill in the middle: the same transitions and decisions. */
    public static Told threeWays(List<Fact> facts, AnalysisSettings settings) {
        Told pure = analysed(facts, settings);
        if (GATHERED.get() == null) {
            assertThat(Replay.through(facts, settings).told())
                    .as("through the topology")
                    .isEqualTo(pure);
            assertThat(Replay.killedAt(facts, settings, facts.size() / 2))
                    .as("killed in the middle")
                    .isEqualTo(pure);
        }
        return pure;
    }

    /** Redelivery, another order within what the log guarantees, and a list in the middle change nothing. */
    private static void sameHowever(List<Fact> facts, AnalysisSettings settings, Told pure) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            assertThat(analysed(Perturbed.redelivered(facts, seed), settings).lines())
                    .as("redelivered, seed " + seed)
                    .isEqualTo(pure.lines());
            assertThat(sorted(analysed(Perturbed.reordered(facts, seed), settings)))
                    .as("reordered, seed " + seed)
                    .isEqualTo(sorted(pure));
            assertThat(analysed(Perturbed.listedAnew(facts, seed), settings).lines())
                    .as("listed anew in the middle, seed " + seed)
                    .isEqualTo(pure.lines());
        }
    }

    /** What is told at one moment may come in another order, as its facts did. */
    private static List<String> sorted(Told told) {
        return told.lines().stream().sorted().toList();
    }

    /** Whatever starts to fire, the terms that its rule can't do without hold, by the numbers that it tells. */
    private static void explained(Alert alert, Life life) {
        Explanation explanation = Explanation.of(alert, life);
        boolean begins = alert.state() == AlertState.FIRING
                && alert.previousSeverity() == null
                && alert.updatedAt().equals(alert.firedAt());
        if (begins) {
            assertThat(explanation.terms())
                    .as("terms of " + alert.fingerprint() + ", measured " + alert.measured())
                    .allMatch(term -> !term.needed() || Boolean.TRUE.equals(term.held()));
            assertThat(explanation.conditions()).anyMatch(Explanation.ConditionHeld::fulfilled);
        }
    }

    /** Runs the analysis alone: for scripts of days. */
    public static Told analysed(List<Fact> facts, AnalysisSettings settings) {
        if (GATHERED.get() != null) {
            GATHERED.get().add(facts);
        }
        var analysis = new ClusterAnalysis(Script.CLUSTER, settings);
        List<Transition> transitions = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        for (int i = 0; i < facts.size(); i++) {
            for (Outcome outcome : analysis.accept(facts.get(i), new Position(0, i))) {
                switch (outcome) {
                    case Outcome.AlertChanged(var alert, var life) -> {
                        transitions.add(new Transition(alert));
                        explained(alert, life);
                    }
                    case Outcome.Decided(var decision) -> decisions.add(decision);
                    case Outcome.DetectorFailed(var code, var subject, var failure) ->
                        throw new AssertionError(code + " failed on " + subject.display(), failure);
                    case Outcome.AlertRepeated _, Outcome.AlertForgotten _, Outcome.Recommended _ -> {}
                }
            }
        }
        return Replay.normal(transitions, decisions);
    }
}
