package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.simulator.audit.AuditEntry;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.faults.Match;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a drain does to the cluster, by the API server's own audit log. */
class DrainIT {

    private final Yard yard = new Yard(60);

    @AfterEach
    void close() {
        yard.close();
    }

    @Test
    void case1CordonsBeforeTheFirstEvictionAndEvictsBothPods() {
        yard.nodes(4).deploymentOn("n1", "cart", 2);
        yard.start();

        yard.drain("r1", "uncordon", "n1");
        MaintenanceStatus end = yard.awaitEnd("r1");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.acts().getFirst()).as("claim and cordon in one write").startsWith("patch nodes n1 200");
        assertThat(yard.acts().get(1)).startsWith("create pods/eviction");
        assertThat(yard.evictions()).hasSize(2).allMatch(AuditEntry::succeeded);
        assertThat(yard.evictions()).allMatch(entry -> !entry.uidPrecondition().isEmpty());
        assertThat(yard.cordoned("n1")).isFalse();
        yard.assertNoMarks();
        yard.assertWellAnswered("r1");
        awaitEvent("RequestSucceeded", "Normal");
    }

    @Test
    void case2RefusedCordonEvictsNothingAndFailsTheRequest() {
        yard.nodes(4).deploymentOn("n1", "cart", 2);
        yard.start();
        yard.simulator()
                .faults()
                .add(
                        call -> call.resource().equals("nodes")
                                && call.method().equals("PATCH")
                                && call.body().contains("unschedulable"),
                        Effect.webhookDenial("guard.example", 403, "not today"),
                        Integer.MAX_VALUE);

        yard.drain("r2", "uncordon", "n1");
        MaintenanceStatus end = yard.awaitEnd("r2");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.FAILED);
        assertThat(end.causes()).extracting(MaintenanceStatus.Cause::code).contains("CORDON_FAILED");
        assertThat(yard.evictions()).isEmpty();
        assertThat(yard.acts())
                .as("nothing was written that would have to be undone")
                .noneMatch(act -> act.contains(" 200"));
        yard.assertNoMarks();
        yard.assertWellAnswered("r2");
        awaitEvent("MaintenanceFailed", "Warning");
        awaitEvent("RequestFailed", "Warning");
    }

    private void awaitEvent(String reason, String type) {
        Yard.await("an event " + reason, () -> events(reason).findAny().isPresent());
        assertThat(events(reason).map(event -> event.json().path("type").asText()))
                .containsOnly(type);
    }

    private Stream<StoredObject> events(String reason) {
        return yard.store().list(ResourceTypes.EVENT).stream()
                .filter(event -> event.json().path("reason").asText().equals(reason));
    }

    @Test
    void case3NodeCordonedByAnAdminStaysCordoned() {
        yard.nodes(4).deploymentOn("n1", "cart", 2);
        yard.unschedulable("n1", true);
        yard.with(settings -> Limits.out(settings, 50)).start();

        yard.drain("r3", "uncordon", "n1");
        MaintenanceStatus end = yard.awaitEnd("r3");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.evictions()).hasSize(2);
        assertThat(yard.cordoned("n1")).isTrue();
        yard.assertNoMarks();
    }

    @Test
    void case5DaemonSetPodIsSkipped() {
        yard.nodes(3);
        yard.workload(ResourceTypes.DAEMON_SET, "agent", 1, "");
        yard.awaitRunning("agent", 3);
        yard.deploymentOn("n1", "cart", 1);
        yard.start();

        yard.drain("r5", "uncordon", "n1");
        MaintenanceStatus end = yard.awaitEnd("r5");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.evictions()).hasSize(1).allMatch(entry -> entry.name().startsWith("cart-"));
    }

    @Test
    void case8MirrorPodIsNeverEvictedAndNeverBlocks() {
        yard.nodes(3).deploymentOn("n1", "cart", 1);
        yard.create(ResourceTypes.POD, """
                {'metadata': {'name': 'etcd-n1', 'namespace': 'shop',
                              'annotations': {'kubernetes.io/config.mirror': 'abc', 'kubernetes.io/config.source': 'file'},
                              'ownerReferences': [{'apiVersion': 'v1', 'kind': 'Node', 'name': 'n1', 'uid': 'x', 'controller': true}]},
                 'spec': {'nodeName': 'n1', 'containers': [{'name': 'etcd', 'image': 'etcd'}]}}""");
        yard.start();

        yard.drain("r8", "uncordon", "n1");
        MaintenanceStatus end = yard.awaitEnd("r8");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.evictions()).noneMatch(entry -> entry.name().equals("etcd-n1"));
        assertThat(yard.podNamesOn("n1")).contains("etcd-n1");
    }

    @Test
    void case9EmptyDirPodNeedsPermission() {
        yard.nodes(3);
        yard.unschedulable("n2", true);
        yard.unschedulable("n3", true);
        yard.workload(ResourceTypes.DEPLOYMENT, "cache", 1, "'volumes': [{'name': 'data', 'emptyDir': {}}],");
        yard.awaitRunning("cache", 1);
        yard.unschedulable("n2", false);
        yard.unschedulable("n3", false);
        yard.start();

        yard.drain("r9", "uncordon", "n1");
        MaintenanceStatus refused = yard.awaitEnd("r9");
        assertThat(refused.state()).isIn(RequestState.REJECTED, RequestState.FAILED);
        assertThat(refused.causes()).extracting(MaintenanceStatus.Cause::code).contains("EMPTY_DIR");
        assertThat(yard.evictions()).isEmpty();
        assertThat(yard.cordoned("n1")).isFalse();

        yard.drainWith("r9b", "uncordon", "'deleteEmptyDirData':true", "n1");
        assertThat(yard.awaitEnd("r9b").state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.evictions()).hasSize(1);
    }

    @Test
    void case10BarePodNeedsPermissionAndIsNamed() {
        yard.nodes(3);
        yard.create(ResourceTypes.POD, """
                {'metadata': {'name': 'lonely', 'namespace': 'shop', 'labels': {'app': 'lonely'}},
                 'spec': {'nodeName': 'n1', 'containers': [{'name': 'main', 'image': 'v1'}]}}""");
        yard.awaitRunning("lonely", 1);
        yard.start();

        yard.drain("r10", "uncordon", "n1");
        MaintenanceStatus refused = yard.awaitEnd("r10");
        assertThat(refused.causes()).extracting(MaintenanceStatus.Cause::code).contains("UNMANAGED");
        assertThat(refused.causes().toString()).contains("shop/lonely");
        assertThat(yard.evictions()).isEmpty();

        yard.drainWith("r10b", "uncordon", "'evictUnmanaged':true", "n1");
        assertThat(yard.awaitEnd("r10b").state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.evictions()).hasSize(1);
    }

    @Test
    void case12PodsUnderABudgetOfOneLeaveOneAfterTheOther() {
        yard.nodes(4).deploymentOn("n1", "web", 3);
        yard.budget("web", "web", "'maxUnavailable': 1");
        yard.start();

        yard.drain("r12", "uncordon", "n1");
        MaintenanceStatus end = yard.awaitEnd("r12");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.evictions())
                .as("one POST a pod, none refused")
                .hasSize(3)
                .allMatch(AuditEntry::succeeded);
        assertThat(end.progress()).isEqualTo(100);
        yard.assertWellAnswered("r12");
    }

    @Test
    void case14BudgetThatNeverAllowsIsSaidBeforeTheCordon() {
        yard.nodes(3).deploymentOn("n1", "single", 1);
        yard.budget("single", "single", "'minAvailable': 1");
        yard.start();

        yard.drain("r14", "uncordon", "n1");
        MaintenanceStatus end = yard.awaitEnd("r14");

        assertThat(end.causes()).extracting(MaintenanceStatus.Cause::code).contains("PDB_PERMANENTLY_BLOCKED");
        assertThat(end.causes().toString()).contains("shop/single").contains("1");
        assertThat(yard.acts()).isEmpty();
        yard.assertWellAnswered("r14");
    }

    @Test
    void case15TwoBudgetsOnAPodAreBothNamed() {
        yard.nodes(3).deploymentOn("n1", "twice", 3);
        yard.budget("one", "twice", "'maxUnavailable': 1");
        yard.budget("two", "twice", "'maxUnavailable': 1");
        yard.start();

        yard.drain("r15", "uncordon", "n1");
        MaintenanceStatus end = yard.awaitEnd("r15");

        assertThat(end.causes()).extracting(MaintenanceStatus.Cause::code).contains("PDB_OVERLAP");
        assertThat(end.causes().toString()).contains("one").contains("two");
        assertThat(yard.evictions()).isEmpty();
    }

    @Test
    void case18PodThatVanishesBeforeItsEvictionCountsAsGone() {
        yard.nodes(3).deploymentOn("n1", "cart", 2);
        yard.start();
        yard.simulator()
                .faults()
                .add(
                        call -> {
                            if (call.resource().equals("pods/eviction")) {
                                yard.store().delete(ResourceTypes.POD, "shop", call.name(), DeleteOptions.IMMEDIATE);
                            }
                            return false;
                        },
                        Effect.serverError(500),
                        1);

        yard.drain("r18", "uncordon", "n1");
        MaintenanceStatus end = yard.awaitEnd("r18");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.evictions()).allMatch(entry -> entry.code() == 404);
    }

    @Test
    void case19PodReplacedElsewhereIsGoneAndItsSuccessorIsNeverEvicted() {
        yard.nodes(3);
        yard.unschedulable("n2", true);
        yard.unschedulable("n3", true);
        yard.workload(ResourceTypes.STATEFUL_SET, "web", 1, "");
        yard.awaitRunning("web", 1);
        yard.unschedulable("n2", false);
        yard.unschedulable("n3", false);
        yard.start();
        yard.simulator()
                .faults()
                .add(
                        call -> {
                            if (call.resource().equals("pods/eviction")
                                    && yard.podNamesOn("n1").contains("web-0")) {
                                yard.store().delete(ResourceTypes.POD, "shop", "web-0", DeleteOptions.IMMEDIATE);
                                Yard.await(
                                        "web-0 is back elsewhere",
                                        () -> yard.pods("web").size() == 1);
                            }
                            return false;
                        },
                        Effect.serverError(500),
                        1);

        yard.drain("r19", "uncordon", "n1");
        MaintenanceStatus end = yard.awaitEnd("r19");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.evictions()).hasSize(1).allMatch(entry -> entry.code() == 409);
        assertThat(yard.pods("web")).hasSize(1);
        assertThat(yard.podNamesOn("n1")).isEmpty();
    }

    @Test
    void case36NodeDeletedUnderTheDrainIsGoneAndTheNextOneStarts() {
        yard.nodes(6).deploymentOn("n1", "slow", 1);
        yard.budget("slow", "slow", "'maxUnavailable': 1");
        yard.with(settings -> Limits.quick(Limits.out(settings, 50))).start();
        yard.simulator().faults().add(Match.resource("pods/eviction"), Effect.serverError(503), Integer.MAX_VALUE);
        yard.drain("r36", "uncordon", "n1", "n2");
        yard.awaitAnswer("r36", "drains n1", status -> "Draining".equals(status.phase()) && "n1".equals(status.node()));
        yard.store().delete(ResourceTypes.NODE, "", "n1", DeleteOptions.IMMEDIATE);

        MaintenanceStatus end = yard.awaitEnd("r36");

        assertThat(end.causes()).extracting(MaintenanceStatus.Cause::code).contains("NODE_GONE");
        assertThat(end.nodes()).containsEntry("n2", "Released");
        yard.assertWellAnswered("r36");
    }

    @Test
    void case38UnknownNodeIsSaidAndTheNextRequestIsServed() {
        yard.nodes(3).deploymentOn("n1", "cart", 1);
        yard.start();

        yard.drain("r38", "uncordon", "n77");
        yard.drain("r38b", "uncordon", "n1");

        assertThat(yard.awaitEnd("r38").causes())
                .extracting(MaintenanceStatus.Cause::code)
                .containsExactly("NODE_NOT_FOUND");
        assertThat(yard.awaitEnd("r38b").state()).isEqualTo(RequestState.SUCCEEDED);
    }

    @Test
    void case46UncordonByHandStopsTheDrain() {
        yard.nodes(3).deploymentOn("n1", "cart", 2);
        yard.start();
        yard.simulator().faults().add(Match.resource("pods/eviction"), Effect.serverError(503), Integer.MAX_VALUE);
        yard.drain("r46", "uncordon", "n1");
        yard.awaitAnswer("r46", "drains", status -> "Draining".equals(status.phase()));
        yard.unschedulable("n1", false);

        MaintenanceStatus end = yard.awaitEnd("r46");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.CANCELLED);
        assertThat(end.by()).isEqualTo("externally uncordoned");
        assertThat(yard.cordoned("n1")).isFalse();
        yard.assertNoMarks();
        yard.assertWellAnswered("r46");
    }

    @Test
    void case48MarksOfOthersAreLeftAlone() {
        yard.nodes(3).deploymentOn("n1", "cart", 1);
        yard.store().modify(ResourceTypes.NODE, "", "n1", tree -> tree.withObjectProperty("metadata")
                .withObjectProperty("annotations")
                .put("example.com/theirs", "kept"));
        yard.start();

        yard.drain("r48", "hold", "n1");
        yard.awaitState("r48", RequestState.HELD);
        assertThat(yard.cordoned("n1")).isTrue();
        assertThat(yard.annotation("n1", "plimsoll.io/claim")).contains("r48");
        yard.request("r48c", "'action':{'type':'complete','nodes':{'names':['n1']}}");

        assertThat(yard.awaitEnd("r48").state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.awaitEnd("r48c").state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.annotation("n1", "example.com/theirs")).isEqualTo("kept");
        assertThat(yard.cordoned("n1")).isFalse();
        yard.assertNoMarks();
        yard.assertWellAnswered("r48");
    }

    @Test
    void case71DryRunComesToTheSameVerdictsAndTouchesNothing() {
        yard.nodes(4).deploymentOn("n1", "cart", 2);
        yard.deploymentOn("n2", "single", 1);
        yard.budget("single", "single", "'minAvailable': 1");
        yard.deploymentOn("n3", "twice", 2);
        yard.budget("one", "twice", "'maxUnavailable': 1");
        yard.budget("two", "twice", "'maxUnavailable': 1");
        cacheOn("n4");
        yard.start("actuator-0", true);

        yard.drain("r71a", "uncordon", "n1");
        yard.drain("r71b", "uncordon", "n2");
        yard.drain("r71c", "uncordon", "n3");
        yard.drain("r71d", "uncordon", "n4");

        MaintenanceStatus a = yard.awaitEnd("r71a");
        MaintenanceStatus b = yard.awaitEnd("r71b");
        assertThat(a.state()).as(a.toString()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(a.dryRun()).isTrue();
        assertThat(b.causes()).extracting(MaintenanceStatus.Cause::code).contains("PDB_PERMANENTLY_BLOCKED");
        assertThat(yard.awaitEnd("r71c").causes())
                .extracting(MaintenanceStatus.Cause::code)
                .contains("PDB_OVERLAP");
        assertThat(yard.awaitEnd("r71d").causes())
                .extracting(MaintenanceStatus.Cause::code)
                .contains("EMPTY_DIR");
        assertThat(yard.simulator()
                        .audit()
                        .entries(entry -> entry.userAgent().contains("fabric8")
                                && !entry.resource().startsWith("selfsubject")))
                .isEqualTo(List.of());
        assertThat(yard.accounts()).anyMatch(account -> account.act().equals("evict") && account.dryRun());
    }

    private void cacheOn(String node) {
        yard.workload(
                ResourceTypes.DEPLOYMENT,
                "cache",
                1,
                "'nodeSelector': {'kubernetes.io/hostname': '" + node
                        + "'}, 'volumes': [{'name': 'data', 'emptyDir': {}}],");
        yard.awaitRunning("cache", 1);
    }
}
