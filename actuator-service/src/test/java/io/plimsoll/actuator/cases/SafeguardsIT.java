package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.service.Actuator;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.simulator.audit.AuditEntry;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.faults.Match;
import io.plimsoll.simulator.store.ResourceTypes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stops a wave by itself, and whose marks are whose. */
class SafeguardsIT {

    private static final String SUSPENDED = "cluster-autoscaler.kubernetes.io/scale-down-disabled";
    private static final String OURS = "plimsoll.io/scale-down-suspended";

    private final Yard yard = new Yard(60).with(Limits::quick);

    @AfterEach
    void close() {
        yard.close();
    }

    @Test
    void podBoundPastTheCordonIsDrainedTooAndHaltsTheWave() {
        yard.nodes(4);
        yard.only("n1", () -> {
            yard.workload(ResourceTypes.DEPLOYMENT, "web", 2, "'simulator.plimsoll.io/shutdown': '29s'", "");
            yard.awaitRunning("web", 2);
        });
        yard.deploymentOn("n2", "shelf", 3);
        yard.start();
        yard.drainWith("bypass", "uncordon", "'evictUnmanaged':true", "n1", "n2");
        Yard.await("both are going", () -> yard.evictions().size() == 2);
        yard.pass(Duration.ofSeconds(10));

        yard.create(ResourceTypes.POD, """
                {'metadata': {'name': 'intruder', 'namespace': 'shop'},
                 'spec': {'nodeName': 'n1', 'containers': [{'name': 'main', 'image': 'v1'}]}}""");
        MaintenanceStatus end = yard.awaitEnd("bypass");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.FAILED);
        assertThat(end.causes()).anySatisfy(cause -> {
            assertThat(cause.code()).isEqualTo("CORDON_BYPASSED");
            assertThat(cause.object()).isEqualTo("shop/intruder");
        });
        assertThat(end.nodes()).containsEntry("n1", "Released").containsEntry("n2", "NotStarted");
        assertThat(yard.evictions()).anyMatch(call -> call.name().equals("intruder") && call.succeeded());
        assertThat(yard.calls()).noneMatch(call -> call.name().equals("n2"));
        yard.assertNoMarks();
    }

    @Test
    void breakerGivesOurNodesBackTheLastFirst() {
        yard.nodes(8).deploymentOn("n1", "one", 1);
        yard.deploymentOn("n2", "two", 2);
        yard.with(settings -> Limits.together(Limits.out(Limits.quick(settings), 50), 2))
                .start();
        yard.simulator().faults().add(Match.resource("pods/eviction"), Effect.serverError(503), Integer.MAX_VALUE);
        yard.drainWith("breaker", "uncordon", "'maxConcurrent':2", "n1", "n2");
        Yard.await("both are out", () -> yard.cordoned("n1") && yard.cordoned("n2"));

        yard.workload(ResourceTypes.DEPLOYMENT, "homeless", 6, "'nodeSelector': {'nowhere': 'yes'},");
        MaintenanceStatus end = yard.awaitEnd("breaker");
        yard.drain("after", "uncordon", "n3");
        MaintenanceStatus waits =
                yard.awaitAnswer("after", "rests", status -> !status.guards().isEmpty());

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.FAILED);
        assertThat(end.causes()).extracting(Cause::code).contains("BREAKER");
        assertThat(waits.guards().toString()).contains("BREAKER");
        List<String> given = yard.calls().stream()
                .filter(SafeguardsIT::givesANodeBack)
                .map(AuditEntry::name)
                .toList();
        List<String> taken = yard.calls().stream()
                .filter(SafeguardsIT::takesANode)
                .map(AuditEntry::name)
                .toList();
        assertThat(given).containsExactlyElementsOf(taken.reversed());
        assertThat(yard.cordoned("n1")).isFalse();
        yard.assertNoMarks();
    }

    @Test
    void nodesThatDrawOnOneBudgetAreNeverOutTogether() {
        yard.nodes(8);
        yard.only("n1", () -> {
            yard.workload(ResourceTypes.DEPLOYMENT, "web", 1, "");
            yard.awaitRunning("web", 1);
        });
        yard.only("n2", () -> {
            yard.modify(ResourceTypes.DEPLOYMENT, "shop", "web", tree -> tree.withObjectProperty("spec")
                    .put("replicas", 2));
            yard.awaitRunning("web", 2);
        });
        yard.budget("web", "web", "'maxUnavailable': 1");
        yard.with(settings -> Limits.together(Limits.out(Limits.quick(settings), 50), 4))
                .start();

        yard.drainWith("together", "uncordon", "'maxConcurrent':4", "n1", "n2", "n3");
        MaintenanceStatus end = yard.awaitEnd("together");

        Set<String> out = new TreeSet<>();
        assertThat(yard.calls()).filteredOn(SafeguardsIT::takesANode).hasSize(3);
        yard.calls().forEach(call -> {
            if (takesANode(call)) {
                out.add(call.name());
            } else if (givesANodeBack(call)) {
                out.remove(call.name());
            }
            assertThat(out.containsAll(Set.of("n1", "n2")))
                    .as("both are out at %s", call.time())
                    .isFalse();
        });
        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
    }

    @Test
    void suspensionOfScaleDownThatSomebodyElseSetIsLeftAlone() {
        yard.nodes(3);
        yard.modify(ResourceTypes.NODE, "", "n1", tree -> tree.withObjectProperty("metadata")
                .withObjectProperty("annotations")
                .put(SUSPENDED, "true"));
        yard.start();

        Scope cluster = Scope.cluster();
        yard.decision("d-suspend", Action.SUSPEND_SCALE_DOWN, cluster, Duration.ofHours(1));
        Yard.await("suspended", () -> yard.annotation("n2", OURS).equals("true"));
        yard.decision("d-restore", Action.RESTORE_SCALE_DOWN, cluster, Duration.ofHours(1));
        Yard.await(
                "restored",
                () -> yard.annotation("n2", OURS).isEmpty()
                        && yard.annotation("n3", OURS).isEmpty());

        assertThat(yard.annotation("n2", SUSPENDED)).isEmpty();
        assertThat(yard.annotation("n1", SUSPENDED)).isEqualTo("true");
        assertThat(yard.calls()).noneMatch(call -> call.name().equals("n1"));
    }

    @Test
    void suspensionEndsWithItsDecisionAndAnOrphanedOneWithTheNextStart() {
        yard.nodes(3);
        yard.modify(ResourceTypes.NODE, "", "n3", tree -> tree.withObjectProperty("metadata")
                .withObjectProperty("annotations")
                .put(SUSPENDED, "true")
                .put(OURS, "true"));
        yard.start();

        Yard.await("the orphan is freed", () -> yard.annotation("n3", SUSPENDED).isEmpty());
        yard.decision("d-short", Action.SUSPEND_SCALE_DOWN, Scope.node("n1"), Duration.ofMinutes(3));
        Yard.await("suspended", () -> yard.annotation("n1", SUSPENDED).equals("true"));

        Yard.await("it expires", () -> yard.annotation("n1", SUSPENDED).isEmpty());
        assertThat(yard.annotation("n1", OURS)).isEmpty();
    }

    @Test
    void onlyOneOfTwoDryRunsAnswersAndTheOtherTakesOver() {
        yard.nodes(4).deploymentOn("n1", "cart", 2);
        Actuator first = yard.start("dry-a", true);
        Actuator second = yard.startBehind("dry-b", true);
        yard.drain("dry1", "uncordon", "n1");
        yard.awaitEnd("dry1");

        // The group may still be sharing out when the answer is there.
        Yard.await("one leads", () -> first.active() && !second.active());
        Yard.await("the second knows", () -> second.problems().toString().contains(" is held by "));
        first.close();
        Yard.await("the second leads", second::active);
        yard.drain("dry2", "uncordon", "n1");
        yard.awaitEnd("dry2");

        yard.assertWellAnswered("dry1");
        yard.assertWellAnswered("dry2");
        assertThat(yard.answers("dry1").stream().filter(status -> status.state() == RequestState.ACCEPTED))
                .hasSize(1);
        assertThat(yard.simulator()
                        .audit()
                        .entries(entry -> entry.userAgent().contains("fabric8")
                                && !entry.resource().startsWith("selfsubject")))
                .isEmpty();
    }

    /** Whoever switches to dry run relies on it, whatever was under way. */
    @Test
    void drainBegunInEarnestStandsStillInDryRunAndGoesOnAfterwards() {
        yard.nodes(4).deploymentOn("n1", "web", 4);
        yard.budget("web", "web", "'maxUnavailable': 1");
        Actuator first = yard.start();
        yard.drainWith("r1", "uncordon", "'nodeDeadline':'PT12H'", "n1");
        Yard.await("the first eviction", () -> !yard.evictions().isEmpty());
        first.close();

        Actuator dry = yard.start("actuator-0", true);
        List<AuditEntry> before = writes();
        MaintenanceStatus says = yard.awaitAnswer("r1", "says why it stands still", status -> status.causes().stream()
                .anyMatch(cause -> cause.code().equals("DRY_RUN")));
        yard.pass(Duration.ofMinutes(5));
        List<AuditEntry> after = writes();
        dry.close();
        yard.start();

        assertThat(says.terminal()).isFalse();
        assertThat(after).isEqualTo(before);
        assertThat(yard.awaitEnd("r1").state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.evictions().stream().filter(AuditEntry::succeeded).map(AuditEntry::uidPrecondition))
                .hasSize(4)
                .doesNotHaveDuplicates();
        yard.assertNoMarks();
    }

    /** Of any kind, events and leases included; to ask what one may do changes nothing. */
    private List<AuditEntry> writes() {
        return yard.simulator()
                .audit()
                .entries(entry -> entry.userAgent().contains("fabric8")
                        && !List.of("get", "list", "watch").contains(entry.verb())
                        && !entry.resource().startsWith("selfsubjectaccessreviews"));
    }

    @Test
    void pauseThatAnotherSupersedesEndsWithIt() {
        yard.nodes(4).deploymentOn("n1", "cart", 1);
        yard.start();
        yard.decision("d-p1", Action.PAUSE_MAINTENANCE, Scope.cluster(), Duration.ofHours(5));
        yard.decision("d-p2", Action.PAUSE_MAINTENANCE, Scope.cluster(), Duration.ofMinutes(4), "d-p1");

        Yard.await(
                "the later pause is known",
                () -> yard.actuator().ask((ledger, _) -> ledger.pauses()).orElseThrow().join().stream()
                        .anyMatch(pause -> pause.by().equals("d-p2")));
        yard.drain("paused", "uncordon", "n1");
        MaintenanceStatus waits = yard.awaitState("paused", RequestState.DEFERRED);

        assertThat(waits.guards().toString()).contains("PAUSED");
        assertThat(yard.awaitEnd("paused").state()).isEqualTo(RequestState.SUCCEEDED);
    }

    private static boolean takesANode(AuditEntry call) {
        return call.bodyExcerpt().contains("/spec/unschedulable")
                && call.bodyExcerpt().contains("true")
                && call.succeeded();
    }

    private static boolean givesANodeBack(AuditEntry call) {
        return call.resource().equals("nodes") && call.bodyExcerpt().contains("\"remove\"") && call.succeeded();
    }
}
