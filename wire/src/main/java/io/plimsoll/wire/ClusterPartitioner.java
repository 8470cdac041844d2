package io.plimsoll.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Puts every record of a cluster into one partition, whatever the rest of its key: the log is totally ordered by cluster.
 *
 * <p>The cluster is what stands before the first {@code /} of the key.
 */
public final class ClusterPartitioner implements Partitioner {

    @Override
    public int partition(
            String topic,
            @Nullable Object key,
            byte @Nullable [] keyBytes,
            @Nullable Object value,
            byte @Nullable [] valueBytes,
            Cluster cluster) {
        if (keyBytes == null) {
            throw new IllegalArgumentException("a record of " + topic + " has no key, so no cluster");
        }
        int end = 0;
        while (end < keyBytes.length && keyBytes[end] != '/') {
            end++;
        }
        return partition(Arrays.copyOf(keyBytes, end), cluster.partitionCountForTopic(topic));
    }

    /** The partition of a cluster's facts. */
    public static int partition(String cluster, int partitions) {
        return partition(cluster.getBytes(UTF_8), partitions);
    }

    private static int partition(byte[] cluster, int partitions) {
        return Utils.toPositive(Utils.murmur2(cluster)) % partitions;
    }

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {}
}
