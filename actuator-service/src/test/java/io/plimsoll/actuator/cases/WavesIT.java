package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.calendar.Calendar;
import io.plimsoll.actuator.calendar.WindowSetting;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.MaintenanceStatus.ClosedGuard;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.simulator.audit.AuditEntry;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.faults.Match;
import io.plimsoll.simulator.faults.OpenWatch;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds a wave of nodes back, stops it, and lets it go on. */
class WavesIT {

    private static final Calendar NIGHTS = Calendar.of(
            List.of(WindowSetting.weekly("nights", List.of("Mon-Fri"), "22:00", "04:00", "Europe/Berlin")), List.of());

    /** Ten minutes before the window of a Monday opens, and ten before it closes. */
    private static final Instant BEFORE = Instant.parse("2026-01-12T20:50:00Z");

    private static final Instant OPENS = Instant.parse("2026-01-12T21:00:00Z");
    private static final Instant LATE = Instant.parse("2026-01-13T02:48:00Z");
    private static final Instant CLOSES = Instant.parse("2026-01-13T03:00:00Z");

    @Test
    void case40NodesOutThroughOthersCountAgainstTheLimitAndAreNamed() {
        try (Yard yard = new Yard(60).with(settings -> Limits.out(Limits.quick(settings), 20))) {
            yard.nodes(10).unschedulable("n9", true);
            yard.modify(ResourceTypes.NODE, "", "n10", tree -> tree.withObjectProperty("status")
                    .putArray("conditions")
                    .addObject()
                    .put("type", "Ready")
                    .put("status", "False"));
            yard.controllers().operations().takeDown("n10");
            yard.start();

            yard.drain("r40", "uncordon", "n1");
            MaintenanceStatus waits =
                    yard.awaitAnswer("r40", "waits", status -> !status.guards().isEmpty());
            yard.pass(Duration.ofSeconds(60));

            assertThat(waits.state()).isIn(RequestState.DEFERRED, RequestState.QUEUED);
            assertThat(waits.guards()).anySatisfy(guard -> {
                assertThat(guard.code()).isEqualTo("CONCURRENCY");
                assertThat(guard.reason()).contains("n9 (cordoned)").contains("n10 (NotReady)");
            });
            assertThat(yard.acts()).isEmpty();
            yard.unschedulable("n9", false);
            assertThat(yard.awaitEnd("r40").state()).isEqualTo(RequestState.SUCCEEDED);
        }
    }

    @Test
    void case45NodeHeldByAnotherMaintainersLeaseIsTakenWhenItIsFreed() {
        try (Yard yard = new Yard(60).with(Limits::quick)) {
            yard.nodes(4).deploymentOn("n1", "cart", 1);
            yard.create(ResourceTypes.NAMESPACE, "{'metadata': {'name': 'medik8s-leases'}}");
            yard.create(ResourceTypes.LEASE, """
                    {'metadata': {'name': 'node-n1', 'namespace': 'medik8s-leases'},
                     'spec': {'holderIdentity': 'node-healthcheck', 'leaseDurationSeconds': 86400,
                              'renewTime': '%s'}}""".formatted(yard.clock().instant()));
            yard.start();

            yard.drain("r45", "uncordon", "n1");
            MaintenanceStatus waits = yard.awaitState("r45", RequestState.DEFERRED);
            yard.pass(Duration.ofSeconds(30));

            assertThat(waits.guards()).anySatisfy(guard -> {
                assertThat(guard.code()).isEqualTo("CLAIM");
                assertThat(guard.reason()).contains("node-healthcheck").contains("medik8s-leases/node-n1");
            });
            assertThat(yard.acts()).isEmpty();
            yard.store().delete(ResourceTypes.LEASE, "medik8s-leases", "node-n1", DeleteOptions.IMMEDIATE);
            assertThat(yard.awaitEnd("r45").state()).isEqualTo(RequestState.SUCCEEDED);
            yard.assertWellAnswered("r45");
        }
    }

    @Test
    void case45NodeThatKuredLocksOrAnAutoscalerTaintsIsLeftToThem() {
        try (Yard yard = new Yard(60).with(settings -> Limits.out(Limits.quick(settings), 50))) {
            yard.nodes(6);
            yard.create(ResourceTypes.DAEMON_SET, """
                    {'metadata': {'name': 'kured', 'namespace': 'shop', 'annotations': {
                        'weave.works/kured-node-lock': '{\\'nodeID\\':\\'n1\\',\\'created\\':\\'%s\\',\\'TTL\\':0}'}},
                     'spec': {'selector': {'matchLabels': {'app': 'kured'}},
                              'template': {'metadata': {'labels': {'app': 'kured'}},
                                           'spec': {'containers': [{'name': 'kured', 'image': 'v1'}]}}}}""".formatted(yard.clock().instant()));
            yard.modify(ResourceTypes.NODE, "", "n2", tree -> taint(tree, "karpenter.sh/disrupted"));
            yard.modify(ResourceTypes.NODE, "", "n3", tree -> taint(tree, "ToBeDeletedByClusterAutoscaler"));
            yard.start();

            yard.drain("r45a", "uncordon", "n1");
            yard.drain("r45b", "uncordon", "n2");
            yard.drain("r45c", "uncordon", "n3");
            ClosedGuard kured = claimGuard(yard, "r45a");
            ClosedGuard karpenter = claimGuard(yard, "r45b");
            ClosedGuard autoscaler = claimGuard(yard, "r45c");
            assertThat(yard.acts()).isEmpty();
            yard.modify(ResourceTypes.DAEMON_SET, "shop", "kured", tree -> tree.withObjectProperty("metadata")
                    .remove("annotations"));

            assertThat(kured.reason()).contains("kured").contains("n1");
            assertThat(karpenter.reason()).contains("Karpenter");
            assertThat(autoscaler.reason()).contains("cluster-autoscaler");
            assertThat(yard.awaitEnd("r45a").state()).isEqualTo(RequestState.SUCCEEDED);
        }
    }

    private static void taint(com.fasterxml.jackson.databind.node.ObjectNode node, String key) {
        node.withObjectProperty("spec")
                .putArray("taints")
                .addObject()
                .put("key", key)
                .put("effect", "NoSchedule");
    }

    private static ClosedGuard claimGuard(Yard yard, String request) {
        MaintenanceStatus waits = yard.awaitAnswer(request, "is left to others", status -> status.guards().stream()
                .anyMatch(guard -> guard.code().equals("CLAIM")));
        return waits.guards().stream()
                .filter(guard -> guard.code().equals("CLAIM"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void case51RequestOutsideTheWindowRunsWhenItOpensAndExpiresIfThatIsTooLate() {
        try (Yard yard = new Yard(60, BEFORE).with(settings -> Limits.within(settings, NIGHTS))) {
            yard.nodes(4).deploymentOn("n1", "cart", 1);
            yard.start();

            yard.drain("r51", "uncordon", "n1");
            yard.request(
                    "r51x", "'notAfter':'2026-01-12T20:57:00Z','action':{'type':'drain','nodes':{'names':['n2']}}");
            MaintenanceStatus deferred = yard.awaitState("r51", RequestState.DEFERRED);
            MaintenanceStatus late = yard.awaitEnd("r51x");
            MaintenanceStatus end = yard.awaitEnd("r51");

            assertThat(deferred.until()).isEqualTo(OPENS);
            assertThat(late.state()).as(late.toString()).isEqualTo(RequestState.EXPIRED);
            assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
            assertThat(yard.calls()).allMatch(call -> !call.time().isBefore(OPENS));
            assertThat(yard.calls()).noneMatch(call -> call.name().equals("n2"));
        }
    }

    @Test
    void case52NoEvictionFollowsTheWindowsEndAndTheNodeIsGivenBack() {
        try (Yard yard = new Yard(60, LATE).with(settings -> Limits.within(settings, NIGHTS))) {
            yard.nodes(4).deploymentOn("n1", "cart", 2);
            yard.start();
            yard.simulator().faults().add(Match.resource("pods/eviction"), Effect.serverError(503), Integer.MAX_VALUE);

            yard.drain("r52", "uncordon", "n1");
            MaintenanceStatus end = yard.awaitEnd("r52");

            assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.FAILED);
            assertThat(end.causes()).extracting(Cause::code).contains("WINDOW_ENDED");
            assertThat(yard.evictions()).isNotEmpty().allMatch(call -> call.time()
                    .isBefore(CLOSES));
            assertThat(yard.cordoned("n1")).isFalse();
            yard.assertNoMarks();
            yard.assertWellAnswered("r52");
        }
    }

    @Test
    void case52NodeUnderWayWaitsForTheNextWindowWhereThatIsThePolicy() {
        Instant ends = Instant.parse("2026-01-12T10:20:00Z");
        Instant again = Instant.parse("2026-01-12T10:24:00Z");
        Calendar twice = Calendar.of(
                List.of(
                        WindowSetting.weekly("early", List.of("Mon-Sun"), "10:00", "10:20", "UTC"),
                        WindowSetting.weekly("late", List.of("Mon-Sun"), "10:24", "12:00", "UTC")),
                List.of());
        try (Yard yard = new Yard(60, ends.minus(Duration.ofMinutes(10)))
                .with(settings -> Limits.finishing(Limits.within(settings, twice)))) {
            yard.nodes(4).deploymentOn("n1", "cart", 2);
            yard.start();
            yard.noEvictionBefore(again);

            yard.drainWith("r52f", "uncordon", "'nodeDeadline':'PT14M'", "n1");
            MaintenanceStatus waits =
                    yard.awaitAnswer("r52f", "waits for the window", status -> status.guards().stream()
                            .anyMatch(
                                    guard -> guard.code().equals("WINDOW") && status.state() == RequestState.RUNNING));
            MaintenanceStatus end = yard.awaitEnd("r52f");

            assertThat(waits.guards().getFirst().opensAt()).isEqualTo(again);
            assertThat(waits.phase()).isEqualTo("Draining");
            assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
            assertThat(yard.evictions())
                    .as("before the end, and after the next beginning")
                    .anyMatch(call -> call.time().isBefore(ends))
                    .noneMatch(
                            call -> !call.time().isBefore(ends) && call.time().isBefore(again));
            yard.assertNoMarks();
            yard.assertWellAnswered("r52f");
        }
    }

    @Test
    void case54WindowThatCannotBeReadIsClosedAndSaysWhy() {
        Calendar misspelt = Calendar.of(
                List.of(WindowSetting.weekly("nights", List.of("Mon-Fri"), "22:00", "04:00", "Europe/Belrin")),
                List.of());
        try (Yard yard = new Yard(60).with(settings -> Limits.within(settings, misspelt))) {
            yard.nodes(4).deploymentOn("n1", "cart", 1);
            yard.start();

            yard.drain("r54", "uncordon", "n1");
            MaintenanceStatus waits = yard.awaitState("r54", RequestState.DEFERRED);
            yard.pass(Duration.ofMinutes(2));

            assertThat(misspelt.problems())
                    .singleElement()
                    .asString()
                    .contains("nights")
                    .contains("Europe/Belrin");
            assertThat(waits.guards()).anySatisfy(guard -> {
                assertThat(guard.code()).isEqualTo("WINDOW");
                assertThat(guard.reason()).contains("Europe/Belrin");
                assertThat(guard.remedy()).isNotBlank();
            });
            assertThat(yard.acts()).isEmpty();
        }
    }

    @Test
    void case56NothingIsStartedWhileTheBudgetsCannotBeRead() {
        try (Yard yard = new Yard(60).with(Limits::quick)) {
            yard.nodes(4).deploymentOn("n1", "cart", 1);
            yard.start();
            String fault = yard.simulator()
                    .faults()
                    .add(Match.resource("poddisruptionbudgets"), Effect.forbidden("no more"), Integer.MAX_VALUE);
            yard.simulator().faults().endWatches(Match.resource("poddisruptionbudgets"), OpenWatch.Ending.CUT);
            Yard.await("the loss is noticed", () -> !yard.actuator().problems().isEmpty());

            yard.drain("r56", "uncordon", "n1");
            MaintenanceStatus waits = yard.awaitAnswer("r56", "waits for its eyes", status -> status.guards().stream()
                    .anyMatch(guard -> guard.code().equals("FRESH")));
            yard.pass(Duration.ofSeconds(60));

            assertThat(waits.state()).isEqualTo(RequestState.DEFERRED);
            assertThat(waits.guards().toString()).contains("budgets");
            assertThat(yard.actuator().problems().toString())
                    .contains("poddisruptionbudgets")
                    .contains("403");
            assertThat(yard.acts()).isEmpty();
            yard.simulator().faults().remove(fault);
            assertThat(yard.awaitEnd("r56").state()).isEqualTo(RequestState.SUCCEEDED);
        }
    }

    @Test
    void case58AlertInTheGroupPausesItsWaveForAsLongAsTheDecisionHolds() {
        try (Yard yard = new Yard(60).with(Limits::quick)) {
            yard.nodes(4).deploymentOn("n1", "web", 4);
            yard.budget("web", "web", "'maxUnavailable': 1");
            List.of("n1", "n2")
                    .forEach(node ->
                            yard.modify(ResourceTypes.NODE, "", node, tree -> tree.withObjectProperty("metadata")
                                    .withObjectProperty("labels")
                                    .put("cloud.google.com/gke-nodepool", "pool-a")));
            yard.start();
            yard.drainWith("r58", "uncordon", "'nodeDeadline':'PT2H'", "n1");
            Yard.await("the first eviction", () -> !yard.evictions().isEmpty());

            Scope group = new Scope(Scope.Kind.NodeGroup, "pool-a");
            yard.decision("d-58", Action.PAUSE_MAINTENANCE, group, Duration.ofMinutes(10));
            Yard.await("the pause is known", () -> paused(yard));
            Instant paused = yard.clock().instant();
            yard.pass(Duration.ofMinutes(5));
            List<AuditEntry> meanwhile = yard.evictions().stream()
                    .filter(call -> call.time().isAfter(paused.plusSeconds(10)))
                    .toList();
            MaintenanceStatus end = yard.awaitEnd("r58");

            assertThat(meanwhile).isEmpty();
            assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
            assertThat(yard.evictions().getLast().time()).isAfter(paused.plus(Duration.ofMinutes(9)));
        }
    }

    private static boolean paused(Yard yard) {
        return !yard.actuator()
                .ask((ledger, _) -> ledger.pauses())
                .orElseThrow()
                .join()
                .isEmpty();
    }

    @Test
    void case59WaveHaltsWhereReplacementsOfItsFirstNodeStayPending() {
        try (Yard yard = new Yard(60).with(Limits::quick)) {
            yard.nodes(4);
            yard.only("n1", () -> {
                yard.workload(ResourceTypes.REPLICA_SET, "cart", 2, "");
                yard.awaitRunning("cart", 2);
            });
            yard.deploymentOn("n2", "shelf", 3); // so that n1, with fewer pods, goes first
            yard.modify(ResourceTypes.REPLICA_SET, "shop", "cart", tree -> tree.withObjectProperty("spec")
                    .withObjectProperty("template")
                    .withObjectProperty("spec")
                    .withObjectProperty("nodeSelector")
                    .put("nowhere", "yes"));
            yard.start();

            yard.drain("r59", "uncordon", "n1", "n2");
            MaintenanceStatus waits = yard.awaitAnswer("r59", "soaks", status -> status.guards().stream()
                    .anyMatch(guard -> guard.code().equals("SOAK")));
            MaintenanceStatus end = yard.awaitEnd("r59");

            assertThat(waits.guards().toString()).contains("shop/cart has 0 of 2 replicas ready");
            assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.FAILED);
            assertThat(end.nodes()).containsEntry("n1", "Released").containsEntry("n2", "NotStarted");
            assertThat(end.causes()).anySatisfy(cause -> {
                assertThat(cause.code()).isEqualTo("SOAK_FAILED");
                assertThat(cause.message()).contains("n1").contains("shop/cart");
            });
            assertThat(yard.calls()).noneMatch(call -> call.name().equals("n2"));
            yard.assertNoMarks();
            yard.assertWellAnswered("r59");
        }
    }

    @Test
    void case63RequestsWrittenWhileNobodyListenedAreServedOrExpire() {
        try (Yard yard = new Yard(60).with(Limits::quick)) {
            yard.nodes(4).deploymentOn("n1", "cart", 1);
            yard.drain("r63a", "uncordon", "n1");
            yard.request(
                    "r63b",
                    "'notAfter':'" + yard.clock().instant().plusSeconds(60)
                            + "','action':{'type':'drain','nodes':{'names':['n2']}}");
            yard.drain("r63c", "uncordon", "n3");
            yard.pass(Duration.ofMinutes(5));

            yard.start();

            assertThat(yard.awaitEnd("r63a").state()).isEqualTo(RequestState.SUCCEEDED);
            assertThat(yard.awaitEnd("r63b").state()).isEqualTo(RequestState.EXPIRED);
            assertThat(yard.awaitEnd("r63c").state()).isEqualTo(RequestState.SUCCEEDED);
            assertThat(yard.calls()).noneMatch(call -> call.name().equals("n2"));
            List.of("r63a", "r63b", "r63c").forEach(yard::assertWellAnswered);
        }
    }

    @Test
    void case68DrainLongerThanThePollIntervalRunsOnceWhileOthersAreServed() {
        try (Yard yard = new Yard(20).with(Limits::quick).kafka("max.poll.interval.ms", "1000")) {
            yard.nodes(4);
            yard.only("n1", () -> {
                yard.workload(
                        ResourceTypes.DEPLOYMENT,
                        "long",
                        1,
                        "'simulator.plimsoll.io/shutdown': '120s'",
                        "'terminationGracePeriodSeconds': 600,");
                yard.awaitRunning("long", 1);
            });
            yard.start();

            yard.drain("r68", "uncordon", "n1");
            yard.awaitState("r68", RequestState.RUNNING);
            Instant later = Instant.now().plusSeconds(3);
            Yard.await("thrice the poll interval", () -> Instant.now().isAfter(later));
            yard.request("p68", "'action':{'type':'plan','nodes':{'names':['n2']}}");
            yard.awaitEnd("p68");
            boolean under = yard.answers("r68").stream().noneMatch(MaintenanceStatus::terminal);

            assertThat(under).as("served while the other ran").isTrue();
            assertThat(yard.awaitEnd("r68").state()).isEqualTo(RequestState.SUCCEEDED);
            assertThat(yard.evictions()).hasSize(1);
            yard.assertWellAnswered("r68");
        }
    }
}
