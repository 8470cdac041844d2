package io.plimsoll.simulator.autoscaling;

import java.time.Instant;
import java.util.List;

/**
 * How many replicas a horizontal autoscaler wants, and what held it back.
 *
 * @param desired what it sets
 * @param ableReason reason of the AbleToScale condition
 * @param limited whether a bound or a rate limit held it back
 * @param limitReason reason of the ScalingLimited condition
 */
record ScalingDecision(int desired, String ableReason, boolean limited, String limitReason) {

    static final double TOLERANCE = 0.1;

    /** A size wanted at some time, before any stabilisation. */
    record Recommendation(Instant at, int replicas) {}

    /** The present state of what is scaled. */
    record Bounds(int min, int max, int current) {}

    /**
     * Replicas for a utilisation, rounding up; within the tolerance nothing changes.
     *
     * @param utilization percent of the requests in use, over the ready pods
     */
    static int wanted(int current, int ready, double utilization, double target) {
        double ratio = utilization / target;
        if (Math.abs(1 - ratio) <= TOLERANCE) {
            return current;
        }
        return (int) Math.ceil(ratio * ready - 1e-9);
    }

    /**
     * Stabilises, then limits the rate, then keeps within the bounds.
     *
     * @param recommendations of the past, the new one last
     */
    static ScalingDecision of(
            Bounds bounds,
            List<Recommendation> recommendations,
            List<ScalingRules.Step> steps,
            List<ScalingRules> upAndDown,
            Instant now) {
        ScalingRules up = upAndDown.getFirst();
        ScalingRules down = upAndDown.getLast();
        int wanted = recommendations.getLast().replicas();
        int current = bounds.current();
        int lowest = within(recommendations, up, now).min().orElse(wanted);
        int highest = within(recommendations, down, now).max().orElse(wanted);
        int stable = current;
        stable = Math.max(stable, lowest);
        stable = Math.min(stable, Math.max(highest, lowest));
        String able =
                stable == wanted ? "ReadyForNewScale" : stable > wanted ? "ScaleDownStabilized" : "ScaleUpStabilized";
        if (stable > current) {
            int ceiling = up.ceiling(current, steps, now);
            if (stable > bounds.max()) {
                boolean rate = ceiling < bounds.max();
                return new ScalingDecision(
                        Math.min(ceiling, bounds.max()), able, true, rate ? "ScaleUpLimit" : "TooManyReplicas");
            }
            return stable > ceiling
                    ? new ScalingDecision(ceiling, able, true, "ScaleUpLimit")
                    : new ScalingDecision(stable, able, false, "DesiredWithinRange");
        }
        if (stable < current) {
            int floor = down.floor(current, steps, now);
            if (stable < bounds.min()) {
                boolean rate = floor > bounds.min();
                return new ScalingDecision(
                        Math.max(floor, bounds.min()), able, true, rate ? "ScaleDownLimit" : "TooFewReplicas");
            }
            return stable < floor
                    ? new ScalingDecision(floor, able, true, "ScaleDownLimit")
                    : new ScalingDecision(stable, able, false, "DesiredWithinRange");
        }
        boolean over = wanted > bounds.max();
        boolean under = wanted < bounds.min();
        int kept = Math.clamp(stable, bounds.min(), bounds.max());
        String reason = over ? "TooManyReplicas" : under ? "TooFewReplicas" : "DesiredWithinRange";
        return new ScalingDecision(kept, able, over || under, reason);
    }

    private static java.util.stream.IntStream within(
            List<Recommendation> recommendations, ScalingRules rules, Instant now) {
        Instant start = now.minus(rules.stabilization());
        return recommendations.stream().filter(one -> !one.at().isBefore(start)).mapToInt(Recommendation::replicas);
    }
}
