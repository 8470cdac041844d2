package io.plimsoll.actuator.campaign;

import static io.plimsoll.actuator.view.Cluster.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.plimsoll.actuator.fault.BrokenTurn;
import io.plimsoll.actuator.fault.Faults;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.ledger.Remembered;
import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.node.NodeEffect;
import io.plimsoll.actuator.node.NodeLife;
import io.plimsoll.actuator.node.NodeSignal;
import io.plimsoll.actuator.request.RequestReader;
import io.plimsoll.actuator.view.Cluster;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.wire.Json;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A fault of ours in the midst of a batch: who it strikes is told, and everybody else is served. */
class BrokenTurnTest {

    private final Cluster cluster = new Cluster();
    /** Nodes that the view can't be asked about. */
    private final Set<String> broken = new HashSet<>();

    private final Map<String, @Nullable Remembered> journal = new LinkedHashMap<>();
    private final Faults faults = new Faults();
    private final List<MaintenanceStatus> answers = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private Ledger ledger = new Ledger();
    private Helm helm = new Helm(HelmSettings.of("eu1", false), view(), ledger, faults);

    BrokenTurnTest() {
        for (int i = 1; i <= 5; i++) {
            cluster.node("n" + i).put();
        }
    }

    private ClusterView view() {
        return (ClusterView) Proxy.newProxyInstance(
                ClusterView.class.getClassLoader(), new Class<?>[] {ClusterView.class}, (_, method, arguments) -> {
                    if (method.getName().equals("node") && broken.contains(String.valueOf(arguments[0]))) {
                        throw new IllegalStateException("the view of " + arguments[0] + " is broken");
                    }
                    try {
                        return method.invoke(cluster.view, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Signal request(String id, String action) {
        String json = "{'id':'" + id + "','cluster':'eu1','action':{" + action + "}}";
        return new Signal.RequestCame(
                new RequestReader("eu1").read(json.replace('\'', '"').getBytes(UTF_8), null, null, NOW));
    }

    private static Signal cordon(String id, String node) {
        return request(id, "'type':'cordon','nodes':{'names':['" + node + "']}");
    }

    private static Signal decided(String id, String node) {
        return new Signal.DecisionCame(new Decision(
                id,
                "eu1",
                Action.CORDON_NODE,
                Scope.node(node),
                new Decision.Cause("eu1|M1|Node||" + node, AlertCode.M1, Severity.WARNING),
                "tests",
                NOW,
                NOW.plus(Duration.ofHours(6)),
                null,
                "decided by a test"));
    }

    /** What it asks of the API server. */
    private List<NodeEffect> turn(Instant now, Signal... signals) {
        Turn turn = helm.turn(List.of(signals), now);
        journal.putAll(turn.journal());
        effects.addAll(turn.effects());
        List<NodeEffect> acts = new ArrayList<>();
        for (Effect effect : turn.effects()) {
            if (effect instanceof Effect.Answer(var status)) {
                answers.add(status);
            } else if (effect instanceof Effect.Act(var act)) {
                acts.add(act);
            }
        }
        return acts;
    }

    /** As the service does: what is in memory is given up, what is written down is read, and the batch comes again. */
    private List<NodeEffect> breaksOn(String origin, Instant now, Signal... batch) {
        assertThatThrownBy(() -> turn(now, batch))
                .asInstanceOf(type(BrokenTurn.class))
                .satisfies(turn -> assertThat(turn.origin()).isEqualTo(origin))
                .satisfies(faults::add);
        ledger = new Ledger();
        journal.forEach(ledger::restore);
        ledger.changes();
        helm = new Helm(HelmSettings.of("eu1", false), view(), ledger, faults);
        List<NodeEffect> acts = new ArrayList<>(turn(now, new Signal.Resumed()));
        acts.addAll(turn(now, batch));
        return acts;
    }

    private MaintenanceStatus last(String request) {
        return answers.stream()
                .filter(status -> status.request().equals(request))
                .toList()
                .getLast();
    }

    private static List<String> claimed(List<NodeEffect> acts) {
        return acts.stream()
                .filter(NodeEffect.TakeClaim.class::isInstance)
                .map(act -> ((NodeEffect.TakeClaim) act).task().node())
                .toList();
    }

    private NodeLife life(String node) {
        return Objects.requireNonNull(ledger.node(node)).life();
    }

    /** Its cordon is on, and seen. */
    private void takenUp(String id, String node, Signal request) {
        turn(NOW, request);
        Claim claim = new Claim(id, 1, "a-0", false, NOW.plus(Duration.ofHours(2)));
        turn(NOW, new Signal.NodeAnswered(node, id, new NodeSignal.ClaimTaken(claim, true)));
        try {
            cluster.node(node)
                    .cordoned()
                    .annotation(Claim.ANNOTATION, Json.mapper().writeValueAsString(claim))
                    .put();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        turn(NOW.plusSeconds(1));
    }

    @Test
    void requestThatBreaksItsBatchIsAnsweredOnceAndItsNeighboursAreServed() {
        broken.add("n3");

        List<NodeEffect> acts = breaksOn("r1", NOW, cordon("r0", "n9"), cordon("r1", "n3"), cordon("r2", "n2"));

        assertThat(claimed(acts)).containsExactly("n2");
        assertThat(last("r0").causes()).extracting(Cause::code).containsExactly("NODE_NOT_FOUND");
        assertThat(answers)
                .filteredOn(status -> status.request().equals("r1"))
                .singleElement()
                .satisfies(status -> {
                    assertThat(status.state()).isEqualTo(RequestState.FAILED);
                    assertThat(status.causes()).extracting(Cause::code).containsExactly("INTERNAL_FAULT");
                    assertThat(status.causes().getFirst().message()).contains("r1", "the view of n3 is broken");
                });
        assertThat(faults.problems()).isEmpty();
        assertThat(faults.warnings()).singleElement().asString().contains("r1", "the view of n3 is broken");
    }

    @Test
    void answerOfARequestThatBrokeIsGivenAgainAndOutlivesARestart() {
        broken.add("n3");
        breaksOn("r1", NOW, cordon("r1", "n3"));
        MaintenanceStatus first = last("r1");
        broken.clear();
        Ledger restarted = new Ledger();
        journal.forEach(restarted::restore);
        helm = new Helm(HelmSettings.of("eu1", false), view(), restarted);

        List<NodeEffect> acts = turn(NOW.plusSeconds(60), cordon("r1", "n3"));

        assertThat(acts).isEmpty();
        assertThat(last("r1")).isEqualTo(first);
    }

    @Test
    void decisionThatBreaksItsBatchIsAccountedForAndItsNeighboursAreCarriedOut() {
        broken.add("n3");

        List<NodeEffect> acts = breaksOn("d-1", NOW, decided("d-1", "n3"), decided("d-2", "n2"));

        assertThat(claimed(acts)).containsExactly("n2");
        assertThat(effects)
                .filteredOn(Effect.Dropped.class::isInstance)
                .singleElement()
                .asInstanceOf(type(Effect.Dropped.class))
                .satisfies(dropped -> assertThat(dropped.origin()).isEqualTo("d-1"))
                .satisfies(dropped -> assertThat(dropped.code()).isEqualTo("INTERNAL_FAULT"));
        assertThat(faults.problems()).isEmpty();
    }

    @Test
    void nodeUnderWayThatCanNoLongerBeLookedAtIsGivenBackAndTheNextRequestIsServed() {
        cluster.deployment("cart", 1).pod("cart-1", "n1").of("cart").put();
        takenUp("r1", "n1", request("r1", "'type':'drain','then':'hold','nodes':{'names':['n1']}"));
        broken.add("n1");

        List<NodeEffect> acts = breaksOn("r1", NOW.plusSeconds(5), cordon("r2", "n2"));

        assertThat(acts).filteredOn(NodeEffect.Release.class::isInstance).isNotEmpty();
        assertThat(faults.problems()).singleElement().asString().contains("r1", "is being ended");
        List<NodeEffect> patient = turn(NOW.plusSeconds(10));
        assertThat(patient).noneMatch(NodeEffect.Release.class::isInstance);
        List<NodeEffect> again = turn(NOW.plusSeconds(400));
        assertThat(again).as("without an answer").hasAtLeastOneElementOfType(NodeEffect.Release.class);
        cluster.node("n1").put();
        List<NodeEffect> next =
                turn(NOW.plusSeconds(401), new Signal.NodeAnswered("n1", "r1", new NodeSignal.ReleaseTaken()));
        next.addAll(turn(NOW.plusSeconds(600)));
        assertThat(last("r1").state()).isEqualTo(RequestState.FAILED);
        assertThat(last("r1").causes()).extracting(Cause::code).containsExactly("INTERNAL_FAULT");
        assertThat(claimed(next)).containsExactly("n2");
        assertThat(faults.problems()).isEmpty();
    }

    /** Somebody may be at work on it. */
    @Test
    void nodeThatIsHeldStaysOutAndReadinessNamesIt() {
        takenUp("r1", "n1", request("r1", "'type':'drain','then':'hold','nodes':{'names':['n1']}"));
        turn(NOW.plusSeconds(2));
        turn(NOW.plusSeconds(7));
        assertThat(life("n1")).isInstanceOf(NodeLife.Held.class);
        broken.add("n1");

        List<NodeEffect> acts = breaksOn("r1", NOW.plusSeconds(8), cordon("r2", "n2"));

        assertThat(acts).noneMatch(NodeEffect.Release.class::isInstance);
        assertThat(life("n1")).isInstanceOf(NodeLife.Held.class);
        assertThat(faults.problems()).singleElement().asString().contains("r1", "the view of n1 is broken");
        List<NodeEffect> called = turn(NOW.plusSeconds(10), request("c1", "'type':'cancel','request':'r1'"));
        assertThat(called).hasAtLeastOneElementOfType(NodeEffect.Release.class);
    }

    @Test
    void whatBreaksThoughItIsBeingEndedStandsStillAndHoldsNobodyUp() {
        faults.add(new BrokenTurn("r1", new IllegalStateException("once")));
        faults.add(new BrokenTurn("r1", new IllegalStateException("twice")));

        List<NodeEffect> acts = turn(NOW, cordon("r1", "n1"), cordon("r2", "n2"));

        assertThat(claimed(acts)).containsExactly("n2");
        assertThat(answers).noneMatch(status -> status.request().equals("r1"));
        assertThat(faults.problems()).singleElement().asString().contains("r1", "stands still", "twice");
    }
}
