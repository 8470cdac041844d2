package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.plimsoll.model.Copies;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node.
 *
 * @param cordonedBy who last wrote {@code spec.unschedulable}
 * @param annotations only those that analysis and the actuator name
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record NodeState(
        Map<String, String> labels,
        Map<String, String> annotations,
        boolean unschedulable,
        @Nullable FieldChange cordonedBy,
        List<Taint> taints,
        @Nullable String providerId,
        @Nullable String systemUuid,
        @Nullable String bootId,
        @Nullable String kubeletVersion,
        Resources capacity,
        Resources allocatable,
        List<Condition> conditions,
        @Nullable Instant createdAt,
        @Nullable Instant deletionTimestamp,
        @Nullable NodeGroup group)
        implements FactBody {

    public NodeState {
        capacity = capacity == null ? Resources.NONE : capacity;
        allocatable = allocatable == null ? Resources.NONE : allocatable;
        taints = Copies.list(taints);
        conditions = Copies.list(conditions);
        labels = Copies.map(labels);
        annotations = Copies.map(annotations);
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
        for (int i = 0; i < conditions.size(); i++) {
            if (conditions.get(i).is("Ready", "True")) {
                return true;
            }
        }
        return false;
    }

    /** The zone label's value, or null. */
    public @Nullable String zone() {
        return labels.get("topology.kubernetes.io/zone");
    }
}
