package io.plimsoll.analyzer.cases;

import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.FactBody;
import io.plimsoll.model.fact.HorizontalAutoscalerState;
import io.plimsoll.model.fact.HorizontalAutoscalerState.Metric;
import io.plimsoll.model.fact.HorizontalAutoscalerState.ScalingRules;
import io.plimsoll.model.fact.OwnerRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A horizontal autoscaler of the Deployment of its own name, from 1 to 10, at 1. */
public final class AutoscalerDraft extends Draft<AutoscalerDraft> {

    private final Map<String, String> annotations = new LinkedHashMap<>();
    private final List<Condition> conditions = new ArrayList<>();
    private final List<Metric> metrics = new ArrayList<>();
    private OwnerRef target;
    private Integer min = 1;
    private int max = 10;
    private int current = 1;
    private int desired = 1;
    private long generation = 1;
    private ScalingRules scaleUp;
    private ScalingRules scaleDown;

    AutoscalerDraft(String namespace, String name) {
        super("HorizontalPodAutoscaler", namespace, name);
        target = new OwnerRef("Deployment", name, "Deployment-" + name + "-1");
    }

    public AutoscalerDraft target(String kind, String name) {
        this.target = new OwnerRef(kind, name, kind + "-" + name + "-1");
        return this;
    }

    public AutoscalerDraft range(Integer min, int max) {
        this.min = min;
        this.max = max;
        return this;
    }

    public AutoscalerDraft replicas(int current, int desired) {
        this.current = current;
        this.desired = desired;
        return this;
    }

    public AutoscalerDraft condition(String type, String status, String reason) {
        conditions.removeIf(condition -> condition.type().equals(type));
        conditions.add(new Condition(type, status, reason, null, null));
        return this;
    }

    public AutoscalerDraft metric(Metric metric) {
        metrics.clear();
        metrics.add(metric);
        return this;
    }

    public AutoscalerDraft behavior(ScalingRules scaleUp, ScalingRules scaleDown) {
        this.scaleUp = scaleUp;
        this.scaleDown = scaleDown;
        return this;
    }

    public AutoscalerDraft annotation(String key, String value) {
        annotations.put(key, value);
        return this;
    }

    public AutoscalerDraft generation(long generation) {
        this.generation = generation;
        return this;
    }

    @Override
    FactBody body() {
        return new HorizontalAutoscalerState(
                annotations,
                target,
                min,
                max,
                current,
                desired,
                null,
                metrics,
                scaleUp,
                scaleDown,
                conditions,
                generation,
                generation,
                createdAt);
    }
}
