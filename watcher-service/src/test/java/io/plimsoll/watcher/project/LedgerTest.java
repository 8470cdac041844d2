package io.plimsoll.watcher.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.ClaimState;
import io.plimsoll.model.fact.Deleted;
import io.plimsoll.model.fact.EventState;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.NodeUsage;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private final Ledger ledger = new Ledger("eu1", new Projector(), Ledger.Liveness.DEFAULT);

    @Test
    void listedObjectIsARecordEachTime() {
        ledger.seen(object("node-gke"), snapshot(1));

        List<LogRecord> again = ledger.seen(object("node-gke"), snapshot(2));

        assertThat(again).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("eu1/Node//gke-prod-pool-1-abc");
            assertThat(record.fact().origin()).isEqualTo(Origin.SNAPSHOT);
            assertThat(record.fact().epoch()).isEqualTo(2);
        });
    }

    @Test
    void heartbeatIsNoRecordUntilTheLivenessIntervalIsOver() {
        ledger.seen(object("node-gke"), snapshot(1));

        assertThat(ledger.seen(beaten("node-gke", 1), watch(NOW.plusSeconds(10))))
                .isEmpty();
        assertThat(ledger.seen(beaten("node-gke", 2), watch(NOW.plusSeconds(599))))
                .isEmpty();
        assertThat(ledger.seen(beaten("node-gke", 3), watch(NOW.plusSeconds(600))))
                .hasSize(1);
        assertThat(ledger.seen(beaten("node-gke", 4), watch(NOW.plusSeconds(610))))
                .isEmpty();
    }

    @Test
    void podsAreNotWrittenAgainForLiveness() {
        ledger.seen(object("pod-running-ready"), snapshot(1));

        assertThat(ledger.seen(beaten("pod-running-ready", 1), watch(NOW.plus(Duration.ofHours(3)))))
                .isEmpty();
    }

    @Test
    void sameVersionOfTheSameObjectAgainIsNothing() {
        ledger.seen(object("pod-running-ready"), watch(NOW));

        assertThat(ledger.seen(object("pod-running-ready"), watch(NOW.plusSeconds(1))))
                .isEmpty();
    }

    @Test
    void samplesWithoutAVersionAreNewsWhenTheirTimeMoves() throws Exception {
        assertThat(ledger.seen(sample("2030-01-01T00:00:00Z"), watch(NOW))).hasSize(1);

        assertThat(ledger.seen(sample("2030-01-01T00:00:00Z"), watch(NOW.plusSeconds(15))))
                .isEmpty();
        assertThat(ledger.seen(sample("2030-01-01T00:00:15Z"), watch(NOW.plusSeconds(30))))
                .hasSize(1);
    }

    private static KubernetesObject sample(String timestamp) throws Exception {
        return KubernetesObject.of(io.plimsoll.wire.Json.mapper().readTree("""
                {"kind": "NodeMetrics", "metadata": {"name": "n1"}, "timestamp": "%s", "window": "15s",
                 "usage": {"cpu": "100m", "memory": "1Gi"}}""".formatted(timestamp)));
    }

    @Test
    void sameNameWithAnotherUidIsADeletionAndAnAddition() {
        ledger.seen(object("pod-of-stateful-set"), snapshot(1));
        KubernetesObject successor = changed("pod-of-stateful-set", pod -> {
            pod.withObject("/metadata").put("uid", "11111111-2222-4333-8444-555555555555");
            pod.withObject("/metadata").put("resourceVersion", "999999");
        });

        List<LogRecord> records = ledger.seen(successor, watch(NOW));

        assertThat(records).extracting(LogRecord::key).containsOnly("eu1/Pod/data/db-1");
        assertThat(records.get(0).fact().body()).isInstanceOf(Deleted.class);
        assertThat(records.get(0).fact().uid())
                .isEqualTo(object("pod-of-stateful-set").uid());
        assertThat(records.get(0).fact().origin()).isEqualTo(Origin.RELIST_DIFF);
        assertThat(records.get(1).fact()).isNull();
        assertThat(records.get(2).fact().uid()).isEqualTo("11111111-2222-4333-8444-555555555555");
        assertThat(records).hasSize(3);
    }

    @Test
    void deletionIsARecordAndATombstone() {
        ledger.seen(object("pod-running-ready"), snapshot(1));

        List<LogRecord> records = ledger.deleted(object("pod-running-ready"), watch(NOW));

        assertThat(records).hasSize(2);
        assertThat(records.get(0).fact().body()).isEqualTo(new Deleted(NOW));
        assertThat(records.get(0).fact().origin()).isEqualTo(Origin.WATCH);
        assertThat(records.get(1).fact()).isNull();
        assertThat(ledger.size("Pod")).isZero();
    }

    @Test
    void tombstoneKnowsWhoseEndItIs() {
        ledger.seen(object("pod-running-ready"), snapshot(1));

        LogRecord tombstone =
                ledger.deleted(object("pod-running-ready"), watch(NOW)).get(1);

        assertThat(tombstone.fact()).isNull();
        assertThat(tombstone.ended().uid())
                .isEqualTo(object("pod-running-ready").uid());
        assertThat(tombstone.ended().observedAt()).isEqualTo(NOW);
    }

    @Test
    void endOfAnEventIsATombstoneAlone() {
        ledger.seen(object("event-counted"), snapshot(1));

        List<LogRecord> records = ledger.deleted(object("event-counted"), watch(NOW));

        assertThat(records).singleElement().extracting(LogRecord::fact).isNull();
    }

    @Test
    void whatALaterListDoesNotHoldIsGone() {
        ledger.seen(object("node-gke"), snapshot(1));
        ledger.seen(object("node-aks"), snapshot(1));
        ledger.seen(object("node-aks"), snapshot(2));

        List<LogRecord> records = ledger.unseen(Set.of("Node"), new Sighting(NOW, Origin.RELIST_DIFF, 2));

        assertThat(records).extracting(LogRecord::key).containsOnly("eu1/Node//gke-prod-pool-1-abc");
        assertThat(records).hasSize(2);
        assertThat(ledger.size("Node")).isOne();
    }

    @Test
    void whatTheLogRemembersIsFoundGoneByTheFirstList() {
        ledger.remember(new ObjectRef("Node", null, "old", "u-old"), "17", 0, NOW.minusSeconds(1200));

        List<LogRecord> records = ledger.unseen(Set.of("Node"), new Sighting(NOW, Origin.RELIST_DIFF, 5));

        assertThat(records.getFirst().fact().uid()).isEqualTo("u-old");
        assertThat(records.getFirst().fact().body()).isInstanceOf(Deleted.class);
    }

    /** W-04; the last is a repeat. */
    @Test
    void seriesOfAnEventIsCountedByWhatIsNewInIt() {
        List<Integer> deltas = Stream.of(1, 2, 5, 5)
                .flatMap(count -> ledger
                        .seen(
                                changed("event-counted", event -> {
                                    event.put("count", count);
                                    event.withObject("/metadata").put("resourceVersion", "rv" + count);
                                }),
                                watch(NOW))
                        .stream())
                .map(record -> ((EventState) record.fact().body()).delta())
                .toList();

        assertThat(deltas).containsExactly(1, 1, 3);
    }

    @Test
    void eventWhoseTimeMovesWithoutItsCountIsARepeat() {
        ledger.seen(object("event-counted"), watch(NOW));

        List<LogRecord> records = ledger.seen(
                changed("event-counted", event -> {
                    event.put("lastTimestamp", "2029-12-31T10:09:00Z");
                    event.withObject("/metadata").put("resourceVersion", "later");
                }),
                watch(NOW.plusSeconds(1)));

        assertThat(records).isEmpty();
    }

    @Test
    void eventThatIsNotCountedIsToldByItsTimes() {
        ledger.seen(object("event-without-times"), watch(NOW));

        List<LogRecord> records = ledger.seen(
                changed("event-without-times", event -> {
                    event.put("lastTimestamp", "2029-12-31T10:09:00Z");
                    event.withObject("/metadata").put("resourceVersion", "later");
                }),
                watch(NOW.plusSeconds(1)));

        assertThat(records).hasSize(1);
    }

    @Test
    void countOfAnEventGoesOnAcrossARestart() {
        KubernetesObject event = object("event-counted");
        ledger.remember(new ObjectRef("Event", "shop", event.name(), event.uid()), "1", 5, NOW);

        List<LogRecord> records = ledger.seen(event, snapshot(9));

        assertThat(((EventState) records.getFirst().fact().body()).delta()).isEqualTo(2);
    }

    @Test
    void eventOfAnEarlierObjectOfThatNameIsTold() {
        ledger.seen(
                changed("pod-bare", pod -> {
                    pod.withObject("/metadata").put("name", "cart-1");
                    pod.withObject("/metadata").put("uid", "u-2");
                }),
                snapshot(1));

        Fact fact = ledger.seen(object("event-counted"), watch(NOW)).getFirst().fact();

        assertThat(((EventState) fact.body()).uidMatch()).isFalse();
    }

    @Test
    void podBelongsToTheDeploymentOfItsReplicaSet() {
        ledger.seen(object("replica-set"), snapshot(1));

        PodState pod = (PodState) ledger.seen(object("pod-running-ready"), watch(NOW))
                .getFirst()
                .fact()
                .body();

        assertThat(pod.controller().kind()).isEqualTo("ReplicaSet");
        assertThat(pod.workload().kind()).isEqualTo("Deployment");
        assertThat(pod.workload().uid()).isNotNull();
    }

    @Test
    void podOfAnUnknownReplicaSetBelongsToTheDeploymentItsNameTells() {
        PodState pod = (PodState) ledger.seen(object("pod-running-ready"), watch(NOW))
                .getFirst()
                .fact()
                .body();

        assertThat(pod.workload()).isEqualTo(new OwnerRef("Deployment", "cart", null));
    }

    @Test
    void podOfAJobBelongsToItsCronJob() {
        ledger.seen(object("job-of-cron-job"), snapshot(1));

        PodState pod = (PodState) ledger.seen(object("pod-of-job-succeeded"), watch(NOW))
                .getFirst()
                .fact()
                .body();

        assertThat(pod.workload().kind()).isEqualTo("CronJob");
        assertThat(pod.workload().name()).isEqualTo("report");
    }

    @Test
    void podOutlivesItsJobAsItsCronJobs() {
        ledger.seen(object("job-of-cron-job"), snapshot(1));
        ledger.seen(object("pod-of-job-succeeded"), snapshot(1));

        ledger.deleted(object("job-of-cron-job"), watch(NOW));
        PodState pod = (PodState) ledger.seen(
                        changed("pod-of-job-succeeded", changed -> {
                            changed.withObject("/metadata").put("resourceVersion", "later");
                            changed.withObject("/metadata").put("deletionTimestamp", "2030-01-01T00:00:00Z");
                        }),
                        watch(NOW))
                .getFirst()
                .fact()
                .body();

        assertThat(pod.workload().kind()).isEqualTo("CronJob");
    }

    @Test
    void claimKnowsTheBindingModeOfItsStorageClass() {
        ObjectNode storageClass = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        storageClass.put("volumeBindingMode", "WaitForFirstConsumer");
        storageClass.putObject("metadata").put("name", "local");
        assertThat(ledger.seen(KubernetesObject.of("StorageClass", storageClass), snapshot(1)))
                .isEmpty();

        ClaimState claim = (ClaimState) ledger.seen(object("claim-pending"), watch(NOW))
                .getFirst()
                .fact()
                .body();

        assertThat(claim.bindingMode()).isEqualTo("WaitForFirstConsumer");
    }

    @Test
    void deploymentThatRunsTheAutoscalerNoMoreTakesItsConfigurationWithIt() {
        ledger.seen(object("deployment-of-cluster-autoscaler"), snapshot(1));

        List<LogRecord> records = ledger.deleted(object("deployment-of-cluster-autoscaler"), watch(NOW));

        assertThat(records)
                .extracting(LogRecord::key)
                .containsOnly(
                        "eu1/Deployment/kube-system/cluster-autoscaler",
                        "eu1/ClusterAutoscalerConfig/kube-system/cluster-autoscaler");
    }

    /** W-10. */
    @ParameterizedTest
    @CsvSource({
        "123456Ki, memory, 126418944",
        "1e3, memory, 1000",
        "1.5G, memory, 1500000000",
        "250000000n, cpu, 250",
        "100m, cpu, 100",
        "12u, cpu, 1",
        "-1, memory, -1"
    })
    void usageIsReadInWhateverUnitItIsWritten(String written, String resource, long expected) {
        KubernetesObject metrics =
                changed("node-metrics", node -> node.withObject("/usage").put(resource, written));

        NodeUsage usage =
                (NodeUsage) ledger.seen(metrics, watch(NOW)).getFirst().fact().body();

        assertThat(resource.equals("cpu") ? usage.cpuMillis() : usage.memoryBytes())
                .isEqualTo(expected);
    }

    @Test
    void sampleThatHasNotMovedIsNotRepeated() {
        ledger.seen(object("node-metrics"), watch(NOW));

        assertThat(ledger.seen(object("node-metrics"), watch(NOW.plusSeconds(15))))
                .isEmpty();
    }

    @Test
    void sampleThatHasNotMovedIsNotRepeatedForLivenessEither() throws Exception {
        ledger.seen(sample("2030-01-01T00:00:00Z"), watch(NOW));

        assertThat(ledger.seen(sample("2030-01-01T00:00:00Z"), watch(NOW.plus(Duration.ofHours(1)))))
                .isEmpty();
    }

    @Test
    void oversizedObjectIsShortenedAndMarked() {
        KubernetesObject huge = changed("node-gke", node -> {
            ObjectNode labels = node.withObject("/metadata/labels");
            for (int i = 0; i < 12_000; i++) {
                labels.put("example.com/label-" + i, "v".repeat(100));
            }
        });

        Fact fact = ledger.seen(huge, watch(NOW)).getFirst().fact();

        assertThat(fact.truncated()).isTrue();
        assertThat(((NodeState) fact.body()).providerId()).isNotNull();
        assertThat(((NodeState) fact.body()).labels()).hasSizeLessThan(2_000);
    }

    private static KubernetesObject object(String name) {
        return KubernetesObject.of(Golden.object(name));
    }

    private static KubernetesObject beaten(String name, int beat) {
        return changed(name, object -> {
            object.withObject("/metadata").put("resourceVersion", "beat" + beat);
            if (object.at("/status/conditions/0") instanceof ObjectNode condition) {
                condition.put("lastHeartbeatTime", "2030-01-01T00:0" + beat + ":00Z");
            }
        });
    }

    private static KubernetesObject changed(String name, java.util.function.Consumer<ObjectNode> change) {
        ObjectNode object = (ObjectNode) Golden.object(name);
        change.accept(object);
        return KubernetesObject.of(object);
    }

    private static Sighting snapshot(long epoch) {
        return new Sighting(NOW, Origin.SNAPSHOT, epoch);
    }

    private static Sighting watch(Instant at) {
        return new Sighting(at, Origin.WATCH, 1);
    }
}
