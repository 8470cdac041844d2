package io.plimsoll.model.budget;

import org.jspecify.annotations.Nullable;

/**
 * How many pods a PodDisruptionBudget wants healthy, expects and lets go.
 *
 * <p>Source: {@code pkg/controller/disruption/disruption.go} ({@code getExpectedPodCount}, {@code updatePdbStatus}) and
 * {@code intstr.GetScaledValueFromIntOrPercent} with rounding up. Percentages are computed in integers.
 */
public final class BudgetArithmetic {

    private BudgetArithmetic() {}

    /** A budget's numbers: what {@code status} holds. */
    public record Counts(int disruptionsAllowed, int currentHealthy, int desiredHealthy, int expectedPods) {

        public boolean violated() {
            return expectedPods > 0 && currentHealthy < desiredHealthy;
        }
    }

    /**
     * The disruption controller's result.
     *
     * @param minAvailable number or percentage as written, or null
     * @param maxUnavailable likewise; where both are null the API's default (minAvailable 1) holds
     * @param matched pods the selector matches, whatever their state
     * @param healthy of those, ready and not going
     * @param scale sum of the wished replicas over the set of their controllers
     * @throws IllegalArgumentException when a value is neither a number nor a percentage
     */
    public static Counts counts(
            @Nullable String minAvailable, @Nullable String maxUnavailable, int matched, int healthy, int scale) {
        if (maxUnavailable != null) {
            int desired = Math.max(0, scale - scaled(maxUnavailable, scale));
            return allowing(healthy, desired, scale);
        }
        String minimum = minAvailable == null ? "1" : minAvailable;
        if (isPercentage(minimum)) {
            return allowing(healthy, scaled(minimum, scale), scale);
        }
        return allowing(healthy, scaled(minimum, matched), matched);
    }

    /** What would be allowed with {@code replicas} wished and all of them healthy. */
    public static int allowedWhenHealthy(@Nullable String minAvailable, @Nullable String maxUnavailable, int replicas) {
        return counts(minAvailable, maxUnavailable, replicas, replicas, replicas)
                .disruptionsAllowed();
    }

    public static boolean isPercentage(String value) {
        return value.endsWith("%");
    }

    /**
     * A number as it is, a percentage of {@code of} rounded up.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static int scaled(String value, int of) {
        try {
            if (!isPercentage(value)) {
                return Integer.parseInt(value);
            }
            long percent = Long.parseLong(value.substring(0, value.length() - 1));
            return Math.toIntExact(Math.ceilDiv(percent * of, 100L));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + value + "' is neither a number nor a percentage", e);
        }
    }

    private static Counts allowing(int healthy, int desired, int expected) {
        int allowed = expected <= 0 ? 0 : Math.max(0, healthy - desired);
        return new Counts(allowed, healthy, desired, expected);
    }
}
