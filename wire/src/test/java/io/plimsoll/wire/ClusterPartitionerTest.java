package io.plimsoll.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.junit.jupiter.api.Test;

class ClusterPartitionerTest {

    private static final Cluster SIX_PARTITIONS = new Cluster(
            "id",
            List.of(),
            IntStream.range(0, 6)
                    .mapToObj(p -> new PartitionInfo("facts", p, null, new Node[0], new Node[0]))
                    .toList(),
            Set.of(),
            Set.of());

    private final ClusterPartitioner partitioner = new ClusterPartitioner();

    @Test
    void everyKeyOfAClusterGoesToItsPartition() {
        for (String cluster : List.of("eu1", "us-east-2", "ünïcode", "")) {
            for (String rest : List.of("/Node//n1", "/Pod/shop/cart-1", "/Tick//", "")) {
                assertThat(partitionOf(cluster + rest)).isEqualTo(ClusterPartitioner.partition(cluster, 6));
            }
        }
    }

    @Test
    void clustersSpreadOverThePartitions() {
        Set<Integer> used = IntStream.range(0, 100)
                .mapToObj(i -> ClusterPartitioner.partition("cluster-" + i, 6))
                .collect(Collectors.toSet());

        assertThat(used).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    }

    @Test
    void aRecordWithoutKeyIsRefused() {
        assertThatThrownBy(() -> partitioner.partition("facts", null, null, null, null, SIX_PARTITIONS))
                .hasMessageContaining("facts has no key");
    }

    private int partitionOf(String key) {
        return partitioner.partition("facts", key, key.getBytes(UTF_8), null, null, SIX_PARTITIONS);
    }
}
