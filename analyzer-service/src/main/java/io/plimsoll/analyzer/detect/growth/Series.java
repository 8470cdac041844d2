package io.plimsoll.analyzer.detect.growth;

import java.util.Arrays;

/** Points in order of time: seconds since the container started, and bytes. */
public final class Series {

    private final double[] seconds;
    private final double[] bytes;

    private Series(double[] seconds, double[] bytes) {
        this.seconds = seconds;
        this.bytes = bytes;
    }

    /** The arrays are taken over, not copied: they may hold a few hundred points and are built for this call. */
    public static Series of(double[] seconds, double[] bytes) {
        if (seconds.length != bytes.length) {
            throw new IllegalArgumentException(seconds.length + " times for " + bytes.length + " values");
        }
        return new Series(seconds, bytes);
    }

    public int size() {
        return seconds.length;
    }

    public double span() {
        return size() == 0 ? 0 : seconds[size() - 1] - seconds[0];
    }

    public double last() {
        return bytes[size() - 1];
    }

    public double first() {
        return bytes[0];
    }

    double second(int index) {
        return seconds[index];
    }

    double value(int index) {
        return bytes[index];
    }

    /** The last {@code count} points. */
    Series tail(int count) {
        int from = size() - count;
        return new Series(Arrays.copyOfRange(seconds, from, size()), Arrays.copyOfRange(bytes, from, size()));
    }

    /** Median of the values from {@code from} (inclusive) to {@code to} (exclusive). */
    double median(int from, int to) {
        double[] part = Arrays.copyOfRange(bytes, from, to);
        Arrays.sort(part);
        return middle(part, part.length);
    }

    /**
     * Theil–Sen: the median of the slopes of all pairs, in bytes per second. Half of the points may be wild without
     * moving it much. 0 for fewer than two points.
     */
    public double slope() {
        int n = size();
        if (n < 2) {
            return 0;
        }
        double[] slopes = new double[n * (n - 1) / 2];
        int at = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                slopes[at++] = (bytes[j] - bytes[i]) / (seconds[j] - seconds[i]);
            }
        }
        Arrays.sort(slopes);
        return middle(slopes, at);
    }

    /**
     * Mann–Kendall: how many standard deviations the count of rising pairs lies from that of a series without trend,
     * with the variance corrected for ties and the count for continuity.
     */
    public double significance() {
        int n = size();
        long rising = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                rising += Double.compare(bytes[j], bytes[i]);
            }
        }
        double variance = ((double) n * (n - 1) * (2 * n + 5) - tied()) / 18;
        if (rising == 0 || variance <= 0) {
            return 0;
        }
        return (rising - Long.signum(rising)) / Math.sqrt(variance);
    }

    private double tied() {
        double[] sorted = bytes.clone();
        Arrays.sort(sorted);
        double sum = 0;
        for (int from = 0; from < sorted.length; ) {
            int to = from;
            while (to < sorted.length && Double.compare(sorted[to], sorted[from]) == 0) {
                to++;
            }
            double equal = to - from;
            sum += equal * (equal - 1) * (2 * equal + 5);
            from = to;
        }
        return sum;
    }

    private static double middle(double[] sorted, int n) {
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }
}
