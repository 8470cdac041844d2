package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.service.Actuator;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.maintenance.AuditRecord;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.simulator.audit.AuditEntry;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What requests and decisions may say beyond the usual, and what comes of it. */
class RequestRulesIT {

    private final Yard yard = new Yard(60).with(Limits::quick);

    @AfterEach
    void close() {
        yard.close();
    }

    private List<String> taken() {
        return yard.calls().stream()
                .filter(call -> call.bodyExcerpt().contains("/spec/unschedulable")
                        && call.bodyExcerpt().contains("true")
                        && call.succeeded())
                .map(AuditEntry::name)
                .toList();
    }

    @Test
    void higherPriorityGoesFirstThoughItCameLater() {
        yard.nodes(5).deploymentOn("n1", "cart", 1);
        yard.start();
        yard.drain("first", "uncordon", "n1");
        yard.awaitState("first", RequestState.RUNNING);
        yard.drain("low", "uncordon", "n2");
        yard.awaitState("low", RequestState.QUEUED);
        yard.request("high", "'priority':7,'action':{'type':'drain','then':'uncordon','nodes':{'names':['n3']}}");

        MaintenanceStatus overtaken =
                yard.awaitAnswer("low", "is second", status -> status.position() != null && status.position() == 2);
        yard.awaitEnd("low");

        assertThat(overtaken.state()).isEqualTo(RequestState.QUEUED);
        assertThat(taken()).containsExactly("n1", "n3", "n2");
    }

    @Test
    void namesAndSelectorTogetherMeanEachNodeOnceAndNullsAndOffsetsAreRead() {
        yard.nodes(4);
        yard.start();
        String offset = yard.clock()
                .instant()
                .plusSeconds(60)
                .atOffset(ZoneOffset.ofHours(5))
                .toString();

        yard.request(
                "odd:1.a_b-c",
                "'reason':null,'priority':null,'dryRun':null,'notAfter':null,'notBefore':'" + offset + "',"
                        + "'options':{'window':null,'maxConcurrent':null,'gracePeriodSeconds':null},"
                        + "'action':{'type':'drain','then':'uncordon','nodes':{'names':['n1','n1'],"
                        + "'selector':'kubernetes.io/hostname in (n1, n2),pool==batch,!gpu'}}");
        MaintenanceStatus waits = yard.awaitState("odd:1.a_b-c", RequestState.DEFERRED);
        MaintenanceStatus end = yard.awaitEnd("odd:1.a_b-c");

        assertThat(waits.causes()).extracting(Cause::code).containsExactly("NOT_BEFORE");
        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(end.nodes()).containsOnlyKeys("n1", "n2");
        assertThat(taken()).containsExactlyInAnyOrder("n1", "n2");
    }

    @Test
    void unknownNodeAmongKnownOnesIsNamedAndTheOthersAreServed() {
        yard.nodes(3);
        yard.start();

        yard.drain("mixed", "uncordon", "n99", "n1");
        MaintenanceStatus end = yard.awaitEnd("mixed");

        assertThat(end.state()).isEqualTo(RequestState.FAILED);
        assertThat(end.nodes()).containsEntry("n1", "Released").containsEntry("n99", "Refused");
        assertThat(end.causes()).singleElement().satisfies(cause -> {
            assertThat(cause.code()).isEqualTo("NODE_NOT_FOUND");
            assertThat(cause.message()).contains("n99");
        });
        yard.assertWellAnswered("mixed");
    }

    @Test
    void cancelEndsWhatIsQueuedOrHeldAndSaysWhatItCannotEnd() {
        yard.nodes(4).deploymentOn("n1", "cart", 1);
        yard.start();
        yard.drain("held", "hold", "n1");
        yard.awaitState("held", RequestState.HELD);
        yard.drain("queued", "uncordon", "n2");
        yard.awaitAnswer("queued", "waits", status -> !status.guards().isEmpty());

        yard.request("c1", "'action':{'type':'cancel','request':'queued'}");
        MaintenanceStatus queued = yard.awaitEnd("queued");
        yard.request("c2", "'action':{'type':'cancel','request':'held'}");
        MaintenanceStatus held = yard.awaitEnd("held");
        yard.request("c3", "'action':{'type':'cancel','request':'held'}");
        yard.request("c4", "'action':{'type':'cancel','request':'nobodys'}");

        assertThat(queued.state()).isEqualTo(RequestState.CANCELLED);
        assertThat(queued.by()).isEqualTo("tests");
        assertThat(held.state()).isEqualTo(RequestState.CANCELLED);
        assertThat(yard.cordoned("n1")).isFalse();
        assertThat(taken()).containsExactly("n1");
        assertThat(yard.awaitEnd("c3").causes()).extracting(Cause::code).containsExactly("ALREADY_ENDED");
        assertThat(yard.awaitEnd("c4").causes()).extracting(Cause::code).containsExactly("UNKNOWN_REQUEST");
        yard.assertNoMarks();
    }

    @Test
    void idThatComesAgainWithOtherContentGetsTheRecordedAnswerAndNothingRuns() {
        yard.nodes(3).deploymentOn("n1", "cart", 1);
        yard.start();
        yard.drain("same", "uncordon", "n1");
        MaintenanceStatus end = yard.awaitEnd("same");
        int before = yard.answers("same").size();

        yard.request("same", "'action':{'type':'cordon','nodes':{'names':['n2']}}");
        Yard.await("the answer again", () -> yard.answers("same").size() > before);
        yard.pass(Duration.ofSeconds(60));

        assertThat(yard.answers("same").getLast()).isEqualTo(end);
        assertThat(yard.cordoned("n2")).isFalse();
        assertThat(taken()).containsExactly("n1");
    }

    @Test
    void graceThatIsAskedForIsSentWithEachEviction() {
        yard.nodes(4).deploymentOn("n1", "cart", 2);
        yard.deploymentOn("n2", "shelf", 1);
        yard.start();

        yard.drainWith("brief", "uncordon", "'gracePeriodSeconds':7", "n1");
        yard.awaitEnd("brief");
        yard.drain("usual", "uncordon", "n2");
        yard.awaitEnd("usual");

        assertThat(yard.evictions())
                .filteredOn(call -> call.name().startsWith("cart"))
                .hasSize(2)
                .allMatch(call -> call.bodyExcerpt().contains("\"gracePeriodSeconds\":7"));
        assertThat(yard.evictions())
                .filteredOn(call -> call.name().startsWith("shelf"))
                .hasSize(1)
                .noneMatch(call -> call.bodyExcerpt().contains("gracePeriodSeconds"));
    }

    @Test
    void pauseCoversItsScopeAloneEndsAtItsTimeAndIsLiftedByNoOtherScope() {
        yard.nodes(4);
        yard.start();
        yard.request(
                "p1",
                "'action':{'type':'pause','scope':{'kind':'Node','name':'n1'},'until':'"
                        + yard.clock().instant().plusSeconds(600) + "'}");
        yard.awaitEnd("p1");
        yard.request("p2", "'action':{'type':'resume','scope':{'kind':'Cluster'}}");
        yard.awaitEnd("p2");

        yard.drain("covered", "uncordon", "n1");
        yard.drain("other", "uncordon", "n2");
        MaintenanceStatus waits =
                yard.awaitAnswer("covered", "waits", status -> !status.guards().isEmpty());
        yard.awaitEnd("other");
        MaintenanceStatus end = yard.awaitEnd("covered");

        assertThat(waits.guards().getFirst().code()).isEqualTo("PAUSED");
        assertThat(waits.guards().getFirst().reason()).contains("p1", "node n1");
        assertThat(end.state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(taken()).containsExactly("n2", "n1");
    }

    @Test
    void whatWasAnsweredInDryRunIsNotDoneOnceTheModeIsEnforce() {
        yard.nodes(4).deploymentOn("n1", "cart", 1);
        Actuator dry = yard.start("actuator-0", true);
        yard.drain("pretended", "uncordon", "n1");
        MaintenanceStatus end = yard.awaitEnd("pretended");
        dry.close();
        yard.start();
        int before = yard.answers("pretended").size();

        yard.drain("pretended", "uncordon", "n1");
        Yard.await("the answer again", () -> yard.answers("pretended").size() > before);
        yard.drain("meant", "uncordon", "n1");
        MaintenanceStatus meant = yard.awaitEnd("meant");

        assertThat(end.dryRun()).isTrue();
        assertThat(yard.answers("pretended").getLast()).isEqualTo(end);
        assertThat(meant.dryRun()).isFalse();
        assertThat(taken()).containsExactly("n1");
    }

    @Test
    void requestThatIsADryRunTouchesNothingThoughTheModeIsEnforce() {
        yard.nodes(4).deploymentOn("n1", "cart", 2);
        yard.start();

        yard.request("dry", "'dryRun':true,'action':{'type':'drain','then':'uncordon','nodes':{'names':['n1']}}");
        MaintenanceStatus end = yard.awaitEnd("dry");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.answers("dry")).allMatch(MaintenanceStatus::dryRun);
        assertThat(yard.calls()).isEmpty();
        assertThat(yard.accounts())
                .filteredOn(account -> account.origin().equals("dry")
                        && List.of("cordon", "evict", "uncordon").contains(account.act()))
                .isNotEmpty()
                .allMatch(AuditRecord::dryRun)
                .allMatch(account -> "tests".equals(account.requestedBy()));
    }

    @Test
    void decisionThatExpiresWhileItWaitsIsNeverCarriedOut() {
        yard.nodes(10);
        yard.start();
        yard.request("p", "'action':{'type':'pause','scope':{'kind':'Cluster'}}");
        yard.awaitEnd("p");
        yard.decision("d-brief", Action.CORDON_NODE, Scope.node("n1"), Duration.ofMinutes(3));
        yard.decision("d-lasting", Action.CORDON_NODE, Scope.node("n2"), Duration.ofHours(3));
        yard.pass(Duration.ofMinutes(4));

        yard.request("r", "'action':{'type':'resume','scope':{'kind':'Cluster'}}");
        Yard.await("the one that holds is carried out", () -> yard.cordoned("n2"));
        yard.pass(Duration.ofMinutes(4));

        assertThat(taken()).containsExactly("n2");
        assertThat(yard.accounts()).as("that it expired is accounted for").anySatisfy(account -> {
            assertThat(account.origin()).isEqualTo("d-brief");
            assertThat(account.outcome()).isEqualToIgnoringCase("expired");
        });
    }

    @Test
    void analyzersResumeLeavesAPersonsPauseAlone() {
        yard.nodes(4);
        yard.start();
        yard.request("mine", "'reason':'audit season','action':{'type':'pause','scope':{'kind':'Cluster'}}");
        yard.awaitEnd("mine");
        yard.decision("d-pause", Action.PAUSE_MAINTENANCE, Scope.cluster(), Duration.ofHours(1));
        yard.decision("d-resume", Action.RESUME_MAINTENANCE, Scope.cluster(), Duration.ofHours(1), "d-pause");
        Yard.await(
                "only the person's is left",
                () -> yard.actuator().ask((ledger, _) -> ledger.pauses()).orElseThrow().join().stream()
                        .map(pause -> pause.by())
                        .toList()
                        .equals(List.of("mine")));

        yard.drain("waits", "uncordon", "n1");
        MaintenanceStatus waits = yard.awaitState("waits", RequestState.DEFERRED);

        assertThat(waits.guards().getFirst().reason()).contains("mine", "audit season");
        assertThat(yard.acts()).isEmpty();
    }
}
