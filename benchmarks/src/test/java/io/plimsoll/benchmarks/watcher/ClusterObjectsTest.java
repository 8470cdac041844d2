package io.plimsoll.benchmarks.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.watcher.project.KubernetesObject;
import io.plimsoll.watcher.project.Ledger;
import io.plimsoll.watcher.project.Projector;
import io.plimsoll.watcher.project.Sighting;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClusterObjectsTest {

    private static final Sighting LISTED = new Sighting(Instant.parse("2030-01-01T00:00:00Z"), Origin.SNAPSHOT, 1);

    private final ClusterObjects objects = new ClusterObjects(5);
    private final Ledger ledger = new Ledger("bench", new Projector(), Ledger.Liveness.DEFAULT);

    @Test
    void podsAreOfTheUsualSizeAndAllDifferent() {
        ObjectNode first = objects.pod(0);
        ObjectNode other = objects.pod(31);

        assertThat(first.toString()).hasSizeBetween(6_000, 12_000);
        assertThat(first.at("/metadata/name").asText())
                .isEqualTo(ClusterObjects.name(0))
                .isNotEqualTo(other.at("/metadata/name").asText());
        assertThat(other.at("/metadata/namespace").asText()).isEqualTo(ClusterObjects.namespace(31));
        assertThat(first.at("/spec/nodeName")).isNotEqualTo(other.at("/spec/nodeName"));
    }

    @Test
    void podsAndNodesAreReadWithoutAProblem() {
        var pod = ledger.seen(KubernetesObject.of("Pod", objects.pod(7)), LISTED)
                .getFirst()
                .fact();
        var node = ledger.seen(KubernetesObject.of("Node", objects.node(2)), LISTED)
                .getFirst()
                .fact();

        assertThat(pod).isNotNull();
        assertThat(pod.problems()).isEmpty();
        assertThat(((PodState) pod.body()).containers()).hasSize(1);
        assertThat(node).isNotNull();
        assertThat(node.problems()).isEmpty();
    }
}
