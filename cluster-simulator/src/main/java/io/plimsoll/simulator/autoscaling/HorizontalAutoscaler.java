package io.plimsoll.simulator.autoscaling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.engine.Change;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.engine.Reconciler;
import io.plimsoll.simulator.engine.WorkQueue;
import io.plimsoll.simulator.kubelet.UsageTable;
import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.objects.Selector;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scales Deployments, StatefulSets and ReplicaSets on CPU utilisation every 15 s.
 *
 * <p>Utilisation is the workload's {@link Loads load} shared among its ready pods, or what they use where no load is
 * set. Other metrics aren't simulated: an autoscaler without a CPU target keeps its size.
 */
public final class HorizontalAutoscaler implements Reconciler {

    private static final String COMPONENT = "horizontal-pod-autoscaler";
    private static final Duration SYNC = Duration.ofSeconds(15);
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private static final Map<String, ResourceType> SCALED = Map.of(
            "Deployment", ResourceTypes.DEPLOYMENT,
            "StatefulSet", ResourceTypes.STATEFUL_SET,
            "ReplicaSet", ResourceTypes.REPLICA_SET);

    private record Memory(List<ScalingDecision.Recommendation> recommendations, List<ScalingRules.Step> steps) {

        void forget(Instant before) {
            recommendations.removeIf(one -> one.at().isBefore(before));
            steps.removeIf(step -> step.at().isBefore(before));
        }
    }

    private final Cluster cluster;
    private final UsageTable usage;
    private final Loads loads;
    private final Map<String, Memory> memories = new HashMap<>();
    private final Map<String, Instant> synced = new HashMap<>();

    public HorizontalAutoscaler(Cluster cluster, UsageTable usage, Loads loads) {
        this.cluster = cluster;
        this.usage = usage;
        this.loads = loads;
    }

    @Override
    public void observe(Change change, WorkQueue queue) {
        if (change.of(ResourceTypes.HORIZONTAL_POD_AUTOSCALER)) {
            if (change.deleted()) {
                memories.remove(change.key());
                synced.remove(change.key());
            } else if (change.added()) {
                queue.add(change.key());
            }
        }
    }

    @Override
    public void reconcile(String key, Instant now, WorkQueue queue) {
        StoredObject autoscaler = cluster.find(ResourceTypes.HORIZONTAL_POD_AUTOSCALER, key);
        if (autoscaler == null) {
            return;
        }
        queue.addAt(key, now.plus(SYNC));
        String name = autoscaler.text("spec", "scaleTargetRef", "name");
        ResourceType type = SCALED.get(autoscaler.text("spec", "scaleTargetRef", "kind"));
        @Nullable StoredObject target = type == null ? null : cluster.find(type, autoscaler.namespace() + "/" + name);
        if (target == null) {
            cluster.edit(
                    autoscaler,
                    tree -> Conditions.set(
                            tree,
                            "AbleToScale",
                            false,
                            "FailedGetScale",
                            "the HPA controller was unable to get the target's current scale",
                            now));
            return;
        }
        scale(key, autoscaler, target, now);
    }

    private void scale(String key, StoredObject autoscaler, StoredObject target, Instant now) {
        int current = target.at("spec", "replicas").asInt(1);
        List<PodView> ready = readyPods(target);
        double percent = utilization(target, ready, now);
        double goal = goal(autoscaler);
        if (current == 0 || goal <= 0 || percent < 0) {
            boolean disabled = current == 0;
            cluster.edit(autoscaler, tree -> {
                Conditions.set(
                        tree,
                        "ScalingActive",
                        false,
                        disabled ? "ScalingDisabled" : "FailedGetResourceMetric",
                        disabled
                                ? "scaling is disabled since the replica count of the target is zero"
                                : "the HPA was unable to compute the replica count: no ready pods or no CPU target",
                        now);
                Fields.ensure(tree, "status").put("currentReplicas", current);
            });
            return;
        }
        int wanted = ScalingDecision.wanted(current, ready.size(), percent, goal);
        Memory memory = memories.computeIfAbsent(key, _ -> new Memory(new ArrayList<>(), new ArrayList<>()));
        memory.forget(now.minus(REMEMBERED));
        if (memory.recommendations.isEmpty()) {
            memory.recommendations.add(new ScalingDecision.Recommendation(now, current));
        }
        memory.recommendations.add(new ScalingDecision.Recommendation(now, wanted));
        ScalingDecision decision = ScalingDecision.of(
                bounds(autoscaler, current), memory.recommendations, memory.steps, rules(autoscaler), now);
        if (decision.desired() != current) {
            memory.steps.add(new ScalingRules.Step(now, decision.desired() - current));
            cluster.edit(target, tree -> Fields.ensure(tree, "spec").put("replicas", decision.desired()));
            announce(autoscaler, decision, current);
        }
        writeStatus(autoscaler, current, decision, percent, now);
    }

    private static ScalingDecision.Bounds bounds(StoredObject autoscaler, int current) {
        return new ScalingDecision.Bounds(
                autoscaler.at("spec", "minReplicas").asInt(1),
                autoscaler.at("spec", "maxReplicas").asInt(1),
                current);
    }

    private static List<ScalingRules> rules(StoredObject autoscaler) {
        JsonNode behavior = Fields.at(autoscaler.json(), "spec", "behavior");
        return List.of(
                ScalingRules.of(Fields.at(behavior, "scaleUp"), ScalingRules.UP),
                ScalingRules.of(Fields.at(behavior, "scaleDown"), ScalingRules.DOWN));
    }

    private static double goal(StoredObject autoscaler) {
        for (JsonNode metric : autoscaler.at("spec", "metrics")) {
            if (Fields.text(metric, "resource", "name").equals("cpu")) {
                return Fields.number(metric, 0, "resource", "target", "averageUtilization");
            }
        }
        return 0;
    }

    private List<PodView> readyPods(StoredObject target) {
        Selector selector = Selector.of(Fields.at(target.json(), "spec", "selector"));
        return cluster.podsInNamespace(target.namespace()).stream()
                .filter(pod -> pod.ready() && pod.active() && selector.matches(pod.labels()))
                .toList();
    }

    /** Percent of the pods' CPU requests; negative where it can't be known. */
    private double utilization(StoredObject target, List<PodView> ready, Instant now) {
        long requested =
                ready.stream().mapToLong(pod -> pod.requests().cpuMilli()).sum();
        if (requested == 0) {
            return -1;
        }
        Loads.Load load = loads.of(target.namespace(), target.name());
        if (load != null) {
            long total = Math.max(0, load.cpuMilli(now));
            ready.forEach(pod -> usage.setCpu(pod.key(), total / ready.size()));
            return 100.0 * total / requested;
        }
        long used = ready.stream()
                .flatMap(pod -> usage.pod(pod.key(), now).stream())
                .mapToLong(UsageTable.Use::cpuMilli)
                .sum();
        return 100.0 * used / requested;
    }

    private void announce(StoredObject autoscaler, ScalingDecision decision, int current) {
        String reason = decision.desired() > current
                ? "cpu resource utilization (percentage of request) above target"
                : "All metrics below target";
        cluster.events()
                .normal(
                        autoscaler.json(),
                        COMPONENT,
                        "SuccessfulRescale",
                        "New size: %d; reason: %s".formatted(decision.desired(), reason));
    }

    private void writeStatus(
            StoredObject autoscaler, int current, ScalingDecision decision, double percent, Instant now) {
        boolean scaled = decision.desired() != current;
        cluster.edit(autoscaler, tree -> {
            ObjectNode status = Fields.ensure(tree, "status");
            status.put("currentReplicas", current).put("desiredReplicas", decision.desired());
            if (scaled) {
                status.put("lastScaleTime", Fields.time(now));
            }
            ObjectNode metric = status.putArray("currentMetrics").addObject().put("type", "Resource");
            metric.putObject("resource")
                    .put("name", "cpu")
                    .putObject("current")
                    .put("averageUtilization", Math.round(percent));
            Conditions.set(
                    tree,
                    "AbleToScale",
                    true,
                    scaled ? "SucceededRescale" : decision.ableReason(),
                    scaled ? "the HPA controller was able to update the target scale to " + decision.desired() : "",
                    now);
            Conditions.set(
                    tree,
                    "ScalingActive",
                    true,
                    "ValidMetricFound",
                    "the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)",
                    now);
            Conditions.set(tree, "ScalingLimited", decision.limited(), decision.limitReason(), "", now);
        });
    }
}
