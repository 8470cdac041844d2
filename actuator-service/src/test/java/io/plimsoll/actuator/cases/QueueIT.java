package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.service.Actuator;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.simulator.audit.AuditEntry;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.faults.Match;
import io.plimsoll.wire.DeadLetter;
import io.plimsoll.wire.Topic;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What several requests, pauses, decisions and restarts do to each other. */
class QueueIT {

    private final Yard yard = new Yard(60).with(Limits::quick);

    @AfterEach
    void close() {
        yard.close();
    }

    @Test
    void case39SecondRequestIsQueuedAndStartsAfterTheFirst() {
        yard.nodes(4).deploymentOn("n1", "cart", 1);
        yard.start();
        yard.drain("r39a", "uncordon", "n1");
        yard.awaitState("r39a", RequestState.RUNNING);
        yard.drain("r39b", "uncordon", "n2");

        MaintenanceStatus queued = yard.awaitState("r39b", RequestState.QUEUED);
        assertThat(queued.position()).isEqualTo(1);
        MaintenanceStatus first = yard.awaitEnd("r39a");
        MaintenanceStatus second = yard.awaitEnd("r39b");

        assertThat(first.state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(second.state()).isEqualTo(RequestState.SUCCEEDED);
        var calls = yard.calls();
        long lastOfFirst = calls.stream()
                .filter(c -> c.name().equals("n1"))
                .mapToLong(AuditEntry::sequence)
                .max()
                .orElseThrow();
        long firstOfSecond = calls.stream()
                .filter(c -> c.name().equals("n2"))
                .mapToLong(AuditEntry::sequence)
                .min()
                .orElseThrow();
        assertThat(firstOfSecond).isGreaterThan(lastOfFirst);
        yard.assertWellAnswered("r39b");
    }

    @Test
    void case43KillDuringADrainResumesTheSameRequest() {
        yard.nodes(4).deploymentOn("n1", "web", 3);
        yard.budget("web", "web", "'maxUnavailable': 1");
        Actuator first = yard.start();
        yard.drain("r43", "uncordon", "n1");
        Yard.await("the first eviction", () -> !yard.evictions().isEmpty());

        first.kill();
        yard.start();
        MaintenanceStatus end = yard.awaitEnd("r43");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.evictions().stream().filter(AuditEntry::succeeded).map(AuditEntry::uidPrecondition))
                .doesNotHaveDuplicates();
        yard.assertNoMarks();
        yard.assertWellAnswered("r43");
    }

    @Test
    void case55PauseStopsNewEvictionsUntilItIsLifted() {
        yard.nodes(4).deploymentOn("n1", "web", 4);
        yard.budget("web", "web", "'maxUnavailable': 1");
        yard.start();
        yard.drain("r55", "uncordon", "n1");
        Yard.await("the first eviction", () -> !yard.evictions().isEmpty());
        yard.request("p55", "'action':{'type':'pause','scope':{'kind':'Cluster'}}");
        yard.awaitEnd("p55");
        int before = yard.evictions().size();
        yard.awaitRunning("web", 4);
        java.time.Instant later = yard.clock().instant().plus(Duration.ofSeconds(60));
        Yard.await("a minute of cluster time", () -> yard.clock().instant().isAfter(later));
        assertThat(yard.evictions()).as("no eviction while paused").hasSizeLessThanOrEqualTo(before + 1);
        assertThat(yard.answers("r55")).noneMatch(MaintenanceStatus::terminal);

        yard.request("p55r", "'action':{'type':'resume','scope':{'kind':'Cluster'}}");

        assertThat(yard.awaitEnd("r55").state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.evictions()).hasSize(4).allMatch(AuditEntry::succeeded);
        yard.assertWellAnswered("r55");
    }

    @Test
    void case61SameIdTwiceAndAfterARestartRunsOnce() {
        yard.nodes(3).deploymentOn("n1", "cart", 1);
        Actuator first = yard.start();
        yard.drain("r61", "uncordon", "n1");
        yard.drain("r61", "uncordon", "n1");
        MaintenanceStatus end = yard.awaitEnd("r61");
        assertThat(end.state()).isEqualTo(RequestState.SUCCEEDED);
        int acts = yard.acts().size();
        first.close();
        yard.start();
        int before = yard.answers("r61").size();

        yard.drain("r61", "uncordon", "n1");
        Yard.await("the recorded answer again", () -> yard.answers("r61").size() > before);

        assertThat(yard.answers("r61").getLast()).isEqualTo(end);
        assertThat(yard.acts()).hasSize(acts);
        assertThat(yard.evictions()).hasSize(1);
    }

    @Test
    void case64MalformedRecordIsADeadLetterAndItsNeighboursAreHandled() {
        yard.nodes(3).deploymentOn("n1", "cart", 1);
        yard.start();

        yard.raw(Topic.MAINTENANCE_REQUESTS, Yard.CLUSTER, "{not json");
        yard.drain("r64", "uncordon", "n1");
        yard.request("r64x", "'action':{'type':'explode'}");

        assertThat(yard.awaitEnd("r64").state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.awaitEnd("r64x").state()).isEqualTo(RequestState.REJECTED);
        assertThat(yard.read(Topic.DEAD_LETTERS, DeadLetter.class))
                .hasSize(2)
                .allMatch(letter -> letter.topic().endsWith("maintenance.requests")
                        && !letter.message().isBlank());
    }

    @Test
    void case67CancelStopsEvictionsAndTakesTheCordonOff() {
        yard.nodes(4).deploymentOn("n1", "web", 3);
        yard.start();
        yard.simulator().faults().add(Match.resource("pods/eviction"), Effect.serverError(503), Integer.MAX_VALUE);
        yard.drain("r67", "uncordon", "n1");
        yard.awaitAnswer("r67", "drains", status -> "Draining".equals(status.phase()));

        yard.request("c67", "'action':{'type':'cancel','request':'r67'}");

        MaintenanceStatus end = yard.awaitEnd("r67");
        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.CANCELLED);
        assertThat(yard.awaitEnd("c67").state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.cordoned("n1")).isFalse();
        int evictions = yard.evictions().size();
        yard.assertNoMarks();
        assertThat(yard.evictions()).hasSize(evictions);
        yard.assertWellAnswered("r67");
    }

    @Test
    void decisionsCordonPauseAndUncordonOnlyWhatIsOurs() {
        yard.nodes(10);
        yard.unschedulable("n9", true);
        yard.with(settings -> Limits.out(Limits.quick(settings), 50)).start();

        yard.decision("d-1", Action.CORDON_NODE, Scope.node("n1"), Duration.ofHours(1));
        Yard.await("n1 is cordoned", () -> yard.cordoned("n1"));
        yard.decision("d-2", Action.UNCORDON_NODE, Scope.node("n9"), Duration.ofHours(1));
        yard.decision("d-3", Action.CORDON_NODE, Scope.node("n2"), Duration.ofHours(-1));
        yard.decision("d-4", Action.DRAIN_NODE, Scope.node("n3"), Duration.ofHours(1));
        yard.assertNoMarks();
        yard.decision("d-5", Action.UNCORDON_NODE, Scope.node("n1"), Duration.ofHours(1));
        Yard.await("n1 is back", () -> !yard.cordoned("n1"));
        yard.decision("d-6", Action.CORDON_NODE, Scope.node("n9"), Duration.ofHours(1));
        Yard.await("the claim has come and gone", () -> yard.calls().stream()
                .anyMatch(call -> call.name().equals("n9") && call.bodyExcerpt().contains("\"remove\"")));

        yard.decision("d-7", Action.UNCORDON_NODE, Scope.node("n9"), Duration.ofHours(1));

        Yard.await("d-7 is dropped", () -> yard.accounts().stream()
                .anyMatch(account -> account.origin().equals("d-7")));
        assertThat(yard.cordoned("n9")).isTrue();
        assertThat(yard.cordoned("n2")).isFalse();
        assertThat(yard.cordoned("n3")).isFalse();
        assertThat(yard.accounts().stream()
                        .filter(account -> account.act().equals("drop"))
                        .map(a -> a.origin()))
                .contains("d-2", "d-4");
    }

    @Test
    void scaleDownIsSuspendedAndRestored() {
        yard.nodes(3);
        yard.start();
        String mark = "cluster-autoscaler.kubernetes.io/scale-down-disabled";

        yard.decision("d-s", Action.SUSPEND_SCALE_DOWN, Scope.node("n1"), Duration.ofHours(1));
        Yard.await("suspended", () -> yard.annotation("n1", mark).equals("true"));
        yard.decision("d-r", Action.RESTORE_SCALE_DOWN, Scope.node("n1"), Duration.ofHours(1));

        Yard.await("restored", () -> yard.annotation("n1", mark).isEmpty());
    }
}
