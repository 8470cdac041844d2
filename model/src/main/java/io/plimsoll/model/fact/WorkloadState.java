package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.plimsoll.model.Copies;
import io.plimsoll.model.LabelSelector;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Deployment, ReplicaSet, StatefulSet, DaemonSet, Job or ReplicationController; the fact's kind says which.
 *
 * @param replicas as wished; null where the kind has none (DaemonSet, Job) or none was given (the API means 1)
 * @param owner the controller above it: the Deployment of a ReplicaSet
 * @param replicasChangedBy who last wrote {@code spec.replicas}
 * @param serviceName the governing Service of a StatefulSet
 * @param partition of a StatefulSet's rolling update: members of lower ordinals keep their revision; null: none is given
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record WorkloadState(
        Map<String, String> labels,
        Map<String, String> annotations,
        @Nullable OwnerRef owner,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer replicas,
        int statusReplicas,
        int readyReplicas,
        int availableReplicas,
        int updatedReplicas,
        long generation,
        long observedGeneration,
        @Nullable LabelSelector selector,
        @Nullable PodTemplate template,
        @Nullable FieldChange replicasChangedBy,
        @Nullable String strategy,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer progressDeadlineSeconds,
        boolean paused,
        @Nullable String currentRevision,
        @Nullable String updateRevision,
        @Nullable String podManagementPolicy,
        @Nullable String serviceName,
        List<String> claimTemplates,
        List<Condition> conditions,
        @Nullable Instant createdAt,
        @Nullable Instant deletionTimestamp,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer partition)
        implements FactBody {

    public WorkloadState {
        claimTemplates = Copies.list(claimTemplates);
        conditions = Copies.list(conditions);
        labels = Copies.map(labels);
        annotations = Copies.map(annotations);
    }
}
