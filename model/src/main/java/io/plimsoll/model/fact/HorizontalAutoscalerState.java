package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.plimsoll.model.Copies;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A HorizontalPodAutoscaler (autoscaling/v2).
 *
 * @param min null means 1
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record HorizontalAutoscalerState(
        Map<String, String> annotations,
        OwnerRef target,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer min,
        int max,
        int current,
        int desired,
        @Nullable Instant lastScaleTime,
        List<Metric> metrics,
        @Nullable ScalingRules scaleUp,
        @Nullable ScalingRules scaleDown,
        List<Condition> conditions,
        long generation,
        long observedGeneration,
        @Nullable Instant createdAt)
        implements FactBody {

    public HorizontalAutoscalerState {
        metrics = Copies.list(metrics);
        conditions = Copies.list(conditions);
        annotations = Copies.map(annotations);
    }

    /** Replicas it may not go below. */
    public int minimum() {
        return min == null ? 1 : min;
    }

    /**
     * One metric it scales on.
     *
     * @param ratio current over target; null where the current value is unknown
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Metric(
            String type,
            String name,
            @Nullable String targetType,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double ratio) {

        public Metric {
            type = type == null ? "" : type;
            name = name == null ? "" : name;
        }
    }

    /** One direction of {@code behavior}; null fields mean the API's defaults. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record ScalingRules(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer stabilizationWindowSeconds,

            @Nullable String selectPolicy,
            List<ScalingPolicy> policies) {

        public ScalingRules {
            policies = Copies.list(policies);
        }
    }

    /** At most {@code value} pods, or percent, in {@code periodSeconds}. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record ScalingPolicy(String type, int value, int periodSeconds) {

        public ScalingPolicy {
            type = type == null ? "" : type;
        }
    }
}
