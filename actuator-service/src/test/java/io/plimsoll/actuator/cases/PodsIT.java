package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.simulator.audit.AuditEntry;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.faults.Match;
import io.plimsoll.simulator.faults.OpenWatch;
import io.plimsoll.simulator.store.ApiStatus;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pods that don't go as easily as others, by the API server's audit log. */
class PodsIT {

    private static final String BUSY = "simulator.plimsoll.io/shutdown";

    private final Yard yard = new Yard(60).with(Limits::quick);

    @AfterEach
    void close() {
        yard.close();
    }

    @Test
    void case6FailedPodOfADaemonSetNeverBlocks() {
        yard.nodes(3);
        yard.workload(ResourceTypes.DAEMON_SET, "agent", 1, "");
        yard.awaitRunning("agent", 3);
        yard.deploymentOn("n1", "cart", 1);
        yard.start();
        yard.simulator()
                .faults()
                .add(
                        call -> {
                            boolean cordon = call.method().equals("PATCH")
                                    && call.resource().equals("nodes");
                            if (cordon) {
                                failAgentOn("n1");
                            }
                            return false;
                        },
                        Effect.serverError(500),
                        1);

        yard.drain("r6", "uncordon", "n1");
        MaintenanceStatus end = yard.awaitEnd("r6");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.evictions()).noneMatch(entry -> entry.name().startsWith("agent"));
    }

    private void failAgentOn(String node) {
        for (JsonNode pod : yard.pods("agent")) {
            if (node.equals(pod.path("spec").path("nodeName").asText())) {
                yard.modify(
                        ResourceTypes.POD,
                        "shop",
                        pod.path("metadata").path("name").asText(),
                        tree -> tree.withObjectProperty("status").put("phase", "Failed"));
            }
        }
    }

    @Test
    void case13BudgetThatAllowsNothingForAWhileIsWaitedForWithGrowingGaps() {
        yard.nodes(4).deploymentOn("n1", "web", 1);
        yard.start();
        AtomicReference<Instant> until = new AtomicReference<>(); // from the first time it is asked
        yard.simulator()
                .faults()
                .add(
                        call -> call.resource().equals("pods/eviction")
                                && yard.clock()
                                        .instant()
                                        .isBefore(until.updateAndGet(known -> known == null
                                                ? yard.clock().instant().plusSeconds(90)
                                                : known)),
                        new Effect.Answer(disruptionBudget()),
                        Integer.MAX_VALUE);

        yard.drain("r13", "uncordon", "n1");
        MaintenanceStatus end = yard.awaitEnd("r13");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        List<Instant> posts = yard.evictions().stream().map(AuditEntry::time).toList();
        assertThat(posts).as("refused at least twice, then let go").hasSizeGreaterThan(2);
        for (int i = 1; i < posts.size(); i++) {
            Duration gap = Duration.between(posts.get(i - 1), posts.get(i));
            assertThat(gap).as("at most one POST a second: " + posts).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            // The first gaps are shorter than what a busy machine adds to them at this speed; none is above a minute.
            long least = Math.min(60, 1L << Math.max(0, i - 1));
            assertThat(gap).as("growing gaps: " + posts).isGreaterThanOrEqualTo(Duration.ofSeconds(least));
        }
    }

    @Test
    void case13BudgetWithoutRoomIsWatchedNotAskedAndTheAnswerNamesItsNumbers() {
        yard.nodes(4);
        yard.only("n2", () -> {
            yard.workload(ResourceTypes.DEPLOYMENT, "web", 1, "");
            yard.awaitRunning("web", 1);
        });
        String elsewhere =
                yard.pods("web").getFirst().path("metadata").path("name").asText();
        yard.only("n1", () -> {
            yard.modify(ResourceTypes.DEPLOYMENT, "shop", "web", tree -> tree.withObjectProperty("spec")
                    .put("replicas", 3));
            yard.awaitRunning("web", 3);
        });
        yard.budget("web", "web", "'maxUnavailable': 1");
        yard.controllers().operations().setReady("shop", elsewhere, false);
        Yard.await(
                "the budget is used up",
                () -> yard.store()
                                .get(ResourceTypes.POD_DISRUPTION_BUDGET, "shop", "web")
                                .json()
                                .path("status")
                                .path("disruptionsAllowed")
                                .asInt()
                        == 0);
        yard.start();

        yard.drain("r13b", "uncordon", "n1");
        MaintenanceStatus waits = yard.awaitAnswer("r13b", "names the budget", status -> status.causes().stream()
                .anyMatch(cause -> "shop/web".equals(cause.object())));
        yard.pass(Duration.ofSeconds(90));
        int before = yard.evictions().size();
        yard.controllers().operations().setReady("shop", elsewhere, true);
        MaintenanceStatus end = yard.awaitEnd("r13b");

        assertThat(before).as("what would be refused is not asked").isZero();
        assertThat(waits.causes().toString()).contains("needs 2 healthy, has 2");
        assertThat(waits.causes()).extracting(Cause::remedy).noneMatch(String::isBlank);
        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.evictions()).hasSize(2).allMatch(AuditEntry::succeeded);
        yard.assertWellAnswered("r13b");
    }

    private static ApiStatus disruptionBudget() {
        return ApiStatus.of(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.")
                .because(new ApiStatus.Cause(
                        "DisruptionBudget", "The disruption budget web needs 1 healthy pods and has 1 currently", ""));
    }

    @Test
    void case16NextTryComesNoEarlierThanRetryAfter() {
        yard.nodes(4).deploymentOn("n1", "web", 1);
        yard.start();
        yard.simulator()
                .faults()
                .add(
                        call -> call.resource().equals("pods/eviction"),
                        new Effect.Answer(disruptionBudget().retryAfter(10)),
                        2);

        yard.drain("r16", "uncordon", "n1");

        assertThat(yard.awaitEnd("r16").state()).isEqualTo(RequestState.SUCCEEDED);
        List<AuditEntry> posts = yard.evictions();
        assertThat(posts).hasSizeGreaterThanOrEqualTo(3);
        for (int i = 1; i < posts.size(); i++) {
            assertThat(Duration.between(posts.get(i - 1).time(), posts.get(i).time()))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(10));
        }
    }

    @Test
    void case21OperatorWhoseWebhookDeniesMovesThePodItself() {
        yard.nodes(4).deploymentOn("n1", "kafka", 1);
        yard.start();
        String pod = yard.pods("kafka").getFirst().path("metadata").path("name").asText();
        yard.simulator()
                .faults()
                .add(
                        Match.resource("pods/eviction").withName(pod),
                        Effect.webhookDenial("drain-cleaner.strimzi.io", 500, "the operator will roll the pod"));

        yard.drain("r21", "uncordon", "n1");
        MaintenanceStatus waits = yard.awaitAnswer("r21", "waits for the operator", status -> status.causes().stream()
                .anyMatch(cause -> cause.code().equals("EVICTION_DELAYED")));
        yard.pass(Duration.ofSeconds(50));
        yard.store().delete(ResourceTypes.POD, "shop", pod, DeleteOptions.GRACEFUL);
        MaintenanceStatus end = yard.awaitEnd("r21");

        assertThat(waits.causes().toString()).contains("drain-cleaner.strimzi.io");
        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.evictions()).isNotEmpty().allMatch(entry -> entry.code() == 500);
        assertThat(yard.evictions()).as("asked with growing gaps").hasSizeLessThan(12);
        yard.assertWellAnswered("r21");
    }

    @Test
    void case23DrainGoesOnAfterReadsHaveFailedForTwentySeconds() {
        yard.nodes(4);
        yard.only("n1", () -> {
            yard.workload(
                    ResourceTypes.DEPLOYMENT,
                    "web",
                    2,
                    "'" + BUSY + "': '600s'",
                    "'terminationGracePeriodSeconds': 900,");
            yard.awaitRunning("web", 2);
        });
        yard.start();
        yard.drainWith("r23", "uncordon", "'nodeDeadline':'PT3H'", "n1");
        Yard.await(
                "the evictions, seen",
                () -> yard.evictions().size() == 2
                        && yard.actuator().view().podsOn("n1").stream()
                                .allMatch(pod -> pod.state().deletionTimestamp() != null));

        String pods = yard.simulator().faults().add(Match.resource("pods").withMethod("GET"), Effect.serverError(500));
        String nodes =
                yard.simulator().faults().add(Match.resource("nodes").withMethod("GET"), Effect.serverError(500));
        yard.simulator().faults().endWatches(Match.ANY, OpenWatch.Ending.CUT);
        Instant over = Instant.now().plusSeconds(20);
        Yard.await("twenty seconds", () -> Instant.now().isAfter(over));
        yard.simulator().faults().remove(pods);
        yard.simulator().faults().remove(nodes);
        MaintenanceStatus end = yard.awaitEnd("r23");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.evictions()).as("nobody is asked twice").hasSize(2);
        yard.assertWellAnswered("r23");
    }

    @Test
    void case25PodThatIsGoingAlreadyIsWaitedForAndNotEvicted() {
        yard.nodes(4);
        yard.only("n1", () -> {
            yard.workload(
                    ResourceTypes.DEPLOYMENT,
                    "slow",
                    1,
                    "'" + BUSY + "': '200s'",
                    "'terminationGracePeriodSeconds': 300,");
            yard.awaitRunning("slow", 1);
        });
        String going =
                yard.pods("slow").getFirst().path("metadata").path("name").asText();
        yard.start();
        yard.store().delete(ResourceTypes.POD, "shop", going, DeleteOptions.GRACEFUL);

        yard.drain("r25", "uncordon", "n1");
        MaintenanceStatus end = yard.awaitEnd("r25");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.evictions()).noneMatch(entry -> entry.name().equals(going));
        assertThat(yard.podNamesOn("n1")).doesNotContain(going);
    }

    @Test
    void case26PodHeldByAFinalizerIsNamedAndTheDeadlineDecides() {
        yard.nodes(4).deploymentOn("n1", "stuck", 1);
        String pod = yard.pods("stuck").getFirst().path("metadata").path("name").asText();
        yard.modify(ResourceTypes.POD, "shop", pod, tree -> tree.withObjectProperty("metadata")
                .putArray("finalizers")
                .add("example.com/backup"));
        yard.start();

        yard.drainWith("r26", "uncordon", "'nodeDeadline':'PT5M'", "n1");
        MaintenanceStatus stuck = yard.awaitAnswer("r26", "names what is stuck", status -> status.causes().stream()
                .anyMatch(cause -> cause.code().equals("STUCK_TERMINATING")));
        MaintenanceStatus end = yard.awaitEnd("r26");

        assertThat(stuck.causes().toString()).contains("example.com/backup").contains("shop/" + pod);
        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.FAILED);
        assertThat(end.causes()).extracting(Cause::code).contains("DEADLINE", "STUCK_TERMINATING");
        assertThat(yard.evictions()).hasSize(1);
        assertThat(yard.deletions()).isEmpty();
        assertThat(yard.cordoned("n1")).isFalse();
        yard.assertNoMarks();
        yard.assertWellAnswered("r26");
    }

    @Test
    void case28UnreadyPodsOfAViolatedBudgetWaitUnlessThePolicyLetsThemGo() {
        yard.nodes(4).deploymentOn("n1", "web", 3);
        yard.budget("web", "web", "'maxUnavailable': 1");
        List<String> pods = yard.pods("web").stream()
                .map(pod -> pod.path("metadata").path("name").asText())
                .toList();
        yard.controllers().operations().setReady("shop", pods.get(0), false);
        yard.controllers().operations().setReady("shop", pods.get(1), false);
        Yard.await(
                "the budget is violated",
                () -> yard.store()
                                .get(ResourceTypes.POD_DISRUPTION_BUDGET, "shop", "web")
                                .json()
                                .path("status")
                                .path("currentHealthy")
                                .asInt()
                        == 1);
        yard.start();

        yard.drain("r28", "uncordon", "n1");
        MaintenanceStatus waits = yard.awaitState("r28", RequestState.DEFERRED);
        yard.pass(Duration.ofSeconds(60));
        int before = yard.evictions().size();
        yard.modify(ResourceTypes.POD_DISRUPTION_BUDGET, "shop", "web", tree -> tree.withObjectProperty("spec")
                .put("unhealthyPodEvictionPolicy", "AlwaysAllow"));
        MaintenanceStatus end = yard.awaitEnd("r28");

        assertThat(waits.guards().toString()).contains("BUDGETS").contains("needs 2 healthy, has 1");
        assertThat(before).isZero();
        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        List<String> first =
                yard.evictions().stream().limit(2).map(AuditEntry::name).toList();
        assertThat(first).as("the unready ones go first").containsExactlyInAnyOrder(pods.get(0), pods.get(1));
    }

    @Test
    void case30OrdinaryPodsGoBeforeCriticalOnes() {
        yard.nodes(4);
        yard.only("n1", () -> {
            yard.workload(
                    ResourceTypes.DEPLOYMENT,
                    "dns",
                    2,
                    "'priorityClassName': 'system-cluster-critical', 'priority': 2000000000,");
            yard.workload(ResourceTypes.DEPLOYMENT, "cart", 2, "'" + BUSY + "': '30s'", "");
            yard.awaitRunning("dns", 2);
            yard.awaitRunning("cart", 2);
        });
        yard.start();

        yard.drain("r30", "uncordon", "n1");

        assertThat(yard.awaitEnd("r30").state()).isEqualTo(RequestState.SUCCEEDED);
        List<AuditEntry> posts = yard.evictions();
        assertThat(posts).hasSize(4);
        assertThat(posts.subList(0, 2)).allMatch(entry -> entry.name().startsWith("cart"));
        assertThat(posts.subList(2, 4)).allMatch(entry -> entry.name().startsWith("dns"));
        assertThat(Duration.between(posts.get(1).time(), posts.get(2).time()))
                .as("once no ordinary one is left")
                .isGreaterThanOrEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void case32VolumeThatLiesOnTheNodeIsSaidBeforeAnythingIsTouched() {
        yard.nodes(3);
        yard.create(ResourceTypes.PERSISTENT_VOLUME, """
                {'metadata': {'name': 'disk-n1'},
                 'spec': {'capacity': {'storage': '1Gi'}, 'accessModes': ['ReadWriteOnce'], 'local': {'path': '/disk'},
                          'storageClassName': 'local', 'claimRef': {'namespace': 'shop', 'name': 'data'},
                          'nodeAffinity': {'required': {'nodeSelectorTerms': [{'matchExpressions': [
                              {'key': 'kubernetes.io/hostname', 'operator': 'In', 'values': ['n1']}]}]}}},
                 'status': {'phase': 'Bound'}}""");
        yard.create(ResourceTypes.PERSISTENT_VOLUME_CLAIM, """
                {'metadata': {'name': 'data', 'namespace': 'shop'},
                 'spec': {'accessModes': ['ReadWriteOnce'], 'volumeName': 'disk-n1', 'storageClassName': 'local',
                          'resources': {'requests': {'storage': '1Gi'}}},
                 'status': {'phase': 'Bound'}}""");
        yard.only("n1", () -> {
            yard.workload(
                    ResourceTypes.STATEFUL_SET,
                    "db",
                    1,
                    "'volumes': [{'name': 'data', 'persistentVolumeClaim': {'claimName': 'data'}}],");
            yard.awaitRunning("db", 1);
        });
        yard.start();

        yard.request("p32", "'action':{'type':'plan','nodes':{'names':['n1']}}");
        yard.drain("r32", "uncordon", "n1");
        MaintenanceStatus plan = yard.awaitEnd("p32");
        MaintenanceStatus end = yard.awaitEnd("r32");

        assertThat(plan.nodes()).containsEntry("n1", "blocked");
        assertThat(plan.causes().toString())
                .contains("LOCAL_VOLUME")
                .contains("Pending")
                .contains("disk-n1");
        assertThat(end.causes()).extracting(Cause::code).contains("LOCAL_VOLUME");
        assertThat(yard.acts()).isEmpty();
    }

    @Test
    void case34PodsAreDeletedInTimeForTheDeadlineWhereThatIsPermitted() {
        yard.nodes(4);
        yard.only("n1", () -> {
            yard.workload(
                    ResourceTypes.DEPLOYMENT,
                    "long",
                    1,
                    "'" + BUSY + "': '500s'",
                    "'terminationGracePeriodSeconds': 600,");
            yard.awaitRunning("long", 1);
        });
        yard.with(settings -> Limits.forced(Limits.quick(settings))).start();

        yard.drainWith("r34", "uncordon", "'nodeDeadline':'PT2M','onDeadline':'force'", "n1");
        MaintenanceStatus end = yard.awaitEnd("r34");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.deletions()).isNotEmpty().allSatisfy(entry -> {
            assertThat(entry.uidPrecondition()).isNotEmpty();
            assertThat(graceOf(entry)).isBetween(1, 120);
        });
    }

    private static int graceOf(AuditEntry entry) {
        var number =
                java.util.regex.Pattern.compile("\"gracePeriodSeconds\":(\\d+)").matcher(entry.bodyExcerpt());
        return number.find() ? Integer.parseInt(number.group(1)) : -1;
    }

    @Test
    void podThatComesBackToTheNodePastItsCordonIsEvictedInGrowingGapsAndNamed() {
        yard.nodes(4).deploymentOn("n1", "cart", 2);
        yard.workload(
                ResourceTypes.DEPLOYMENT, "pinned", 1, "'nodeName': 'n1', 'tolerations': [{'operator': 'Exists'}],");
        yard.awaitRunning("pinned", 1);
        yard.start();

        yard.drain("back", "uncordon", "n1");
        MaintenanceStatus waits = yard.awaitAnswer("back", "names it", status -> status.causes().stream()
                .anyMatch(cause ->
                        cause.code().equals("POD_RETURNS") && cause.message().contains("3 times")));
        List<Instant> posts = yard.evictions().stream()
                .filter(entry -> entry.name().startsWith("pinned"))
                .map(AuditEntry::time)
                .toList();
        yard.modify(ResourceTypes.DEPLOYMENT, "shop", "pinned", tree -> tree.withObjectProperty("spec")
                .put("replicas", 0));
        MaintenanceStatus end = yard.awaitEnd("back");

        assertThat(posts).hasSizeGreaterThanOrEqualTo(3);
        assertThat(Duration.between(posts.get(0), posts.get(1))).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(Duration.between(posts.get(1), posts.get(2))).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(waits.causes().getFirst().message())
                .contains("pod shop/pinned", "node n1", "ReplicaSet shop/pinned");
        assertThat(yard.evictions())
                .filteredOn(entry -> entry.name().startsWith("cart"))
                .hasSize(2);
        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        yard.assertNoMarks();
        yard.assertWellAnswered("back");
    }

    /** In real time, by the server's own clock: what is decided in one second may not pile up in the next. */
    @Test
    void serverIsNeverAskedForMoreThanFiveEvictionsInASecond() {
        try (Yard real = new Yard(1)) {
            real.nodes(4).deploymentOn("n1", "web", 18);
            real.start();

            real.drain("rate", "hold", "n1");
            Yard.await("all are asked", () -> real.evictions().size() >= 18);

            List<Instant> posts =
                    real.evictions().stream().map(AuditEntry::time).sorted().toList();
            for (int i = 5; i < posts.size(); i++) {
                assertThat(Duration.between(posts.get(i - 5), posts.get(i)))
                        .as("six of " + posts)
                        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            }
        }
    }

    @Test
    void case35WithoutPermissionNothingIsDeletedAtTheDeadline() {
        yard.nodes(4).deploymentOn("n1", "web", 2);
        yard.start();
        yard.simulator().faults().add(Match.resource("pods/eviction"), Effect.serverError(503), Integer.MAX_VALUE);

        yard.drainWith("r35", "uncordon", "'nodeDeadline':'PT2M','onDeadline':'force'", "n1");
        yard.drainWith("r35b", "uncordon", "'nodeDeadline':'PT2M'", "n1");
        MaintenanceStatus asked = yard.awaitEnd("r35");
        MaintenanceStatus end = yard.awaitEnd("r35b");

        assertThat(asked.state()).as(asked.toString()).isIn(RequestState.REJECTED, RequestState.FAILED);
        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.FAILED);
        assertThat(end.causes()).extracting(Cause::code).contains("DEADLINE");
        assertThat(yard.deletions()).isEmpty();
        assertThat(yard.cordoned("n1")).isFalse();
        yard.assertNoMarks();
    }
}
