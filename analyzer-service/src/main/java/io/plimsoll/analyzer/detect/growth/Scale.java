package io.plimsoll.analyzer.detect.growth;

import java.util.Arrays;

/**
 * One row of buckets among the cells that {@link Floors} keeps: of each of the last {@code capacity} buckets its least
 * code, in turn, and behind them how many samples the newest has.
 *
 * @param width of a bucket, seconds
 * @param capacity how many are kept
 * @param leastSamples with fewer a bucket counts as empty
 * @param first of its cells
 */
record Scale(int width, int capacity, int leastSamples, int first) {

    /** The first cell behind this scale's. */
    int end() {
        return first + capacity + 1;
    }

    /** Number of the bucket that a second of the run lies in; negative for a negative second, before there is one. */
    int bucket(int second) {
        return second < 0 ? -1 : second / width;
    }

    /** Takes a sample into the cells; {@code newest} is the bucket of the one before it. */
    void take(short[] cells, int newest, int bucket, short code) {
        int cell = cell(bucket);
        int count = first + capacity;
        if (bucket > newest) {
            open(cells, newest, bucket);
            cells[cell] = code;
            cells[count] = 1;
            return;
        }
        if (LogCode.sinks(cells[cell], code)) {
            cells[cell] = code;
        }
        cells[count]++;
    }

    /** Nothing is left of the bucket before where it is too thin, nor in those that were skipped. */
    private void open(short[] cells, int newest, int bucket) {
        if (newest >= 0 && samples(cells) < leastSamples) {
            cells[cell(newest)] = 0;
        }
        for (int skipped = Math.max(newest + 1, bucket - capacity + 1); skipped < bucket; skipped++) {
            cells[cell(skipped)] = 0;
        }
    }

    /** The filled buckets from number {@code oldest} to {@code newest}, each at its middle. */
    Series series(short[] cells, int newest, int oldest) {
        double[] seconds = new double[capacity];
        double[] values = new double[capacity];
        int n = 0;
        for (int bucket = Math.max(Math.max(0, oldest), newest - capacity + 1); bucket <= newest; bucket++) {
            short code = cells[cell(bucket)];
            if (code != 0 && (bucket < newest || samples(cells) >= leastSamples)) {
                seconds[n] = bucket * (double) width + width / 2.0;
                values[n++] = LogCode.value(code);
            }
        }
        return Series.of(Arrays.copyOf(seconds, n), Arrays.copyOf(values, n));
    }

    /** The lesser code of the two newest buckets, the filled ones of them; 0 where neither is. */
    short leastOfLastTwo(short[] cells, int newest) {
        short last = newest < 0 || samples(cells) < leastSamples ? 0 : cells[cell(newest)];
        short before = newest < 1 ? 0 : cells[cell(newest - 1)];
        return before != 0 && LogCode.sinks(last, before) ? before : last;
    }

    private int samples(short[] cells) {
        return Short.toUnsignedInt(cells[first + capacity]);
    }

    private int cell(int bucket) {
        return first + bucket % capacity;
    }
}
