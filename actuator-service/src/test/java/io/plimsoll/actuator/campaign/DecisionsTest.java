package io.plimsoll.actuator.campaign;

import static io.plimsoll.actuator.view.Cluster.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.view.Cluster;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Scope;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecisionsTest {

    @ParameterizedTest
    @EnumSource(names = {"CORDON_NODE", "UNCORDON_NODE"})
    void aDecisionOnANodeThatNamesNoneIsDroppedAndTouchesNothing(Action action) {
        var cluster = new Cluster();
        cluster.node("n1").put();
        Helm helm = new Helm(HelmSettings.of("eu1", false), cluster.view, new Ledger());
        Decision decision = new Decision(
                "d-1",
                "eu1",
                action,
                Scope.cluster(),
                new Decision.Cause("eu1|M1|Node||n1", AlertCode.M1, Severity.WARNING),
                "tests",
                NOW,
                NOW.plus(Duration.ofHours(1)),
                null,
                "decided by a test");

        List<Effect> effects =
                helm.turn(List.of(new Signal.DecisionCame(decision)), NOW).effects();

        assertThat(effects).singleElement().isInstanceOfSatisfying(Effect.Dropped.class, dropped -> {
            assertThat(dropped.code()).isEqualTo("NO_NODE");
            assertThat(dropped.explanation()).startsWith(action.name()).endsWith("it names no node");
        });
    }
}
