package io.plimsoll.analyzer.detect.growth;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The floors of one run at three scales: two minutes over 45, ten minutes over six hours, an hour over two days. Times
 * are seconds since the run began. Immutable.
 */
record Floors(FloorBuckets minutes, FloorBuckets tens, FloorBuckets hours) {

    static final int TEN_MINUTES = 600;
    static final int HOUR = 3600;
    /** Ten-minute buckets in six hours. */
    static final int WINDOW = 36;

    private static final Floors EMPTY = new Floors(
            FloorBuckets.empty(120, 23, 1),
            FloorBuckets.empty(TEN_MINUTES, WINDOW, 3),
            FloorBuckets.empty(HOUR, 48, 9));

    static Floors empty() {
        return EMPTY;
    }

    Floors plus(long second, long bytes) {
        return new Floors(minutes.plus(second, bytes), tens.plus(second, bytes), hours.plus(second, bytes));
    }

    /** The least of the last two fast buckets, bytes; 0 before there is one. */
    double current() {
        Series recent = minutes.series(minutes.newest() - 1);
        return recent.size() == 0 ? 0 : Math.min(recent.first(), recent.last());
    }

    void write(DataOutput out) throws IOException {
        minutes.write(out);
        tens.write(out);
        hours.write(out);
    }

    static Floors read(DataInput in) throws IOException {
        return new Floors(EMPTY.minutes.read(in), EMPTY.tens.read(in), EMPTY.hours.read(in));
    }
}
