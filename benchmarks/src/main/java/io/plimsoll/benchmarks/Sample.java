package io.plimsoll.benchmarks;

import java.util.Arrays;
import java.util.List;

/** Measurements of one thing, one a round. */
public record Sample(List<Double> values) {

    /** @throws IllegalArgumentException when there are none */
    public Sample {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a sample needs a measurement");
        }
    }

    public static Sample of(double... values) {
        return new Sample(Arrays.stream(values).boxed().toList());
    }

    public double median() {
        double[] sorted = sorted();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * The least measurement that at least so many percent don't exceed (nearest rank).
     *
     * @param percent above 0, at most 100
     */
    public double percentile(double percent) {
        if (percent <= 0 || percent > 100) {
            throw new IllegalArgumentException("percent must be above 0 and at most 100, is " + percent);
        }
        return sorted()[(int) Math.ceil(percent / 100 * values.size()) - 1];
    }

    public double lowest() {
        return sorted()[0];
    }

    public double highest() {
        return sorted()[values.size() - 1];
    }

    /** Highest less lowest, in percent of the median. */
    public double spreadPercent() {
        double median = median();
        return median == 0 ? 0 : (highest() - lowest()) / median * 100;
    }

    private double[] sorted() {
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
}
