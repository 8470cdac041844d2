package io.plimsoll.analyzer.detect.growth;

/**
 * How a rise is spread over the window: the share of it between the medians of the first and second third, and between
 * those of the second and last. A straight line has halves; a warm-up has nearly all in the first, a step in one.
 *
 * @param rise median of the last third minus that of the first, in bytes
 * @param early share in the first half of the window
 * @param late share in the second half
 */
public record Shape(double rise, double early, double late) {

    static Shape of(Series series) {
        int n = series.size();
        int third = n / 3;
        if (third == 0) {
            return new Shape(0, 0, 0);
        }
        double first = series.median(0, third);
        double second = series.median(third, n - third);
        double last = series.median(n - third, n);
        double rise = last - first;
        return rise == 0 ? new Shape(0, 0, 0) : new Shape(rise, (second - first) / rise, (last - second) / rise);
    }
}
