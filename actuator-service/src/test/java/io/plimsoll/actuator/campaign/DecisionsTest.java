package io.plimsoll.actuator.campaign;

import static io.plimsoll.actuator.view.Cluster.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.guard.Pause;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.node.NodeEffect;
import io.plimsoll.actuator.request.Reading;
import io.plimsoll.actuator.request.RequestReader;
import io.plimsoll.actuator.view.Cluster;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecisionsTest {

    private static Decision cordon(String id, Scope scope, Instant expires, String explanation) {
        return decision(id, Action.CORDON_NODE, scope, expires, explanation);
    }

    private static Decision decision(String id, Action action) {
        return decision(id, action, Scope.cluster(), NOW.plus(Duration.ofHours(1)), "decided by a test");
    }

    private static Decision decision(String id, Action action, Scope scope, Instant expires, String explanation) {
        return new Decision(
                id,
                "eu1",
                action,
                scope,
                new Decision.Cause("eu1|M1|Node||n1", AlertCode.M1, Severity.WARNING),
                "tests",
                NOW,
                expires,
                null,
                explanation);
    }

    private static List<Effect> effects(Decision decision) {
        var cluster = new Cluster();
        for (int i = 1; i <= 5; i++) {
            cluster.node("n" + i).put();
        }
        Helm helm = new Helm(HelmSettings.of("eu1", false), cluster.view, new Ledger());
        return helm.turn(List.of(new Signal.DecisionCame(decision)), NOW).effects();
    }

    /** What is bound in a request isn't in a decision: a long sentence, one of two lines, a time far ahead. */
    @Test
    void aDecisionIsCarriedOutHoweverMuchItExplainsAndHoweverLongItHolds() {
        Instant soon = NOW.plus(Duration.ofHours(1));
        List<Decision> unusual = List.of(
                cordon("d-1", Scope.node("n1"), soon, "many pods ".repeat(200)),
                cordon("d-2", Scope.node("n1"), soon, "first line\nsecond line"),
                cordon("d-3", Scope.node("n1"), NOW.plus(Duration.ofDays(4_000)), "for ever"));

        assertThat(unusual).allSatisfy(decision -> assertThat(effects(decision))
                .anyMatch(effect -> effect instanceof Effect.Act(NodeEffect.TakeClaim _)));
    }

    @Test
    void aDecisionThatCanNotBeCarriedOutIsDroppedAndSaysSo() {
        Instant soon = NOW.plus(Duration.ofHours(1));
        List<Decision> impossible = List.of(
                cordon("d 4", Scope.node("n1"), soon, "an id that is none"),
                cordon("d-5", Scope.node("N_1"), soon, "a node that is none"));

        assertThat(impossible).allSatisfy(decision -> assertThat(effects(decision))
                .singleElement()
                .isInstanceOfSatisfying(Effect.Dropped.class, dropped -> assertThat(dropped.code())
                        .isEqualTo("UNREADABLE")));
    }

    @Test
    void resumeThatIsDecidedLiftsWhatWasDecidedWhateverItsIdAndNoPersonsPause() {
        var cluster = new Cluster();
        cluster.node("n1").put();
        var ledger = new Ledger();
        Helm helm = new Helm(HelmSettings.of("eu1", false), cluster.view, ledger);
        Reading asked = new RequestReader("eu1").read("""
                        {"id":"d-day","cluster":"eu1","action":{"type":"pause","scope":{"kind":"Cluster"}}}
                        """.getBytes(UTF_8), null, null, NOW);

        helm.turn(
                List.of(
                        new Signal.RequestCame(asked),
                        new Signal.DecisionCame(decision("mass-cordon-1", Action.PAUSE_MAINTENANCE)),
                        new Signal.DecisionCame(decision("mass-cordon-2", Action.RESUME_MAINTENANCE))),
                NOW);

        assertThat(ledger.pauses()).extracting(Pause::by).containsExactly("d-day");
    }

    @Test
    void aDecisionOnANodeThatIsGoneIsAccountedFor() {
        Decision late = cordon("d-6", Scope.node("n9"), NOW.plus(Duration.ofHours(1)), "it was there a moment ago");

        assertThat(effects(late))
                .anySatisfy(effect -> assertThat(effect).isInstanceOfSatisfying(Effect.Dropped.class, dropped -> {
                    assertThat(dropped.origin()).isEqualTo("d-6");
                    assertThat(dropped.code()).isEqualTo("NODE_NOT_FOUND");
                }));
    }

    @ParameterizedTest
    @EnumSource(names = {"CORDON_NODE", "UNCORDON_NODE"})
    void aDecisionOnANodeThatNamesNoneIsDroppedAndTouchesNothing(Action action) {
        var cluster = new Cluster();
        cluster.node("n1").put();
        Helm helm = new Helm(HelmSettings.of("eu1", false), cluster.view, new Ledger());
        Decision decision = decision("d-1", action);

        List<Effect> effects =
                helm.turn(List.of(new Signal.DecisionCame(decision)), NOW).effects();

        assertThat(effects).singleElement().isInstanceOfSatisfying(Effect.Dropped.class, dropped -> {
            assertThat(dropped.code()).isEqualTo("NO_NODE");
            assertThat(dropped.explanation()).startsWith(action.name()).endsWith("it names no node");
        });
    }
}
