package io.plimsoll.watcher.project;

import io.plimsoll.model.Quantity;
import io.plimsoll.model.fact.HorizontalAutoscalerState;
import io.plimsoll.model.fact.HorizontalAutoscalerState.Metric;
import io.plimsoll.model.fact.HorizontalAutoscalerState.ScalingPolicy;
import io.plimsoll.model.fact.HorizontalAutoscalerState.ScalingRules;
import io.plimsoll.model.fact.OwnerRef;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is kept of a HorizontalPodAutoscaler (autoscaling/v2). */
final class HorizontalAutoscalerProjection {

    private HorizontalAutoscalerProjection() {}

    static HorizontalAutoscalerState of(Reading autoscaler) {
        Reading metadata = autoscaler.at("metadata");
        Reading spec = autoscaler.at("spec");
        Reading status = autoscaler.at("status");
        Reading target = spec.at("scaleTargetRef");
        List<Reading> currentMetrics = status.list("currentMetrics", each -> each);
        return new HorizontalAutoscalerState(
                KeptAnnotations.of(autoscaler),
                new OwnerRef(target.textOr("kind", ""), target.textOr("name", ""), null),
                spec.integer("minReplicas"),
                spec.integerOr("maxReplicas", 0),
                status.integerOr("currentReplicas", 0),
                status.integerOr("desiredReplicas", 0),
                status.instant("lastScaleTime"),
                spec.list("metrics", metric -> metric(metric, currentMetrics)),
                rules(spec.at("behavior").at("scaleUp")),
                rules(spec.at("behavior").at("scaleDown")),
                Parts.conditions(status),
                metadata.numberOr("generation", 0),
                status.numberOr("observedGeneration", 0),
                metadata.instant("creationTimestamp"));
    }

    private static Metric metric(Reading metric, List<Reading> currentMetrics) {
        String type = metric.textOr("type", "");
        Reading source = source(metric, type);
        String name = name(source);
        String targetType = source.at("target").text("type");
        Double ratio = null;
        for (Reading current : currentMetrics) {
            Reading currentSource = source(current, type);
            if (type.equals(current.text("type"))
                    && name.equals(name(currentSource))
                    && Objects.equals(source.text("container"), currentSource.text("container"))) {
                ratio = ratio(currentSource.at("current"), source.at("target"));
                break;
            }
        }
        return new Metric(type, name, targetType, ratio);
    }

    /** {@code Resource} stands under {@code resource}, {@code ContainerResource} under {@code containerResource}. */
    private static Reading source(Reading metric, String type) {
        return metric.at(type.isEmpty() ? "none" : Character.toLowerCase(type.charAt(0)) + type.substring(1));
    }

    private static String name(Reading source) {
        String name = source.text("name");
        return name == null ? source.at("metric").textOr("name", "") : name;
    }

    private static @Nullable Double ratio(Reading current, Reading target) {
        if (target.has("averageUtilization")) {
            Long wanted = target.number("averageUtilization");
            Long actual = current.number("averageUtilization");
            return wanted == null || actual == null || wanted == 0 ? null : (Double) (double) actual / wanted;
        }
        String field = target.has("averageValue") ? "averageValue" : "value";
        if (!current.has(field) || !target.has(field)) {
            return null;
        }
        double wanted = target.quantity(field, Quantity::milliUnits);
        return wanted == 0 ? null : (Double) (current.quantity(field, Quantity::milliUnits) / wanted);
    }

    private static @Nullable ScalingRules rules(Reading rules) {
        return rules.absent()
                ? null
                : new ScalingRules(
                        rules.integer("stabilizationWindowSeconds"),
                        rules.text("selectPolicy"),
                        rules.list(
                                "policies",
                                policy -> new ScalingPolicy(
                                        policy.textOr("type", ""),
                                        policy.integerOr("value", 0),
                                        policy.integerOr("periodSeconds", 0))));
    }
}
