package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.plimsoll.model.Copies;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pod.
 *
 * @param controller the owner reference marked as controller
 * @param workload the topmost owner: the Deployment of the ReplicaSet, the CronJob of the Job; null for a bare pod
 * @param mirror whether the kubelet made it from a file on the node
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record PodState(
        Map<String, String> labels,
        Map<String, String> annotations,
        @Nullable OwnerRef controller,
        @Nullable OwnerRef workload,
        @Nullable String nodeName,
        @Nullable String phase,
        @Nullable String reason,
        @Nullable String message,
        List<Condition> conditions,
        @Nullable Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant deletionTimestamp,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long deletionGraceSeconds,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long terminationGraceSeconds,
        @Nullable String qosClass,
        int priority,
        @Nullable String priorityClass,
        @Nullable String schedulerName,
        Map<String, String> nodeSelector,
        @Nullable Affinity affinity,
        List<Toleration> tolerations,
        List<TopologySpread> topologySpread,
        List<String> schedulingGates,
        List<ContainerState> containers,
        Resources overhead,
        List<PodVolume> volumes,
        @Nullable String hostname,
        @Nullable String subdomain,
        List<String> finalizers,
        boolean mirror)
        implements FactBody {

    public PodState {
        overhead = overhead == null ? Resources.NONE : overhead;
        conditions = Copies.list(conditions);
        tolerations = Copies.list(tolerations);
        topologySpread = Copies.list(topologySpread);
        schedulingGates = Copies.list(schedulingGates);
        containers = Copies.list(containers);
        volumes = Copies.list(volumes);
        finalizers = Copies.list(finalizers);
        labels = Copies.map(labels);
        annotations = Copies.map(annotations);
        nodeSelector = Copies.map(nodeSelector);
    }

    /** The condition of that type, or null. */
    public @Nullable Condition condition(String type) {
        for (int i = 0; i < conditions.size(); i++) {
            Condition condition = conditions.get(i);
            if (condition.type().equals(type)) {
                return condition;
            }
        }
        return null;
    }

    public boolean ready() {
        Condition ready = condition("Ready");
        return ready != null && ready.status().equals("True");
    }

    /** Whether it will run no more: phase Succeeded or Failed. */
    public boolean finished() {
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    public boolean terminating() {
        return deletionTimestamp != null;
    }
}
