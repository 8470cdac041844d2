package io.plimsoll.analyzer.detect.spread;

import java.util.Collection;

/**
 * How uneven a set of fractions is.
 *
 * @param max the largest
 * @param min the smallest
 * @param coefficientOfVariation standard deviation (of the whole population) over mean; 0 where the mean is 0
 */
public record Dispersion(double max, double min, double coefficientOfVariation) {

    /**
     * Of at least one value.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Dispersion of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("dispersion needs at least one value");
        }
        double mean = values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        double max = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        double min = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        return new Dispersion(max, min, mean == 0 ? 0 : Math.sqrt(squares / values.size()) / mean);
    }
}
