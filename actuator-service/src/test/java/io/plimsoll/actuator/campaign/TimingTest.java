package io.plimsoll.actuator.campaign;

import static io.plimsoll.actuator.view.Cluster.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.plimsoll.actuator.guard.Pause;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.ledger.NodeWork;
import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.node.NodeLife;
import io.plimsoll.actuator.node.Task;
import io.plimsoll.actuator.request.RequestReader;
import io.plimsoll.actuator.view.Cluster;
import io.plimsoll.actuator.view.Freshness;
import io.plimsoll.actuator.view.Resource;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.RequestState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a request begins, when it is too late, and what time doesn't count. */
class TimingTest {

    private static final Instant LATER = NOW.plus(Duration.ofHours(2));
    private static final String CLUSTER = "'scope':{'kind':'Cluster'}";

    private final Ledger ledger = new Ledger();
    private final Helm helm;

    TimingTest() {
        Cluster cluster = new Cluster();
        cluster.node("n1").put();
        cluster.node("n2").put();
        helm = new Helm(HelmSettings.of("eu1", false), cluster.view, ledger);
    }

    private List<MaintenanceStatus> ask(String id, String action, String more, Instant now) {
        String json = "{'id':'" + id + "','cluster':'eu1','action':{" + action + "}" + more + "}";
        var reading = new RequestReader("eu1").read(json.replace('\'', '"').getBytes(UTF_8), null, null, NOW);
        return turn(List.of(new Signal.RequestCame(reading)), now);
    }

    private List<MaintenanceStatus> turn(List<Signal> signals, Instant now) {
        return helm.turn(signals, now).effects().stream()
                .filter(Effect.Answer.class::isInstance)
                .map(effect -> ((Effect.Answer) effect).status())
                .toList();
    }

    @Test
    void pauseBeginsNoEarlierThanAsked() {
        List<MaintenanceStatus> first = ask("p1", "'type':'pause'," + CLUSTER, ",'notBefore':'" + LATER + "'", NOW);
        turn(List.of(), LATER.minusSeconds(1));
        boolean early = !ledger.pauses().isEmpty();
        List<MaintenanceStatus> last = turn(List.of(), LATER);

        assertThat(first)
                .extracting(MaintenanceStatus::state)
                .containsExactly(RequestState.ACCEPTED, RequestState.DEFERRED);
        assertThat(first.getLast().until()).isEqualTo(LATER);
        assertThat(early).isFalse();
        assertThat(last).extracting(MaintenanceStatus::state).containsExactly(RequestState.SUCCEEDED);
        assertThat(ledger.pauses()).extracting(Pause::by).containsExactly("p1");
    }

    @Test
    void resumeLiftsAPauseNoEarlierThanAsked() {
        ask("p1", "'type':'pause'," + CLUSTER, "", NOW);

        ask("p2", "'type':'resume'," + CLUSTER, ",'notBefore':'" + LATER + "'", NOW);
        boolean paused = !ledger.pauses().isEmpty();
        turn(List.of(), LATER);

        assertThat(paused).isTrue();
        assertThat(ledger.pauses()).isEmpty();
    }

    @Test
    void resumeSaysWhatIsPausedAllTheSame() {
        String node = "'scope':{'kind':'Node','name':'n1'}";
        ask("p1", "'type':'pause'," + CLUSTER, "", NOW);
        ask("p2", "'type':'pause'," + node, "", NOW);

        MaintenanceStatus half =
                ask("r1", "'type':'resume'," + CLUSTER, "", NOW).getLast();
        MaintenanceStatus wrong = ask("r2", "'type':'resume','scope':{'kind':'Node','name':'n2'}", "", NOW)
                .getLast();
        MaintenanceStatus whole = ask("r3", "'type':'resume'," + node, "", NOW).getLast();
        MaintenanceStatus again = ask("r4", "'type':'resume'," + node, "", NOW).getLast();

        assertThat(List.of(half, wrong, whole, again))
                .extracting(MaintenanceStatus::state)
                .containsOnly(RequestState.SUCCEEDED);
        assertThat(half.causes()).singleElement().satisfies(note -> assertThat(note.message())
                .isEqualTo("in force still: p2 paused node n1"));
        assertThat(wrong.causes()).singleElement().satisfies(note -> assertThat(note.message())
                .contains("no pause has the scope node n2", "p2 paused node n1"));
        assertThat(whole.causes()).isEmpty();
        assertThat(again.causes()).singleElement().satisfies(note -> assertThat(note.code())
                .isEqualTo("NOTHING_PAUSED"));
    }

    @ParameterizedTest
    @CsvSource({
        "Node,n9,NODE_NOT_FOUND,no node n9",
        "NodeGroup,gpu,NO_NODES,no node of node group gpu",
        "Namespace,nowhere,NO_NODES,no node that carries pods of namespace nowhere",
    })
    void pauseOfWhatCoversNoNodeIsInForceAndSaysSo(String kind, String name, String code, String said) {
        String scope = "'scope':{'kind':'" + kind + "','name':'" + name + "'}";

        MaintenanceStatus paused = ask("p1", "'type':'pause'," + scope, "", NOW).getLast();
        List<Pause> inForce = ledger.pauses();
        MaintenanceStatus lifted =
                ask("r1", "'type':'resume'," + scope, "", NOW).getLast();
        MaintenanceStatus again = ask("r2", "'type':'resume'," + scope, "", NOW).getLast();

        assertThat(paused.state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(inForce).extracting(Pause::by).containsExactly("p1");
        assertThat(paused.causes()).singleElement().satisfies(note -> {
            assertThat(note.code()).isEqualTo(code);
            assertThat(note.message()).contains("cluster eu1 has " + said, "holds nothing back until it has");
            assertThat(note.remedy()).contains("kubectl get nodes", "pause that one");
        });
        assertThat(lifted.causes()).isEmpty();
        assertThat(again.causes()).extracting(Cause::code).containsExactly("NOTHING_PAUSED", code);
    }

    @Test
    void pauseSaysNothingOfNodesThatAreNotKnownYet() {
        Cluster blind = new Cluster();
        blind.freshness.put(Resource.NODES, Freshness.unusable("the first list is under way"));
        Helm early = new Helm(HelmSettings.of("eu1", false), blind.view, ledger);
        String json = "{'id':'p1','cluster':'eu1','action':{'type':'pause','scope':{'kind':'Node','name':'n9'}}}";
        var reading = new RequestReader("eu1").read(json.replace('\'', '"').getBytes(UTF_8), null, null, NOW);

        early.turn(List.of(new Signal.RequestCame(reading)), NOW);

        assertThat(Objects.requireNonNull(ledger.campaign("p1")).last().causes())
                .isEmpty();
    }

    @Test
    void switchPausesFromTheBeginningAndNoResumeLiftsIt() {
        HelmSettings usual = HelmSettings.of("eu1", false);
        HelmSettings off = new HelmSettings(
                "eu1",
                false,
                usual.allowed(),
                usual.guards(),
                usual.rules(),
                5,
                false,
                true,
                true,
                usual.guardInterval(),
                usual.calendar());
        Helm paused = new Helm(off, new Cluster().view, ledger);

        paused.turn(List.of(new Signal.Resumed()), NOW);
        ask("p2", "'type':'resume'," + CLUSTER, "", NOW);
        List<Pause> after = ledger.pauses();
        helm.turn(List.of(new Signal.Resumed()), NOW.plusSeconds(60));

        assertThat(after).extracting(Pause::by).containsExactly("switch");
        assertThat(ledger.pauses()).isEmpty();
    }

    @Test
    void pauseWhoseEndHasPassedIsExpiredAndNotCalledDone() {
        List<MaintenanceStatus> answers =
                ask("p1", "'type':'pause'," + CLUSTER + ",'until':'" + NOW.minusSeconds(60) + "'", "", NOW);

        assertThat(answers.getLast().state()).isEqualTo(RequestState.EXPIRED);
        assertThat(answers.getLast().causes().getFirst().message())
                .contains(NOW.minusSeconds(60).toString());
        assertThat(ledger.pauses()).isEmpty();
    }

    @Test
    void whoWaitsForTheClusterIsNotToldOfTheWindowOfAnother() {
        Cluster busy = new Cluster();
        busy.node("n1").put();
        busy.node("n2").put();
        busy.node("n3").cordoned().put();
        Helm crowded = new Helm(HelmSettings.of("eu1", false), busy.view, ledger);
        List<Signal> signals = Stream.of(
                        "'id':'a','options':{'window':'nights'},'action':{'type':'drain','nodes':{'names':['n1']},'then':'hold'}",
                        "'id':'b','action':{'type':'drain','nodes':{'names':['n2']},'then':'hold'}")
                .map(fields ->
                        ("{'cluster':'eu1'," + fields + "}").replace('\'', '"').getBytes(UTF_8))
                .<Signal>map(json -> new Signal.RequestCame(new RequestReader("eu1").read(json, null, null, NOW)))
                .toList();

        crowded.turn(signals, NOW);

        assertThat(codesOf("a")).contains("WINDOW", "CONCURRENCY");
        assertThat(codesOf("b")).contains("CONCURRENCY").doesNotContain("WINDOW");
    }

    /** Who reads the answer an hour later goes to the nodes it names. */
    @Test
    void deferralIsSaidAnewOnceOtherNodesStandInTheWayButNotMoreThanOnceAMinute() {
        Cluster busy = new Cluster();
        busy.node("n1").put();
        busy.node("n2").cordoned().put();
        busy.node("n3").put();
        Helm crowded = new Helm(HelmSettings.of("eu1", false), busy.view, ledger);
        String drain = "{'id':'a','cluster':'eu1','action':{'type':'drain','nodes':{'names':['n1']},'then':'hold'}}";
        var reading = new RequestReader("eu1").read(drain.replace('\'', '"').getBytes(UTF_8), null, null, NOW);
        crowded.turn(List.of(new Signal.RequestCame(reading)), NOW);
        MaintenanceStatus first = said("a");

        busy.node("n2").put();
        busy.node("n3").cordoned().put();
        crowded.turn(List.of(), NOW.plusSeconds(30));
        MaintenanceStatus tooSoon = said("a");
        crowded.turn(List.of(), NOW.plusSeconds(60));
        MaintenanceStatus last = said("a");
        crowded.turn(List.of(), NOW.plusSeconds(600));

        assertThat(first.guards().toString()).contains("n2 (cordoned)");
        assertThat(tooSoon).isEqualTo(first);
        assertThat(last.guards().toString()).contains("n3 (cordoned)").doesNotContain("n2 (cordoned)");
        assertThat(said("a")).as("nothing new").isEqualTo(last);
        assertThat(last.guards().getFirst().remedy()).contains("kubectl uncordon n3");
    }

    private MaintenanceStatus said(String request) {
        return Objects.requireNonNull(ledger.campaign(request)).last();
    }

    private List<String> codesOf(String request) {
        return Objects.requireNonNull(ledger.campaign(request)).last().guards().stream()
                .map(guard -> guard.code())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'type':'plan','nodes':{'names':['n1']}",
                "'type':'cancel','request':'other'",
                "'type':'complete','nodes':{'names':['n1']}",
                "'type':'pause','scope':{'kind':'Cluster'}"
            })
    void whatTakesNoNodeUpWaitsForItsTimeToo(String action) {
        List<MaintenanceStatus> first = ask("r1", action, ",'notBefore':'" + LATER + "'", NOW);
        List<MaintenanceStatus> meanwhile = turn(List.of(), NOW.plusSeconds(60));

        List<MaintenanceStatus> last = turn(List.of(), LATER);

        assertThat(first.getLast().state()).isEqualTo(RequestState.DEFERRED);
        assertThat(meanwhile).isEmpty();
        assertThat(last.getLast().terminal()).isTrue();
    }

    @Test
    void whatWaitsForItsTimeCanBeCancelledAndThenNeverBegins() {
        ask("p1", "'type':'pause'," + CLUSTER, ",'notBefore':'" + LATER + "'", NOW);

        List<MaintenanceStatus> answers = ask("c1", "'type':'cancel','request':'p1'", "", NOW.plusSeconds(1));
        turn(List.of(), LATER);

        assertThat(answers)
                .filteredOn(MaintenanceStatus::terminal)
                .extracting(MaintenanceStatus::request, MaintenanceStatus::state)
                .containsExactly(tuple("p1", RequestState.CANCELLED), tuple("c1", RequestState.SUCCEEDED));
        assertThat(ledger.pauses()).isEmpty();
    }

    @Test
    void timeADrainStandsStillByOrderIsAddedToItsDeadline() {
        Task task = new Task(
                "r1",
                "n1",
                "uid-n1",
                Task.Goal.DRAIN_AND_HOLD,
                Duration.ofMinutes(30),
                Task.OnDeadline.ROLLBACK,
                null,
                false);
        Claim claim = new Claim("r1", 1, "a-0", false, LATER);
        NodeWork work = new NodeWork(
                new NodeLife.Draining(task, claim, NOW, Map.of(), 0, Map.of(), Map.of()),
                NOW,
                1,
                List.of(),
                null,
                null);

        NodeWork held = work.held(true, NOW.plusSeconds(60)).held(true, NOW.plusSeconds(90));
        NodeWork goesOn = held.held(false, NOW.plusSeconds(660));

        assertThat(Objects.requireNonNull(held.life().claim()).deadline()).isEqualTo(LATER);
        assertThat(Objects.requireNonNull(goesOn.life().claim()).deadline()).isEqualTo(LATER.plusSeconds(600));
        assertThat(goesOn.held(false, NOW.plusSeconds(700))).isEqualTo(goesOn);
    }
}
