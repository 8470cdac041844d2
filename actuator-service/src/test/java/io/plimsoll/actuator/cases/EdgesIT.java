package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.service.Actuator;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.simulator.audit.AuditEntry;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.faults.Match;
import io.plimsoll.simulator.faults.OpenWatch;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes in between: other requests, other people, other nodes of the same name, an API server that goes away. */
class EdgesIT {

    private static final String SLOW = "'simulator.plimsoll.io/shutdown': '45s'";

    private final Yard yard = new Yard(60).with(Limits::quick);

    @AfterEach
    void close() {
        yard.close();
    }

    private void slowPodsOn(String node, String name, int replicas) {
        yard.only(node, () -> {
            yard.workload(ResourceTypes.DEPLOYMENT, name, replicas, SLOW, "'terminationGracePeriodSeconds': 60,");
            yard.awaitRunning(name, replicas);
        });
    }

    @Test
    void secondRequestForANodeUnderWayWaitsAndTheFirstIsNotDisturbed() {
        yard.nodes(4);
        slowPodsOn("n1", "web", 2);
        yard.start();
        yard.drain("first", "hold", "n1");
        Yard.await("the first eviction", () -> !yard.evictions().isEmpty());

        yard.drain("second", "uncordon", "n1");
        MaintenanceStatus waits =
                yard.awaitAnswer("second", "waits", status -> !status.guards().isEmpty());
        yard.awaitState("first", RequestState.HELD);
        yard.request("done", "'action':{'type':'complete','nodes':{'names':['n1']}}");

        assertThat(waits.state()).isIn(RequestState.QUEUED, RequestState.DEFERRED);
        assertThat(yard.awaitEnd("first").state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.awaitEnd("second").state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.evictions()).hasSize(2).allMatch(AuditEntry::succeeded);
        yard.assertNoMarks();
        List.of("first", "second", "done").forEach(yard::assertWellAnswered);
    }

    @Test
    void nodeThatIsMadeAnewUnderItsNameIsLeftAlone() {
        yard.nodes(4).deploymentOn("n1", "web", 1);
        yard.start();
        yard.simulator().faults().add(Match.resource("pods/eviction"), Effect.serverError(503), Integer.MAX_VALUE);
        yard.drain("anew", "uncordon", "n1");
        yard.awaitAnswer("anew", "drains", status -> "Draining".equals(status.phase()));

        yard.store().delete(ResourceTypes.NODE, "", "n1", DeleteOptions.IMMEDIATE);
        yard.node("n1");
        long then = yard.store().get(ResourceTypes.NODE, "", "n1").resourceVersion();
        MaintenanceStatus end = yard.awaitEnd("anew");
        yard.pass(Duration.ofSeconds(30));

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.FAILED);
        assertThat(end.causes()).extracting(Cause::code).contains("NODE_GONE");
        assertThat(yard.cordoned("n1")).isFalse();
        assertThat(yard.annotation("n1", "plimsoll.io/claim")).isEmpty();
        assertThat(then).isPositive();
        yard.assertWellAnswered("anew");
    }

    @Test
    void budgetThatAppearsUnderTheDrainIsKeptAndTheDeadlineHoldsTheNode() {
        yard.nodes(4).deploymentOn("n1", "ready", 1);
        slowPodsOn("n1", "web", 3);
        yard.start();
        yard.simulator()
                .faults()
                .add(
                        call -> call.resource().equals("pods/eviction")
                                && call.name().startsWith("web"),
                        Effect.serverError(503),
                        3);
        yard.drainWith("late", "uncordon", "'nodeDeadline':'PT4M','onDeadline':'hold'", "n1");
        yard.awaitAnswer("late", "drains", status -> "Draining".equals(status.phase()));

        yard.budget("web", "web", "'minAvailable': 3");
        Instant known = yard.clock().instant().plusSeconds(10);
        MaintenanceStatus held = yard.awaitState("late", RequestState.HELD);
        yard.request("late-stop", "'action':{'type':'cancel','request':'late'}");
        MaintenanceStatus end = yard.awaitEnd("late");

        assertThat(held.causes()).extracting(Cause::code).contains("DEADLINE");
        assertThat(held.causes().toString()).contains("shop/web");
        assertThat(yard.evictions())
                .noneMatch(call -> call.succeeded()
                        && call.name().startsWith("web")
                        && call.time().isAfter(known));
        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.CANCELLED);
        assertThat(yard.cordoned("n1")).isFalse();
        yard.assertNoMarks();
        yard.assertWellAnswered("late");
    }

    @Test
    void secondBudgetOverThePodsIsNamedAndNotAskedAgainBlindly() {
        yard.nodes(4).deploymentOn("n1", "web", 2);
        yard.start();
        yard.simulator()
                .faults()
                .add(
                        Match.resource("pods/eviction"),
                        new Effect.Answer(io.plimsoll.simulator.store.ApiStatus.of(
                                500,
                                "InternalError",
                                "This pod has more than one PodDisruptionBudget, which the eviction subresource does not"
                                        + " support.")),
                        Integer.MAX_VALUE);

        yard.drainWith("overlap", "uncordon", "'nodeDeadline':'PT3M'", "n1");
        MaintenanceStatus end = yard.awaitEnd("overlap");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.FAILED);
        assertThat(end.causes()).extracting(Cause::code).contains("DEADLINE", "PDB_OVERLAP");
        assertThat(yard.evictions())
                .as("each pod about once a minute")
                .hasSizeLessThanOrEqualTo(8)
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(yard.cordoned("n1")).isFalse();
        yard.assertNoMarks();
    }

    @Test
    void throttledApiSlowsAllEvictionsDownAndIsNoBudgetsFault() {
        yard.nodes(4).deploymentOn("n1", "web", 3);
        yard.start();
        yard.simulator().faults().add(Match.resource("pods/eviction"), Effect.tooManyRequests(20), 3);

        yard.drain("throttled", "uncordon", "n1");
        MaintenanceStatus waits = yard.awaitAnswer(
                "throttled", "says why", status -> !status.causes().isEmpty());
        MaintenanceStatus end = yard.awaitEnd("throttled");

        assertThat(waits.causes()).extracting(Cause::code).containsOnly("API_THROTTLED");
        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        List<AuditEntry> refused =
                yard.evictions().stream().filter(call -> call.code() == 429).toList();
        Instant last = refused.getLast().time();
        assertThat(yard.evictions().stream().filter(AuditEntry::succeeded))
                .allMatch(call -> !call.time().isBefore(last.plusSeconds(20)));
    }

    @Test
    void apiServerThatGoesAwayUnderADrainIsWaitedForAndNobodyIsEvictedTwice() {
        yard.nodes(4);
        slowPodsOn("n1", "web", 4);
        yard.budget("web", "web", "'maxUnavailable': 1");
        Actuator actuator = yard.start();
        yard.drainWith("away", "uncordon", "'nodeDeadline':'PT6H'", "n1");
        Yard.await("the first eviction", () -> !yard.evictions().isEmpty());

        String away = yard.simulator().faults().add(Match.ANY, new Effect.Cut(true, false), Integer.MAX_VALUE);
        yard.simulator().faults().endWatches(Match.ANY, OpenWatch.Ending.CUT);
        Yard.await("it leads no more", () -> !actuator.active());
        Yard.await("it says why", () -> !actuator.problems().isEmpty());
        List<String> said = actuator.problems();
        yard.simulator().faults().remove(away);
        MaintenanceStatus end = yard.awaitEnd("away");

        assertThat(said).isNotEmpty().noneMatch(line -> line.contains("\n"));
        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.evictions().stream().filter(AuditEntry::succeeded).map(AuditEntry::uidPrecondition))
                .hasSize(4)
                .doesNotHaveDuplicates();
        yard.assertNoMarks();
        yard.assertWellAnswered("away");
    }

    @Test
    void selectorThatMatchesAllNodesTakesThemOneByOneAndAnEmptyOneNone() {
        yard.nodes(3).deploymentOn("n1", "web", 2);
        yard.start();

        yard.request("none", "'action':{'type':'drain','nodes':{'selector':''}}");
        yard.request("all", "'action':{'type':'drain','then':'uncordon','nodes':{'selector':'pool=batch'}}");
        Yard.await("the end of all", () -> {
            assertThat(yard.nodeNames().stream().filter(yard::cordoned))
                    .as("out at once")
                    .hasSizeLessThanOrEqualTo(1);
            return yard.answers("all").stream().anyMatch(MaintenanceStatus::terminal);
        });

        MaintenanceStatus all = yard.awaitEnd("all");
        assertThat(all.state()).as(all.toString()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(all.nodes()).containsOnlyKeys("n1", "n2", "n3");
        assertThat(yard.awaitEnd("none").state()).isEqualTo(RequestState.REJECTED);
        yard.assertNoMarks();
        yard.assertWellAnswered("all");
    }

    @Test
    void requestAsLargeAsTheyComeIsAnsweredAndTheNextOneIsServed() {
        yard.nodes(3).deploymentOn("n1", "web", 1);
        yard.start();
        var random = new Random(5);
        List<String> names = IntStream.range(0, 5_000)
                .mapToObj(i -> "n" + i + "-" + new BigInteger(200, random).toString(36))
                .toList();

        yard.drain("large", "uncordon", names.toArray(String[]::new));
        yard.drain("next", "uncordon", "n1");

        MaintenanceStatus large = yard.awaitEnd("large");
        assertThat(large.state()).isEqualTo(RequestState.REJECTED);
        assertThat(large.nodes()).hasSize(5_000);
        assertThat(large.causes()).extracting(Cause::code).containsOnly("NODE_NOT_FOUND");
        assertThat(yard.awaitEnd("next").state()).isEqualTo(RequestState.SUCCEEDED);
    }

    @Test
    void pauseLongerThanTheDeadlineLosesNoNodeItsPlaceAndTheAnswerSaysWhoPaused() {
        yard.nodes(4).deploymentOn("n1", "web", 3);
        yard.budget("web", "web", "'maxUnavailable': 1");
        yard.start();
        yard.drainWith("place", "uncordon", "'nodeDeadline':'PT5M'", "n1");
        Yard.await("the first eviction", () -> !yard.evictions().isEmpty());

        yard.request("halt", "'action':{'type':'pause','scope':{'kind':'Cluster'}}");
        MaintenanceStatus paused = yard.awaitAnswer("place", "is paused", status -> status.guards().stream()
                .anyMatch(guard -> guard.code().equals("PAUSED")));
        yard.pass(Duration.ofMinutes(6));
        List<MaintenanceStatus> meanwhile = yard.answers("place");
        yard.request("on", "'action':{'type':'resume','scope':{'kind':'Cluster'}}");
        MaintenanceStatus end = yard.awaitEnd("place");

        assertThat(paused.state()).isEqualTo(RequestState.RUNNING);
        assertThat(paused.guards().getFirst().reason()).contains("halt");
        assertThat(meanwhile).noneMatch(MaintenanceStatus::terminal);
        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        yard.assertWellAnswered("place");
    }
}
