package io.plimsoll.analyzer.detect.growth;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The floors of one run, the minimum of each bucket of time, at three scales: two minutes over 45, ten minutes over six
 * hours, an hour over two days. Times are seconds since the run began, up to 68 years.
 *
 * <p>Folded in place, for there is one for each container of a cluster and a sample of each every minute: a new one each
 * time would be most of what the collector has to move. All scales lie in one array: with objects and arrays of their own
 * they would take nearly half as much again.
 */
final class Floors {

    static final int TEN_MINUTES = 600;
    static final int HOUR = 3600;
    /** Ten-minute buckets in six hours. */
    static final int WINDOW = 36;
    /** Seconds of a run that count as start-up: samples of it are no floors. */
    static final int START_UP = 900;

    private static final Scale MINUTES = new Scale(120, 23, 1, 0);
    private static final Scale TENS = new Scale(TEN_MINUTES, WINDOW, 3, MINUTES.end());
    private static final Scale HOURS = new Scale(HOUR, 48, 9, TENS.end());

    private final short[] cells;
    /** Of the newest sample, whether it is in the floors or of the start-up; negative before there is one. */
    private int second;

    private Floors(short[] cells, int second) {
        this.cells = cells;
        this.second = second;
    }

    static Floors empty() {
        return new Floors(new short[HOURS.end()], -1);
    }

    /** When the newest sample was taken; -1 before the first. */
    int second() {
        return second;
    }

    /** Takes one sample more, later than the ones before. */
    void take(long at, long bytes) {
        int next = (int) Math.min(at, Integer.MAX_VALUE);
        if (next >= START_UP) {
            short code = LogCode.of(bytes);
            MINUTES.take(cells, newest(MINUTES), MINUTES.bucket(next), code);
            TENS.take(cells, newest(TENS), TENS.bucket(next), code);
            HOURS.take(cells, newest(HOURS), HOURS.bucket(next), code);
        }
        second = next;
    }

    /** Whether a sample at that second would close the newest ten minutes. */
    boolean tenMinutesEndBefore(long at) {
        return newest(TENS) >= 0 && at / TEN_MINUTES > newest(TENS);
    }

    private int newest(Scale scale) {
        return scale.bucket(second < START_UP ? -1 : second);
    }

    /** Of two minutes each, the last 45. */
    Series minutes() {
        return series(MINUTES, 0);
    }

    /** Of ten minutes each, the last six hours, from bucket number {@code oldest} on. */
    Series tens(int oldest) {
        return series(TENS, oldest);
    }

    /** Of an hour each, the last two days. */
    Series hours() {
        return series(HOURS, 0);
    }

    private Series series(Scale scale, int oldest) {
        return scale.series(cells, newest(scale), oldest);
    }

    /** The least of the last two fast buckets, bytes; 0 before there is one. */
    double current() {
        short least = MINUTES.leastOfLastTwo(cells, newest(MINUTES));
        return least == 0 ? 0 : LogCode.value(least);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(second);
        Sparse.write(cells, out);
    }

    static Floors read(DataInput in) throws IOException {
        int second = in.readInt();
        return new Floors(Sparse.read(in, HOURS.end()), second);
    }
}
