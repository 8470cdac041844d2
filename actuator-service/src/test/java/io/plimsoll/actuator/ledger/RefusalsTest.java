package io.plimsoll.actuator.ledger;

import static io.plimsoll.actuator.view.Cluster.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.plimsoll.actuator.campaign.Effect;
import io.plimsoll.actuator.campaign.Helm;
import io.plimsoll.actuator.campaign.HelmSettings;
import io.plimsoll.actuator.campaign.Signal;
import io.plimsoll.actuator.campaign.Turn;
import io.plimsoll.actuator.node.NodeLife;
import io.plimsoll.actuator.request.Reading;
import io.plimsoll.actuator.request.Request;
import io.plimsoll.actuator.request.RequestReader;
import io.plimsoll.actuator.request.Warrant;
import io.plimsoll.actuator.view.Cluster;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.RequestState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is remembered of requests that were rejected, and of whom nobody trusts. */
class RefusalsTest {

    private static final Cause UNSIGNED = new Cause("UNSIGNED", null, "the request is not signed", "sign it");

    private final Cluster cluster = new Cluster();
    private final RequestReader reader = new RequestReader("eu1");
    private final Map<String, @Nullable Remembered> journal = new LinkedHashMap<>();
    private Ledger ledger = new Ledger();
    private Helm helm;

    RefusalsTest() {
        cluster.node("n1").put();
        helm = new Helm(HelmSettings.of("eu1", false), cluster.view, ledger);
    }

    private List<MaintenanceStatus> hear(List<Reading> readings, Instant now) {
        List<Signal> signals = new ArrayList<>();
        readings.forEach(reading -> signals.add(new Signal.RequestCame(reading)));
        Turn turn = helm.turn(signals, now);
        turn.journal().forEach((key, value) -> {
            journal.remove(key); // a compacted topic keeps the place of the last record
            if (value != null) {
                journal.put(key, value);
            }
        });
        return turn.effects().stream()
                .filter(Effect.Answer.class::isInstance)
                .map(effect -> ((Effect.Answer) effect).status())
                .toList();
    }

    private void restart() {
        ledger = new Ledger();
        journal.forEach(ledger::restore);
        ledger.changes();
        helm = new Helm(HelmSettings.of("eu1", false), cluster.view, ledger);
    }

    private Reading malformed(String id) {
        return read(id, "'action':{'type':'explode'}");
    }

    private Reading read(String id, String body) {
        String json = "{'id':'" + id + "','cluster':'eu1'," + body + "}";
        return reader.read(json.replace('\'', '"').getBytes(UTF_8), null, null, NOW);
    }

    @Test
    void whatIsToBeDoneIsSaidOfTheFieldAndTheIdThatWereGiven() {
        List<MaintenanceStatus> answers = hear(
                List.of(
                        read("stop", "'action':{'type':'cancel','request':'never-was'}"),
                        read(
                                "rest",
                                "'action':{'type':'pause','scope':{'kind':'Cluster'},'until':'" + NOW.minusSeconds(60)
                                        + "'}")),
                NOW);

        assertThat(answers.stream().flatMap(answer -> answer.causes().stream()))
                .extracting(Cause::code, Cause::remedy)
                .containsExactlyInAnyOrder(
                        tuple("UNKNOWN_REQUEST", "check its id (GET /maintenance shows those that are open)"),
                        tuple("EXPIRED", "ask again by a new request with a later until"));
    }

    private Request cordon(String id) {
        Reading read = read(id, "'action':{'type':'cordon','nodes':{'names':['n1']}}");
        return ((Reading.Accepted) read).request();
    }

    private void flood(int count) {
        for (int from = 0; from < count; from += 1_000) {
            hear(
                    IntStream.range(from, from + 1_000)
                            .mapToObj(i -> malformed("f-" + i))
                            .toList(),
                    NOW.plusMillis(from));
        }
    }

    @Test
    void floodOfRefusedRequestsIsRememberedByIdOnlyButForTheNewestAndTheOldestAreForgotten() {
        int beyond = 3_000;

        flood(Refusals.MOST + Refusals.WHOLE + beyond);

        assertThat(ledger.campaigns()).hasSize(Refusals.WHOLE);
        assertThat(journal).hasSize(Refusals.MOST + Refusals.WHOLE);
        assertThat(ledger.refusedAt("f-" + (beyond - 1))).isNull();
        assertThat(ledger.refusedAt("f-" + beyond)).isNotNull();
    }

    @Test
    void refusedRequestThatComesAgainHasTheSameAnswerAgainAlsoAfterARestart() {
        List<MaintenanceStatus> first = hear(List.of(malformed("f-old")), NOW);
        flood(5_000);
        List<MaintenanceStatus> again = hear(List.of(malformed("f-old")), NOW.plusSeconds(600));
        restart();

        List<MaintenanceStatus> later = hear(List.of(malformed("f-old")), NOW.plusSeconds(900));

        assertThat(again).isEqualTo(first);
        assertThat(later).isEqualTo(first);
        assertThat(ledger.campaigns()).hasSize(Refusals.WHOLE);
    }

    @Test
    void idOfARefusedRequestServesNoOtherAndRunsNothing() {
        hear(List.of(malformed("f-old")), NOW);
        flood(5_000);

        List<MaintenanceStatus> answers =
                hear(List.of(new Reading.Accepted(cordon("f-old"), List.of())), NOW.plusSeconds(600));

        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.state()).isEqualTo(RequestState.REJECTED);
            assertThat(answer.updatedAt()).isEqualTo(NOW);
            assertThat(answer.causes()).extracting(Cause::code).containsExactly("REFUSED_BEFORE");
        });
        assertThat(ledger.nodes()).isEmpty();
    }

    @Test
    void requestThatCancelsItselfIsRejectedAndCallsOffNothingThatRunsUnderItsId() {
        List.of("n2", "n3", "n4").forEach(node -> cluster.node(node).put());
        hear(List.of(read("r1", "'action':{'type':'cordon','nodes':{'names':['n1']}}")), NOW);
        NodeLife before = Objects.requireNonNull(ledger.node("n1")).life();

        List<MaintenanceStatus> fresh =
                hear(List.of(read("c1", "'action':{'type':'cancel','request':'c1'}")), NOW.plusSeconds(1));
        List<MaintenanceStatus> known =
                hear(List.of(read("r1", "'action':{'type':'cancel','request':'r1'}")), NOW.plusSeconds(1));

        assertThat(fresh).singleElement().satisfies(status -> {
            assertThat(status.state()).isEqualTo(RequestState.REJECTED);
            assertThat(status.causes().getFirst().code()).isEqualTo("CANCELS_ITSELF");
            assertThat(status.causes().getFirst().message()).contains("'c1'");
            assertThat(status.causes().getFirst().remedy()).contains("an id of its own");
        });
        assertThat(known).extracting(MaintenanceStatus::state).containsExactly(RequestState.RUNNING);
        assertThat(Objects.requireNonNull(ledger.node("n1")).life()).isEqualTo(before);
    }

    @Test
    void refusalsAreForgottenOnceNobodyDeliversThemAgain() {
        flood(5_000);
        Instant month = NOW.plus(Duration.ofDays(31));
        hear(List.of(), month);
        int kept = journal.size();

        hear(List.of(), NOW.plus(Duration.ofDays(39)));

        assertThat(kept).isEqualTo(5_000);
        assertThat(journal.keySet()).noneMatch(key -> key.startsWith("request/"));
        assertThat(ledger.campaigns()).isEmpty();
    }

    @Test
    void requestNobodyTrustsNeitherTakesTheIdNorSaysTheLastWord() {
        List<MaintenanceStatus> all = new ArrayList<>(hear(List.of(new Reading.Untrusted("r1", UNSIGNED)), NOW));
        Warrant warrant = new Warrant("patching", "key", "nonce-0001", null, null);
        Request expired = ((Reading.Accepted)
                        read("r1", "'notAfter':'" + NOW + "','action':{'type':'cordon','nodes':{'names':['n1']}}"))
                .request();

        all.addAll(hear(List.of(new Reading.Signed(expired, warrant)), NOW.plusSeconds(1)));
        all.addAll(hear(List.of(new Reading.Untrusted("r1", UNSIGNED)), NOW.plusSeconds(2)));

        assertThat(all)
                .extracting(MaintenanceStatus::state)
                .containsExactly(RequestState.REJECTED, RequestState.ACCEPTED, RequestState.EXPIRED);
        assertThat(all).extracting(MaintenanceStatus::terminal).containsExactly(false, false, true);
    }
}
