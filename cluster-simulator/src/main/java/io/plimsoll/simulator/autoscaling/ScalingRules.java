package io.plimsoll.simulator.autoscaling;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.objects.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast a horizontal autoscaler may go in one direction ({@code spec.behavior.scaleUp} or {@code scaleDown}).
 *
 * @param select Max, Min or Disabled
 */
record ScalingRules(Duration stabilization, String select, List<Policy> policies) {

    /** So many pods, or so many percent of them, in a period. */
    record Policy(boolean percent, int value, Duration period) {}

    /** A change of the scale that was made: positive up, negative down. */
    record Step(Instant at, int change) {}

    /** autoscaling/v2's own defaults. */
    static final ScalingRules UP = new ScalingRules(
            Duration.ZERO,
            "Max",
            List.of(new Policy(false, 4, Duration.ofSeconds(15)), new Policy(true, 100, Duration.ofSeconds(15))));

    static final ScalingRules DOWN =
            new ScalingRules(Duration.ofMinutes(5), "Max", List.of(new Policy(true, 100, Duration.ofSeconds(15))));

    static ScalingRules of(JsonNode rules, ScalingRules defaults) {
        if (rules.isMissingNode()) {
            return defaults;
        }
        List<Policy> policies = new ArrayList<>();
        for (JsonNode policy : Fields.at(rules, "policies")) {
            policies.add(new Policy(
                    Fields.text(policy, "type").equals("Percent"),
                    Fields.integer(policy, 0, "value"),
                    Duration.ofSeconds(Fields.number(policy, 15, "periodSeconds"))));
        }
        String select = Fields.text(rules, "selectPolicy");
        return new ScalingRules(
                Duration.ofSeconds(
                        Fields.number(rules, defaults.stabilization.toSeconds(), "stabilizationWindowSeconds")),
                select.isEmpty() ? "Max" : select,
                policies.isEmpty() ? defaults.policies : policies);
    }

    /** The highest size scaling up may reach now. */
    int ceiling(int current, List<Step> steps, Instant now) {
        if (select.equals("Disabled")) {
            return current;
        }
        int result = select.equals("Min") ? Integer.MAX_VALUE : Integer.MIN_VALUE;
        for (Policy policy : policies) {
            int start = current - changed(steps, policy, now, 1);
            int limit = policy.percent ? (int) Math.ceil(start * (1 + policy.value / 100.0)) : start + policy.value;
            result = select.equals("Min") ? Math.min(result, limit) : Math.max(result, limit);
        }
        return Math.max(result, current);
    }

    /** The lowest size scaling down may reach now. */
    int floor(int current, List<Step> steps, Instant now) {
        if (select.equals("Disabled")) {
            return current;
        }
        int result = select.equals("Min") ? Integer.MIN_VALUE : Integer.MAX_VALUE;
        for (Policy policy : policies) {
            int start = current + changed(steps, policy, now, -1);
            int limit = policy.percent ? (int) (start * (1 - policy.value / 100.0)) : start - policy.value;
            result = select.equals("Min") ? Math.max(result, limit) : Math.min(result, limit);
        }
        return Math.min(result, current);
    }

    private static int changed(List<Step> steps, Policy policy, Instant now, int direction) {
        Instant start = now.minus(policy.period);
        return steps.stream()
                .filter(step -> step.at.isAfter(start) && Integer.signum(step.change) == direction)
                .mapToInt(step -> Math.abs(step.change))
                .sum();
    }
}
