package io.plimsoll.model.decision;

import io.plimsoll.model.Copies;
import io.plimsoll.model.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a container should ask for ({@code io.plimsoll.recommendation.v1}).
 *
 * @param samples how many usage samples it rests on
 * @param marks what limits it: {@code HPA_COUPLED}, {@code CLAMPED_BY_LIMIT_RANGE} and the like
 */
public record Recommendation(
        String cluster,
        ObjectRef workload,
        String container,
        @Nullable Amounts cpuMillis,
        @Nullable Amounts memoryBytes,
        double confidence,
        long samples,
        List<String> marks,
        Instant updatedAt,
        String summary) {

    public static final String TYPE = "io.plimsoll.recommendation.v1";

    /** In millicores or bytes. */
    public record Amounts(long current, long lower, long target, long upper) {}

    public Recommendation {
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(workload, "workload");
        marks = Copies.list(marks);
    }

    /** The record's key: {@code cluster/workload/container}. */
    public String key() {
        return cluster + "/" + workload.display() + "/" + container;
    }
}
