package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.calendar.BlackoutSetting;
import io.plimsoll.actuator.calendar.Calendar;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the cluster, its owners and its other maintainers may do beyond the usual, and what comes of it. */
class ClusterRulesIT {

    private static final Instant NOON = Instant.parse("2026-01-12T12:00:00Z");
    private static final String SUSPENDED = "cluster-autoscaler.kubernetes.io/scale-down-disabled";

    private static Calendar frozen(Instant from, Instant to) {
        return Calendar.of(List.of(), List.of(BlackoutSetting.between("freeze", from.toString(), to.toString())));
    }

    @Test
    @Tag("long")
    void blackoutThatBeginsUnderADrainGivesTheNodeBack() {
        Instant from = NOON.plus(Duration.ofMinutes(30));
        Calendar calendar = frozen(from, from.plus(Duration.ofHours(5)));
        try (Yard yard = new Yard(60, NOON).with(settings -> Limits.within(settings, calendar))) {
            yard.nodes(4).deploymentOn("n1", "cart", 2);
            yard.start();
            yard.simulator().faults().add(Match.resource("pods/eviction"), Effect.serverError(503), Integer.MAX_VALUE);

            yard.drain("frozen", "uncordon", "n1");
            MaintenanceStatus end = yard.awaitEnd("frozen");
            yard.drain("next", "uncordon", "n2");
            MaintenanceStatus next = yard.awaitState("next", RequestState.DEFERRED);

            assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.FAILED);
            assertThat(end.causes()).extracting(Cause::code).contains("WINDOW_ENDED");
            assertThat(yard.evictions()).isNotEmpty().allMatch(call -> call.time()
                    .isBefore(from));
            assertThat(yard.cordoned("n1")).isFalse();
            assertThat(next.guards().getFirst().reason()).contains("freeze");
            assertThat(next.until()).isEqualTo(from.plus(Duration.ofHours(5)));
            yard.assertNoMarks();
        }
    }

    @Test
    @Tag("long")
    void blackoutThatBeginsUnderADrainIsWaitedForWhereThatIsThePolicy() {
        Instant from = NOON.plus(Duration.ofMinutes(24));
        Instant to = from.plus(Duration.ofMinutes(4));
        try (Yard yard =
                new Yard(60, NOON).with(settings -> Limits.finishing(Limits.within(settings, frozen(from, to))))) {
            yard.nodes(4).deploymentOn("n1", "cart", 2);
            yard.start();
            yard.noEvictionBefore(to);

            yard.drainWith("frozen", "uncordon", "'nodeDeadline':'PT40M'", "n1");
            MaintenanceStatus waits = yard.awaitAnswer("frozen", "waits for its end", status -> status.guards().stream()
                    .anyMatch(guard -> guard.code().equals("WINDOW") && status.state() == RequestState.RUNNING));
            MaintenanceStatus end = yard.awaitEnd("frozen");

            assertThat(waits.guards().getFirst().reason()).contains("freeze");
            assertThat(waits.guards().getFirst().opensAt()).isEqualTo(to);
            assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
            assertThat(yard.evictions())
                    .noneMatch(
                            call -> !call.time().isBefore(from) && call.time().isBefore(to));
        }
    }

    @Test
    void locksOfOtherMaintainersThatHaveLapsedHoldNothingUp() {
        try (Yard yard = new Yard(60).with(Limits::quick)) {
            yard.nodes(4).deploymentOn("n1", "cart", 1);
            Instant longAgo = yard.clock().instant().minus(Duration.ofHours(2));
            yard.create(ResourceTypes.NAMESPACE, "{'metadata': {'name': 'medik8s-leases'}}");
            yard.create(ResourceTypes.LEASE, """
                    {'metadata': {'name': 'node-n1', 'namespace': 'medik8s-leases'},
                     'spec': {'holderIdentity': 'node-healthcheck', 'leaseDurationSeconds': 60, 'renewTime': '%s'}}""".formatted(longAgo));
            yard.create(ResourceTypes.DAEMON_SET, """
                    {'metadata': {'name': 'kured', 'namespace': 'shop', 'annotations': {
                        'weave.works/kured-node-lock':
                            '{\\'nodeID\\':\\'n1\\',\\'created\\':\\'%s\\',\\'TTL\\':1800000000000}'}},
                     'spec': {'selector': {'matchLabels': {'app': 'kured'}},
                              'template': {'metadata': {'labels': {'app': 'kured'}},
                                           'spec': {'containers': [{'name': 'kured', 'image': 'v1'}]}}}}""".formatted(longAgo));
            yard.start();

            yard.drain("lapsed", "uncordon", "n1");

            assertThat(yard.awaitEnd("lapsed").state()).isEqualTo(RequestState.SUCCEEDED);
            assertThat(yard.store()
                            .get(ResourceTypes.LEASE, "medik8s-leases", "node-n1")
                            .json()
                            .path("spec")
                            .path("holderIdentity")
                            .asText())
                    .isEqualTo("node-healthcheck");
        }
    }

    @Test
    @Tag("long")
    void ownersWishesRefuseDelayOrAreReported() {
        try (Yard yard = new Yard(60).with(Limits::quick)) {
            yard.nodes(5);
            annotated(yard, "n1", "never", "'karpenter.sh/do-not-disrupt': 'true'");
            annotated(yard, "n2", "unsafe", "'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false'");
            annotated(yard, "n3", "later", "'karpenter.sh/do-not-disrupt': '30m'");
            annotated(yard, "n4", "garbage", "'karpenter.sh/do-not-disrupt': 'please'");
            yard.start();
            Instant asked = yard.clock().instant();

            yard.drain("o1", "uncordon", "n1");
            yard.drain("o2", "uncordon", "n2");
            MaintenanceStatus never = yard.awaitEnd("o1");
            MaintenanceStatus unsafe = yard.awaitEnd("o2");
            yard.drain("o4", "uncordon", "n4");
            MaintenanceStatus garbage = yard.awaitEnd("o4");
            yard.drainWith("o3", "uncordon", "'nodeDeadline':'PT2H'", "n3");
            MaintenanceStatus later = yard.awaitEnd("o3");

            assertThat(never.state()).isEqualTo(RequestState.REJECTED);
            assertThat(never.causes()).extracting(Cause::code).containsExactly("DO_NOT_DISRUPT");
            assertThat(never.causes().getFirst().message()).contains("shop/never-", "karpenter.sh/do-not-disrupt");
            assertThat(unsafe.causes()).extracting(Cause::code).containsExactly("DO_NOT_DISRUPT");
            assertThat(garbage.state()).as(garbage.toString()).isEqualTo(RequestState.SUCCEEDED);
            assertThat(later.state()).as(later.toString()).isEqualTo(RequestState.SUCCEEDED);
            assertThat(yard.calls()).noneMatch(call -> Set.of("n1", "n2").contains(call.name()));
            assertThat(yard.evictions())
                    .filteredOn(call -> call.name().startsWith("later"))
                    .hasSize(1)
                    .allMatch(call -> call.time().isAfter(asked.plus(Duration.ofMinutes(20))));
        }
    }

    private static void annotated(Yard yard, String node, String app, String annotation) {
        yard.only(node, () -> {
            yard.workload(ResourceTypes.DEPLOYMENT, app, 1, annotation, "");
            yard.awaitRunning(app, 1);
        });
    }

    @Test
    void suspensionWhoseDecisionExpiresWhileNobodyIsThereEndsWithTheNextStart() {
        try (Yard yard = new Yard(60).with(Limits::quick)) {
            yard.nodes(3);
            Actuator first = yard.start();
            yard.decision("d-s", Action.SUSPEND_SCALE_DOWN, Scope.node("n1"), Duration.ofMinutes(4));
            Yard.await("suspended", () -> yard.annotation("n1", SUSPENDED).equals("true"));

            first.kill();
            yard.pass(Duration.ofMinutes(5));
            boolean left = yard.annotation("n1", SUSPENDED).equals("true");
            yard.start();

            assertThat(left).isTrue();
            Yard.await("taken off", () -> yard.annotation("n1", SUSPENDED).isEmpty());
            assertThat(yard.annotation("n1", "plimsoll.io/scale-down-suspended"))
                    .isEmpty();
        }
    }

    @Test
    void workloadOfFiveNeverFallsBelowThree() {
        try (Yard yard = new Yard(60).with(settings -> Limits.out(Limits.quick(settings), 50))) {
            yard.nodes(6);
            yard.create(ResourceTypes.STATEFUL_SET, """
                    {'metadata': {'name': 'db', 'namespace': 'shop', 'labels': {'plimsoll.io/quorum': 'true'}},
                     'spec': {'replicas': 5, 'serviceName': 'db', 'podManagementPolicy': 'Parallel',
                              'selector': {'matchLabels': {'app': 'db'}},
                              'template': {'metadata': {'labels': {'app': 'db'}},
                                           'spec': {'containers': [{'name': 'main', 'image': 'v1',
                                               'resources': {'requests': {'cpu': '100m', 'memory': '100Mi'}}}]}}}}""");
            yard.awaitRunning("db", 5);
            String node = yard.nodeNames().stream()
                    .filter(name -> yard.podNamesOn(name).contains("db-0"))
                    .findFirst()
                    .orElseThrow();
            for (String down : List.of("db-1", "db-2")) {
                yard.controllers().operations().setReady("shop", down, false);
            }
            yard.awaitRunning("db", 3);
            yard.start();

            yard.drain("quorum", "uncordon", node);
            MaintenanceStatus waits = yard.awaitState("quorum", RequestState.DEFERRED);
            yard.pass(Duration.ofSeconds(60));
            List<String> meanwhile = yard.acts();
            yard.controllers().operations().setReady("shop", "db-1", true);
            yard.controllers().operations().setReady("shop", "db-2", true);
            MaintenanceStatus end = yard.awaitEnd("quorum");

            assertThat(waits.guards()).anySatisfy(guard -> {
                assertThat(guard.code()).isEqualTo("QUORUM");
                assertThat(guard.reason()).contains("shop/db", "of 5", "majority is 3");
            });
            assertThat(meanwhile).isEmpty();
            assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        }
    }

    @Test
    void nodesOfOneZoneAndOfTheControlPlaneAreNeverOutTogether() {
        try (Yard yard = new Yard(60).with(settings -> Limits.together(Limits.out(Limits.quick(settings), 60), 4))) {
            yard.nodes(8);
            Map.of("n1", "a", "n2", "a", "n3", "b", "n4", "c", "n5", "d", "n6", "e", "n7", "f", "n8", "g")
                    .forEach((node, zone) -> yard.modify(ResourceTypes.NODE, "", node, tree -> {
                        var labels = tree.withObjectProperty("metadata").withObjectProperty("labels");
                        labels.put("topology.kubernetes.io/zone", zone);
                        if (Set.of("n3", "n4").contains(node)) {
                            labels.put("node-role.kubernetes.io/control-plane", "");
                        }
                    }));
            yard.start();

            yard.drainWith("wave", "uncordon", "'maxConcurrent':4", "n1", "n2", "n3", "n4", "n5");
            MaintenanceStatus end = yard.awaitEnd("wave");

            assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
            Set<String> out = new TreeSet<>();
            int most = 0;
            for (AuditEntry call : yard.calls()) {
                if (call.bodyExcerpt().contains("\"remove\"") && call.succeeded()) {
                    out.remove(call.name());
                } else if (call.bodyExcerpt().contains("/spec/unschedulable") && call.succeeded()) {
                    out.add(call.name());
                }
                most = Math.max(most, out.size());
                assertThat(out.containsAll(Set.of("n1", "n2")))
                        .as("zone a: " + out)
                        .isFalse();
                assertThat(out.containsAll(Set.of("n3", "n4")))
                        .as("control plane: " + out)
                        .isFalse();
            }
            assertThat(most).as("several at once").isGreaterThan(1);
        }
    }

    /** A kubelet that was away is no reboot; a reboot that nobody saw is one. */
    @Test
    void nodeThatAwaitsItsRebootComesBackAfterItAndAfterNothingElse() {
        try (Yard yard = new Yard(60).with(Limits::quick)) {
            yard.nodes(4).deploymentOn("n1", "cart", 1);
            Actuator first = yard.start();
            yard.drain("patch", "await-reboot", "n1");
            yard.awaitAnswer("patch", "awaits the reboot", status -> status.causes().stream()
                    .anyMatch(cause -> cause.code().equals("AWAITING_REBOOT")));
            yard.controllers().operations().takeDown("n1");
            Yard.await("n1 is NotReady", () -> !yard.readyNode("n1"));
            yard.controllers().operations().bringUp("n1");
            Yard.await("n1 is Ready", () -> yard.readyNode("n1"));
            yard.pass(Duration.ofSeconds(60));
            boolean stillOut = yard.cordoned("n1");

            first.kill();
            yard.controllers().operations().reboot("n1");
            Instant rebooted = yard.clock().instant();
            yard.start();
            MaintenanceStatus end = yard.awaitEnd("patch");

            assertThat(stillOut).as("without a reboot it stays out").isTrue();
            assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
            assertThat(yard.cordoned("n1")).isFalse();
            assertThat(yard.calls().getLast().bodyExcerpt()).contains("\"remove\"");
            assertThat(yard.calls().getLast().time())
                    .as("after it has been Ready for the soak")
                    .isAfterOrEqualTo(rebooted.plusSeconds(10));
            yard.assertNoMarks();
            yard.assertWellAnswered("patch");
        }
    }

    /** The first five at once, then five in each second that follows. */
    @Test
    void noMoreThanFivePodsAreEvictedInASecond() {
        try (Yard yard = new Yard(2).with(Limits::quick)) {
            yard.nodes(4).deploymentOn("n1", "web", 24);
            yard.start();

            yard.drain("many", "hold", "n1");
            yard.awaitState("many", RequestState.HELD);

            List<Instant> times =
                    yard.evictions().stream().map(AuditEntry::time).sorted().toList();
            assertThat(times).hasSize(24);
            assertThat(Duration.between(times.getFirst(), times.getLast()))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(1_000 * (24 - 5) / 5));
        }
    }

    @Test
    void evictionsThatNoRoleGrantsAreNamedWithTheirRemedyAndGoOnOnceGranted() {
        try (Yard yard = new Yard(60).with(Limits::quick)) {
            yard.nodes(4).deploymentOn("n1", "cart", 2);
            yard.start();
            String fault = yard.simulator()
                    .faults()
                    .add(
                            Match.resource("pods/eviction"),
                            Effect.forbidden("User \"plimsoll\" cannot create resource \"pods/eviction\""));

            yard.drain("denied", "uncordon", "n1");
            MaintenanceStatus waits =
                    yard.awaitAnswer("denied", "says that it is denied", status -> status.causes().stream()
                            .anyMatch(cause -> cause.code().equals("EVICTION_DENIED")));
            yard.simulator().faults().remove(fault);
            MaintenanceStatus end = yard.awaitEnd("denied");

            assertThat(waits.causes()).anySatisfy(cause -> {
                assertThat(cause.message()).contains("shop/cart-", "403", "cannot create");
                assertThat(cause.remedy()).contains("pods/eviction");
            });
            assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        }
    }
}
