package io.plimsoll.simulator.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.simulator.controllers.SteppedCluster;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatefulSetIT {

    private final SteppedCluster cluster = new SteppedCluster();

    @BeforeEach
    void nodes() {
        cluster.nodes(3, "4", "8Gi");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void podsStartOneAfterTheOtherEachWithItsClaim() {
        cluster.workload(
                ResourceTypes.STATEFUL_SET,
                "db",
                3,
                "100m",
                "'serviceName': 'db', 'volumeClaimTemplates': [{'metadata': {'name': 'data'}, 'spec': {'accessModes': ['ReadWriteOnce'], 'resources': {'requests': {'storage': '1Gi'}}}}],");

        cluster.pass(Duration.ofSeconds(1));
        assertThat(cluster.pods("db")).extracting(PodView::name).containsExactly("db-0");

        cluster.pass(Duration.ofMinutes(1));
        assertThat(cluster.readyPods("db")).extracting(PodView::name).containsExactly("db-0", "db-1", "db-2");
        assertThat(cluster.store().list(ResourceTypes.PERSISTENT_VOLUME_CLAIM, SteppedCluster.NS))
                .extracting(claim -> claim.name() + " " + claim.text("status", "phase"))
                .containsExactly("data-db-0 Bound", "data-db-1 Bound", "data-db-2 Bound");
        assertThat(cluster.get(ResourceTypes.STATEFUL_SET, "db")
                        .at("status", "readyReplicas")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void evictedPodComesBackUnderItsNameWithAnotherUidOnlyAfterTheOldOneIsGone() {
        cluster.workload(ResourceTypes.STATEFUL_SET, "db", 3, "100m", "'serviceName': 'db',");
        cluster.pass(Duration.ofMinutes(1));
        PodView old = cluster.pods("db").get(1);

        cluster.store().delete(ResourceTypes.POD, SteppedCluster.NS, "db-1", DeleteOptions.GRACEFUL);
        cluster.pass(Duration.ofSeconds(1));
        assertThat(cluster.pods("db").get(1).uid()).isEqualTo(old.uid());

        cluster.pass(Duration.ofMinutes(1));
        assertThat(cluster.readyPods("db")).hasSize(3);
        assertThat(cluster.pods("db").get(1).uid()).isNotEqualTo(old.uid());
    }

    @Test
    void newTemplateRollsFromTheHighestOrdinalDown() {
        cluster.workload(ResourceTypes.STATEFUL_SET, "db", 3, "100m", "'serviceName': 'db',");
        cluster.pass(Duration.ofMinutes(1));

        cluster.image(ResourceTypes.STATEFUL_SET, "db", "v2");
        cluster.pass(Duration.ofSeconds(1));

        assertThat(cluster.pods("db").stream().filter(PodView::terminating).map(PodView::name))
                .containsExactly("db-2");
        cluster.pass(Duration.ofMinutes(2));
        var set = cluster.get(ResourceTypes.STATEFUL_SET, "db");
        assertThat(set.at("status", "updatedReplicas").asInt()).isEqualTo(3);
        assertThat(set.text("status", "currentRevision")).isEqualTo(set.text("status", "updateRevision"));
    }

    @Test
    void onDeleteLeavesPodsAloneUntilSomebodyDeletesThem() {
        cluster.workload(
                ResourceTypes.STATEFUL_SET,
                "db",
                3,
                "100m",
                "'serviceName': 'db', 'updateStrategy': {'type': 'OnDelete'}, 'podManagementPolicy': 'Parallel',");
        cluster.pass(Duration.ofMinutes(1));

        cluster.image(ResourceTypes.STATEFUL_SET, "db", "v2");
        cluster.pass(Duration.ofMinutes(2));

        var set = cluster.get(ResourceTypes.STATEFUL_SET, "db");
        assertThat(set.at("status", "updatedReplicas").asInt()).isZero();
        assertThat(set.text("status", "currentRevision")).isNotEqualTo(set.text("status", "updateRevision"));
    }
}
