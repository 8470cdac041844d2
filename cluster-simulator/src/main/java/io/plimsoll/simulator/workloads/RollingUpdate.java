package io.plimsoll.simulator.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.disruption.IntOrPercent;
import io.plimsoll.simulator.objects.Fields;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a Deployment's ReplicaSets may be scaled now, so that never more than {@code maxSurge} pods above nor
 * {@code maxUnavailable} below the wanted number exist ({@code pkg/controller/deployment/rolling.go}).
 */
record RollingUpdate(int replicas, int maxSurge, int maxUnavailable) {

    private static final IntOrPercent QUARTER = new IntOrPercent(25, true);

    /** One ReplicaSet: what it asks for and how many of its pods are available. */
    record Size(int replicas, int available) {}

    /** New sizes, in the order the old ones were given. */
    record Plan(int current, List<Integer> old) {}

    static RollingUpdate of(JsonNode deployment, int replicas) {
        JsonNode strategy = Fields.at(deployment, "spec", "strategy", "rollingUpdate");
        IntOrPercent surge = IntOrPercent.of(Fields.at(strategy, "maxSurge"));
        IntOrPercent unavailable = IntOrPercent.of(Fields.at(strategy, "maxUnavailable"));
        int maxSurge = (surge == null ? QUARTER : surge).roundedUp(replicas);
        int maxUnavailable = (unavailable == null ? QUARTER : unavailable).roundedDown(replicas);
        return new RollingUpdate(
                replicas, maxSurge, maxSurge == 0 && maxUnavailable == 0 ? 1 : Math.min(maxUnavailable, replicas));
    }

    Plan plan(Size current, List<Size> old) {
        int oldReplicas = old.stream().mapToInt(Size::replicas).sum();
        if (oldReplicas == 0) {
            return new Plan(replicas, old.stream().map(Size::replicas).toList());
        }
        int room = replicas + maxSurge - current.replicas - oldReplicas;
        int grown = current.replicas > replicas ? replicas : Math.min(replicas, current.replicas + Math.max(0, room));
        return new Plan(grown, shrink(new Size(grown, current.available), old));
    }

    private List<Integer> shrink(Size current, List<Size> old) {
        int oldReplicas = old.stream().mapToInt(Size::replicas).sum();
        int least = replicas - maxUnavailable;
        int budget = current.replicas + oldReplicas - least - Math.max(0, current.replicas - current.available);
        List<Integer> sizes = new ArrayList<>();
        for (Size set : old) { // pods that serve nobody go first
            int idle = Math.clamp(budget, 0, Math.max(0, set.replicas - set.available));
            budget -= idle;
            sizes.add(set.replicas - idle);
        }
        int available =
                current.available + old.stream().mapToInt(Size::available).sum();
        int spare = Math.max(0, Math.min(budget, available - least));
        for (int i = 0; i < sizes.size(); i++) {
            int less = Math.min(spare, sizes.get(i));
            sizes.set(i, sizes.get(i) - less);
            spare -= less;
        }
        return sizes;
    }
}
