package io.plimsoll.actuator.campaign;

import static io.plimsoll.actuator.view.Cluster.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plimsoll.actuator.guard.GuardSettings;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.node.EvictionAnswer;
import io.plimsoll.actuator.node.NodeEffect;
import io.plimsoll.actuator.node.NodeLife;
import io.plimsoll.actuator.node.NodeSignal;
import io.plimsoll.actuator.request.RequestReader;
import io.plimsoll.actuator.view.Cluster;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.MaintenanceStatus.ClosedGuard;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What becomes of nodes under way when something comes in between, and what is said of them meanwhile. */
class UnderWayTest {

    private static final String PAUSE = "'type':'pause','scope':{'kind':'Cluster'}";

    private final Cluster cluster = new Cluster();
    private final Ledger ledger = new Ledger();
    private Helm helm = new Helm(HelmSettings.of("eu1", false), cluster.view, ledger);
    private final List<MaintenanceStatus> answers = new ArrayList<>();

    UnderWayTest() {
        for (int i = 1; i <= 5; i++) {
            cluster.node("n" + i).put();
        }
        cluster.deployment("cart", 2);
        cluster.pod("cart-1", "n1").of("cart").put();
        cluster.pod("cart-2", "n1").of("cart").put();
    }

    private static String drain(String then, String... nodes) {
        return "'type':'drain','then':'" + then + "','nodes':{'names':['" + String.join("','", nodes) + "']}";
    }

    private List<NodeEffect> ask(String id, String action, Instant now) {
        return ask(id, action, "", now);
    }

    private List<NodeEffect> ask(String id, String action, String more, Instant now) {
        String json = "{'id':'" + id + "','cluster':'eu1','action':{" + action + "}" + more + "}";
        var reading = new RequestReader("eu1").read(json.replace('\'', '"').getBytes(UTF_8), null, null, NOW);
        return turn(now, new Signal.RequestCame(reading));
    }

    private List<NodeEffect> turn(Instant now, Signal... signals) {
        List<NodeEffect> acts = new ArrayList<>();
        for (Effect effect : helm.turn(List.of(signals), now).effects()) {
            if (effect instanceof Effect.Answer(var status)) {
                answers.add(status);
            } else if (effect instanceof Effect.Act(var act)) {
                acts.add(act);
            }
        }
        return acts;
    }

    private MaintenanceStatus last(String request) {
        return answers.stream()
                .filter(status -> status.request().equals(request))
                .toList()
                .getLast();
    }

    private Claim claim(String request) {
        return new Claim(request, 1, "a-0", false, NOW.plus(Duration.ofHours(2)));
    }

    @Test
    void nodeWhosePodsOwnerAsksForMoreTimeThanItHasIsNotBegunBefore() {
        cluster.pod("cart-2", "n1")
                .of("cart")
                .annotation("karpenter.sh/do-not-disrupt", "2h") // it has run for one
                .put();

        List<NodeEffect> early = ask("wish", drain("uncordon", "n1"), NOW);
        MaintenanceStatus said = last("wish");
        Instant opens = NOW.plus(Duration.ofMinutes(45));
        List<NodeEffect> inTime = turn(opens, new Signal.Looked());

        assertThat(early).isEmpty();
        assertThat(said.state()).isEqualTo(RequestState.DEFERRED);
        assertThat(said.until()).isEqualTo(opens);
        assertThat(said.guards()).singleElement().satisfies(guard -> {
            assertThat(guard.code()).isEqualTo("DO_NOT_DISRUPT_YET");
            assertThat(guard.reason()).contains("shop/cart-2", "PT30M");
        });
        assertThat(inTime).hasAtLeastOneElementOfType(NodeEffect.TakeClaim.class);
    }

    private List<NodeEffect> claimTaken(String node, String request, Instant now) {
        return turn(now, new Signal.NodeAnswered(node, request, new NodeSignal.ClaimTaken(claim(request), true)));
    }

    private void seenCordoned(String node) {
        cluster.node(node)
                .cordoned()
                .annotation(Claim.ANNOTATION, claimed(node))
                .put();
    }

    private String claimed(String node) {
        try {
            return Json.mapper()
                    .writeValueAsString(Objects.requireNonNull(life(node).claim()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void podsGone() {
        cluster.view.removePod("shop", "cart-1", "uid-shop-cart-1");
        cluster.view.removePod("shop", "cart-2", "uid-shop-cart-2");
    }

    private NodeLife life(String node) {
        return Objects.requireNonNull(ledger.node(node)).life();
    }

    @Test
    void pauseBetweenTheCordonAndTheFirstEvictionLetsNoPodGo() {
        ask("r1", drain("hold", "n1"), NOW);
        claimTaken("n1", "r1", NOW.plusMillis(10));
        seenCordoned("n1");

        List<NodeEffect> paused = ask("p1", PAUSE, NOW.plusMillis(20));
        List<NodeEffect> resumed = ask("p2", PAUSE.replace("pause", "resume"), NOW.plusSeconds(60));

        assertThat(paused).noneMatch(NodeEffect.Evict.class::isInstance);
        assertThat(last("r1").phase()).isEqualTo("Draining");
        assertThat(resumed).filteredOn(NodeEffect.Evict.class::isInstance).hasSize(2);
    }

    @Test
    void everyStateThatWaitsSaysForWhatAndWhatToDo() {
        ask("r1", drain("hold", "n1"), NOW);
        ask("r2", drain("hold", "n2"), ",'notBefore':'" + NOW.plusSeconds(7_200) + "'", NOW);
        ask("p1", PAUSE, ",'notBefore':'" + NOW.plusSeconds(7_200) + "'", NOW);
        claimTaken("n1", "r1", NOW);
        seenCordoned("n1");
        podsGone();
        turn(NOW.plusSeconds(1));
        turn(NOW.plusSeconds(6));
        assertSays("r1", RequestState.HELD, "HELD", "n1", "complete");
        assertSays(
                "r2",
                RequestState.DEFERRED,
                "NOT_BEFORE",
                NOW.plusSeconds(7_200).toString(),
                "cancel");
        assertSays(
                "p1",
                RequestState.DEFERRED,
                "NOT_BEFORE",
                NOW.plusSeconds(7_200).toString(),
                "cancel");

        cluster.node("n1")
                .cordoned()
                .annotation(Claim.ANNOTATION, claimed("n1"))
                .notReady()
                .put();
        ask("c1", "'type':'complete','nodes':{'names':['n1']}", NOW.plusSeconds(10));
        turn(NOW.plusSeconds(11));

        assertSays("r1", RequestState.RUNNING, "NODE_NOT_READY", "n1", "kubelet");
        assertSays("c1", RequestState.RUNNING, "NODE_NOT_READY", "n1", "kubelet");
        seenCordoned("n1");
        turn(NOW.plusSeconds(20));
        assertSays(
                "r1",
                RequestState.RUNNING,
                "VERIFYING",
                "Ready since",
                NOW.plusSeconds(140).toString());
    }

    @Test
    void nodeThatAwaitsItsRebootSaysSo() {
        emptied("await-reboot");

        assertSays("r1", RequestState.RUNNING, "AWAITING_REBOOT", "n1", "reboot it");
    }

    /** Request {@code r1} has emptied n1, and goes on as it says. */
    private void emptied(String then) {
        ask("r1", drain(then, "n1"), NOW);
        claimTaken("n1", "r1", NOW);
        seenCordoned("n1");
        podsGone();
        turn(NOW.plusSeconds(1));
        turn(NOW.plusSeconds(6));
    }

    private void assertSays(String request, RequestState state, String code, String message, String remedy) {
        MaintenanceStatus last = last(request);
        assertThat(last.state()).isEqualTo(state);
        assertThat(last.causes()).anySatisfy(cause -> {
            assertThat(cause.code()).isEqualTo(code);
            assertThat(cause.message()).contains(message);
            assertThat(cause.remedy()).contains(remedy);
        });
    }

    @Test
    void completionAndCancelThatAreOnlyPretendedLeaveWhatWasBegunInEarnest() {
        emptied("hold");
        ask("r2", drain("hold", "n2"), ",'notBefore':'" + NOW.plusSeconds(7_200) + "'", NOW.plusSeconds(7));

        ask("c1", "'type':'complete','nodes':{'names':['n1']}", ",'dryRun':true", NOW.plusSeconds(10));
        ask("c2", "'type':'cancel','request':'r1'", ",'dryRun':true", NOW.plusSeconds(11));
        ask("c3", "'type':'cancel','request':'r2'", ",'dryRun':true", NOW.plusSeconds(12));

        assertThat(List.of(last("c1"), last("c2"), last("c3")))
                .allMatch(status -> status.dryRun() && status.state() == RequestState.SUCCEEDED);
        assertThat(life("n1")).isInstanceOf(NodeLife.Held.class);
        assertThat(last("r1").state()).isEqualTo(RequestState.HELD);
        assertThat(last("r2").state()).isEqualTo(RequestState.DEFERRED);
    }

    /** Whoever says that the work is done is told that the node isn't back. */
    @Test
    void completionOfWorkThatComesToNothingFailsWithIt() {
        emptied("hold");
        ask("c1", "'type':'complete','nodes':{'names':['n1']}", NOW.plusSeconds(10));
        cluster.view.removeNode("n1", "uid-n1");

        turn(NOW.plusSeconds(11));

        assertThat(last("r1").state()).isEqualTo(RequestState.FAILED);
        assertThat(last("c1").state()).isEqualTo(RequestState.FAILED);
        assertThat(last("c1").causes()).extracting(Cause::code).containsExactly("NODE_GONE");
    }

    /** Two drains of one node: whoever says that the first one's work is done doesn't end the second one's. */
    @Test
    void completionEndsWithTheWorkItWasAskedForAndLeavesTheNextOneAlone() {
        Instant later = NOW.plus(Duration.ofHours(1));
        ask("r1", drain("hold", "n1"), NOW);
        claimTaken("n1", "r1", NOW);
        seenCordoned("n1");
        podsGone();
        turn(NOW.plusSeconds(1));
        ask("r2", drain("hold", "n1"), NOW.plusSeconds(2));

        ask("c1", "'type':'complete','nodes':{'names':['n1']}", later);
        turn(later.plusSeconds(1));
        turn(later.plusSeconds(121));
        cluster.node("n1").put();
        turn(later.plusSeconds(122), new Signal.NodeAnswered("n1", "r1", new NodeSignal.ReleaseTaken()));
        claimTaken("n1", "r2", later.plusSeconds(123));
        seenCordoned("n1");
        turn(later.plusSeconds(124));
        turn(later.plusSeconds(1_000));

        assertThat(last("r1").state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(last("c1").state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(life("n1")).isInstanceOf(NodeLife.Held.class);
        assertThat(last("r2").state()).isEqualTo(RequestState.HELD);
    }

    @Test
    void whatIsAnsweredToWorkThatIsOverIsNotTakenForTheNextOnesAnswer() {
        ask("r1", drain("hold", "n1"), NOW);
        NodeLife before = life("n1");

        List<NodeEffect> acts = claimTaken("n1", "r0", NOW.plusMillis(10));

        assertThat(acts).isEmpty();
        assertThat(life("n1")).isEqualTo(before);
        claimTaken("n1", "r1", NOW.plusMillis(20));
        assertThat(life("n1")).as("its own answer leads on").isNotEqualTo(before);
    }

    /** The mode may change while a node is out. */
    @Test
    void dryRunGoesOnWithNothingThatWasBegunInEarnest() {
        ask("r1", drain("hold", "n1"), NOW);
        claimTaken("n1", "r1", NOW);
        seenCordoned("n1");
        turn(NOW.plusMillis(10), new Signal.NodeAnswered("n1", "r1", new NodeSignal.CordonTaken()));
        NodeLife before = life("n1");

        helm = new Helm(HelmSettings.of("eu1", true), cluster.view, ledger);
        List<NodeEffect> acts = new ArrayList<>(turn(NOW.plusSeconds(10), new Signal.Resumed()));
        acts.addAll(ask("c1", "'type':'cancel','request':'r1'", NOW.plusSeconds(20)));
        acts.addAll(turn(NOW.plus(Duration.ofHours(2))));

        assertThat(acts).isEmpty();
        assertThat(life("n1")).isEqualTo(before);
        assertSays("r1", RequestState.RUNNING, "DRY_RUN", "n1", "mode=enforce");
        assertThat(last("c1").terminal()).isFalse();
    }

    @Test
    void pauseHoldsWhatIsOnlyPretendedToo() {
        helm = new Helm(HelmSettings.of("eu1", true), cluster.view, ledger);

        ask("p1", PAUSE, NOW);
        ask("r1", drain("hold", "n1"), NOW.plusSeconds(1));

        assertThat(last("r1").state()).isEqualTo(RequestState.DEFERRED);
        assertThat(last("r1").guards()).extracting(ClosedGuard::code).contains("PAUSED");
    }

    @Test
    void nodeThatSomebodyUnknownClaimsIsLeftToThemAndTheNextOneGoesFirst() {
        cluster.node("n2") // would be the first: no pod has to leave it
                .annotation(
                        Claim.ANNOTATION,
                        "{\"request\":\"x9\",\"epoch\":4,\"holder\":\"other-0\",\"priorCordon\":false,"
                                + "\"deadline\":\"2030-01-01T13:00:00Z\"}")
                .put();

        List<NodeEffect> acts = ask("r1", drain("hold", "n1", "n2"), NOW);

        assertThat(acts)
                .filteredOn(NodeEffect.TakeClaim.class::isInstance)
                .extracting(act -> ((NodeEffect.TakeClaim) act).task().node())
                .containsExactly("n1");
        assertThat(last("r1").nodes()).containsAllEntriesOf(Map.of("n1", "Planned", "n2", "Queued"));
    }

    @Test
    void nodeClaimedByAnotherIsDeferredByName() {
        cluster.node("n1").annotation(Claim.ANNOTATION, "not ours").put();

        ask("r1", drain("hold", "n1"), NOW);

        assertThat(last("r1").state()).isEqualTo(RequestState.DEFERRED);
        assertThat(last("r1").guards()).singleElement().satisfies(guard -> {
            assertThat(guard.code()).isEqualTo("CLAIM");
            assertThat(guard.remedy()).contains("kubectl annotate node n1 " + Claim.ANNOTATION + "-");
        });
    }

    @Test
    void uncordonWaitsForAnotherMaintainerOfTheNodeAndForNothingElse() {
        cluster.node("n1").cordoned().taint("medik8s.io/drain").put();
        cluster.node("n2").cordoned().put();
        ask("p1", PAUSE, NOW);

        List<NodeEffect> theirs = ask("u1", "'type':'uncordon','nodes':{'names':['n1']}", NOW.plusSeconds(1));
        List<NodeEffect> free = ask("u2", "'type':'uncordon','nodes':{'names':['n2']}", NOW.plusSeconds(2));

        assertThat(theirs).isEmpty();
        assertThat(last("u1").guards())
                .extracting(ClosedGuard::reason)
                .singleElement()
                .asString()
                .contains("node-maintenance-operator");
        assertThat(free).hasAtLeastOneElementOfType(NodeEffect.Release.class);
    }

    /** A turn that fails would fail again each time: nobody else would be served. */
    @Test
    void nodeThatIsGoneBeforeItsTurnIsSaidAndHoldsNobodyUp() {
        String later = ",'notBefore':'" + NOW.plusSeconds(60) + "'";
        ask("u1", "'type':'uncordon','nodes':{'names':['n3']}", later, NOW);
        ask("c1", "'type':'cordon','nodes':{'names':['n4']}", later, NOW);
        ask("r1", drain("hold", "n5"), later, NOW);
        for (int i = 3; i <= 5; i++) {
            cluster.view.removeNode("n" + i, "uid-n" + i);
        }

        List<NodeEffect> acts = ask("u2", "'type':'uncordon','nodes':{'names':['n2']}", NOW.plusSeconds(60));

        for (String request : List.of("u1", "c1", "r1")) {
            assertThat(last(request).state()).as(request).isEqualTo(RequestState.FAILED);
            assertThat(last(request).causes())
                    .extracting(Cause::code)
                    .as(request)
                    .containsExactly("NODE_GONE");
        }
        assertThat(acts).hasAtLeastOneElementOfType(NodeEffect.Release.class);
    }

    /** An admin's cordon: the decision to cordon leaves it theirs, and the one to uncordon comes before that is known. */
    @Test
    void uncordonThatIsDecidedWhileOurCordonIsOnItsWayLeavesAnAdminsAlone() {
        cluster.node("n2").cordoned().put();
        Claim prior = new Claim("d-1", 1, "a-0", true, NOW.plus(Duration.ofMinutes(30)));
        turn(NOW, new Signal.DecisionCame(decision("d-1", Action.CORDON_NODE)));
        turn(NOW, new Signal.NodeAnswered("n2", "d-1", new NodeSignal.ClaimTaken(prior, true)));
        seenCordoned("n2");
        turn(NOW.plusSeconds(1), new Signal.DecisionCame(decision("d-2", Action.UNCORDON_NODE)));

        List<NodeEffect> acts = new ArrayList<>(
                turn(NOW.plusSeconds(2), new Signal.NodeAnswered("n2", "d-1", new NodeSignal.ReleaseTaken())));
        acts.addAll(turn(NOW.plusSeconds(20)));

        assertThat(acts).isEmpty();
        assertThat(Objects.requireNonNull(ledger.campaign("d-2")).ended()).isTrue();
    }

    private static Decision decision(String id, Action action) {
        return new Decision(
                id,
                "eu1",
                action,
                Scope.node("n2"),
                new Decision.Cause("eu1|M1|Node||n2", AlertCode.M1, Severity.WARNING),
                "tests",
                NOW,
                NOW.plus(Duration.ofHours(2)),
                null,
                "decided by a test");
    }

    /** Between the eviction and the replacement neither the plan of the first node nor the soak speaks for the budget. */
    @Test
    void secondNodeUnderABudgetWaitsWhileThePodOfTheFirstIsLeaving() {
        cluster.deployment("web", 2).budget("web", "web", null, "1", 2, 1, 2, 1);
        cluster.pod("web-1", "n3").of("web").put();
        cluster.pod("web-2", "n4").of("web").put();
        HelmSettings usual = HelmSettings.of("eu1", false);
        helm = new Helm(wide(usual, 4, 80), cluster.view, ledger);
        String both = "'type':'drain','nodes':{'names':['n3','n4']}";
        ask("r1", both, ",'options':{'maxConcurrent':2}", NOW);
        claimTaken("n3", "r1", NOW);
        seenCordoned("n3");
        List<NodeEffect> first = turn(NOW.plusSeconds(1));
        turn(
                NOW.plusSeconds(1),
                new Signal.NodeAnswered(
                        "n3", "r1", new NodeSignal.EvictionAnswered("uid-shop-web-1", new EvictionAnswer.Accepted())));

        cluster.pod("web-1", "n3").of("web").deleted().put();
        List<NodeEffect> unseen = turn(NOW.plusSeconds(5));
        cluster.budget("web", "web", null, "1", 1, 1, 2, 0);
        List<NodeEffect> seen = turn(NOW.plusSeconds(40));

        assertThat(first).hasAtLeastOneElementOfType(NodeEffect.Evict.class);
        assertThat(unseen).noneMatch(NodeEffect.TakeClaim.class::isInstance);
        assertThat(seen).noneMatch(NodeEffect.TakeClaim.class::isInstance);
        assertThat(last("r1").guards()).extracting(ClosedGuard::code).contains("TOGETHER");
    }

    @Test
    void whatOneRequestAllowsItselfHoldsNoOtherBack() {
        helm = new Helm(wide(HelmSettings.of("eu1", false), 4, 80), cluster.view, ledger);
        ask("r1", drain("hold", "n2", "n3"), NOW);

        List<NodeEffect> second = ask("r2", drain("hold", "n4"), NOW.plusSeconds(1));

        assertThat(last("r1").nodes().values()).containsExactlyInAnyOrder("Planned", "Queued");
        assertThat(second).filteredOn(NodeEffect.TakeClaim.class::isInstance).hasSize(1);
        assertThat(last("r2").state()).isEqualTo(RequestState.RUNNING);
    }

    /** So many nodes at once, and so much of the cluster, without an interval and without a soak. */
    static HelmSettings wide(HelmSettings of, int atOnce, int percent) {
        GuardSettings g = of.guards();
        GuardSettings wide = new GuardSettings(
                atOnce,
                percent,
                null,
                null,
                Duration.ZERO,
                0,
                Duration.ZERO,
                g.soakPatience(),
                g.breakerFailures(),
                g.breakerRest(),
                g.freshness(),
                g.quorumLabels(),
                false,
                true);
        return new HelmSettings(
                of.cluster(),
                false,
                of.allowed(),
                wide,
                of.rules(),
                5,
                false,
                true,
                false,
                of.guardInterval(),
                of.calendar());
    }

    @Test
    void cancelThatComesToItsTimeAfterTheRequestHasEndedSaysSo() {
        ask("r1", "'type':'plan','nodes':{'names':['n1']}", NOW);

        ask("c1", "'type':'cancel','request':'r1'", ",'notBefore':'" + NOW.plusSeconds(60) + "'", NOW);
        turn(NOW.plusSeconds(60));

        assertThat(last("c1").state()).isEqualTo(RequestState.REJECTED);
        assertThat(last("c1").causes()).extracting(Cause::code).containsExactly("ALREADY_ENDED");
    }

    @Test
    void causesOfAnAnswerHaveCodesMessagesAndRemedies() {
        ask("r1", drain("hold", "n1"), NOW);

        assertThat(answers).allSatisfy(status -> assertThat(status.causes()).allSatisfy(UnderWayTest::whole));
    }

    private static void whole(Cause cause) {
        assertThat(cause.code()).matches("[A-Z_0-9]+");
        assertThat(cause.message()).isNotBlank();
        assertThat(cause.remedy()).isNotBlank();
    }
}
