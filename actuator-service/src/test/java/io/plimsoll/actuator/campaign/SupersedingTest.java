package io.plimsoll.actuator.campaign;

import static io.plimsoll.actuator.view.Cluster.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.node.Ending;
import io.plimsoll.actuator.node.NodeEffect;
import io.plimsoll.actuator.node.NodeSignal;
import io.plimsoll.actuator.request.RequestReader;
import io.plimsoll.actuator.view.Cluster;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.maintenance.RequestState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of two decisions about one node the later counts, as long as nothing has been done for the earlier. */
class SupersedingTest {

    private static final Duration LATER = Duration.ofHours(1);

    private final Cluster cluster = new Cluster();
    private final Ledger ledger = new Ledger();
    private final Helm helm = new Helm(HelmSettings.of("eu1", false), cluster.view, ledger);
    private final List<Effect> effects = new ArrayList<>();

    SupersedingTest() {
        for (int i = 1; i <= 5; i++) {
            cluster.node("n" + i).put();
        }
    }

    private List<String> turn(Instant now, Signal... signals) {
        List<Effect> all = helm.turn(List.of(signals), now).effects();
        effects.addAll(all);
        return all.stream()
                .filter(Effect.Act.class::isInstance)
                .map(effect -> ((Effect.Act) effect).effect())
                .filter(NodeEffect.TakeClaim.class::isInstance)
                .map(effect -> ((NodeEffect.TakeClaim) effect).task().node())
                .toList();
    }

    private List<String> decide(String id, Action action, String node, @Nullable String supersedes, Instant now) {
        return turn(now, new Signal.DecisionCame(decision(id, action, node, supersedes)));
    }

    private static Decision decision(String id, Action action, String node, @Nullable String supersedes) {
        return new Decision(
                id,
                "eu1",
                action,
                Scope.node(node),
                new Decision.Cause("eu1|M1|Node||" + node, AlertCode.M1, Severity.WARNING),
                "tests",
                NOW,
                NOW.plus(Duration.ofHours(6)),
                supersedes,
                "decided by a test");
    }

    /** One node at a time: the second waits. */
    private void firstIsUnderWayAndSecondWaits() {
        List<String> first = decide("d-1", Action.CORDON_NODE, "n1", null, NOW);
        List<String> second = decide("d-2", Action.CORDON_NODE, "n2", null, NOW.plusSeconds(1));
        assertThat(first).containsExactly("n1");
        assertThat(second).isEmpty();
    }

    /** The first node is called off, and everything that waited has its turn. */
    private List<String> turnOfTheOthers() {
        Claim claim = new Claim("d-1", 1, "a-0", false, NOW.plus(Duration.ofHours(2)));
        NodeSignal calledOff = new NodeSignal.CalledOff(Ending.cancelled("tests", List.of()));
        List<String> taken = new ArrayList<>();
        taken.addAll(answer(new NodeSignal.ClaimTaken(claim, true), NOW.plusSeconds(10)));
        taken.addAll(answer(calledOff, NOW.plusSeconds(11)));
        taken.addAll(answer(new NodeSignal.ReleaseTaken(), NOW.plusSeconds(12)));
        taken.addAll(turn(NOW.plus(LATER)));
        return taken;
    }

    private List<String> answer(NodeSignal signal, Instant now) {
        return turn(now, new Signal.NodeAnswered("n1", "d-1", signal));
    }

    private RequestState state(String id) {
        return Objects.requireNonNull(ledger.campaign(id)).last().state();
    }

    private List<String> dropped(String id) {
        return effects.stream()
                .filter(effect -> effect instanceof Effect.Dropped dropped
                        && dropped.origin().equals(id))
                .map(effect -> ((Effect.Dropped) effect).code() + ": " + ((Effect.Dropped) effect).explanation())
                .toList();
    }

    @Test
    void cordonThatWaitsIsCarriedOutInItsTurnUnlessSomethingElseIsDecided() {
        firstIsUnderWayAndSecondWaits();

        assertThat(turnOfTheOthers()).containsExactly("n2");
    }

    /** The analyzer names the decision that it takes back; another producer need not. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"d-2", "d-something-else"})
    void uncordonTakesBackTheCordonThatWaitsForTheSameNodeWhetherOrNotItNamesIt(@Nullable String supersedes) {
        firstIsUnderWayAndSecondWaits();

        decide("d-3", Action.UNCORDON_NODE, "n2", supersedes, NOW.plusSeconds(2));

        assertThat(turnOfTheOthers()).isEmpty();
        assertThat(state("d-2")).isEqualTo(RequestState.SUPERSEDED);
        assertThat(dropped("d-2")).containsExactly("SUPERSEDED: superseded by d-3 before it was begun");
        assertThat(dropped("d-3")).singleElement().asString().contains("no cordon of ours is on node n2");
    }

    @Test
    void uncordonOfOneNodeLeavesTheCordonThatWaitsForAnother() {
        firstIsUnderWayAndSecondWaits();

        decide("d-3", Action.UNCORDON_NODE, "n3", null, NOW.plusSeconds(2));

        assertThat(turnOfTheOthers()).containsExactly("n2");
    }

    @Test
    void whatAPersonAskedForIsTheirsToCancel() {
        decide("d-1", Action.CORDON_NODE, "n1", null, NOW);
        String json =
                "{\"id\":\"r-2\",\"cluster\":\"eu1\",\"action\":{\"type\":\"cordon\",\"nodes\":{\"names\":[\"n2\"]}}}";
        turn(NOW, new Signal.RequestCame(new RequestReader("eu1").read(json.getBytes(UTF_8), null, null, NOW)));

        decide("d-3", Action.UNCORDON_NODE, "n2", null, NOW.plusSeconds(2));

        assertThat(turnOfTheOthers()).containsExactly("n2");
    }

    @Test
    void cordonThatIsDecidedAfterTheUncordonIsCarriedOut() {
        firstIsUnderWayAndSecondWaits();
        decide("d-3", Action.UNCORDON_NODE, "n2", null, NOW.plusSeconds(2));

        decide("d-4", Action.CORDON_NODE, "n2", null, NOW.plusSeconds(3));

        assertThat(turnOfTheOthers()).containsExactly("n2");
        assertThat(state("d-2")).isEqualTo(RequestState.SUPERSEDED);
    }
}
