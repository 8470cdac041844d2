package io.plimsoll.analyzer.detect.growth;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The minimum of each of the last buckets of time, two bytes a bucket; immutable.
 *
 * <p>Values are kept on a logarithmic scale of 65,535 steps over 26 octaves from 64 KiB, so each is right to 0.014 %: a
 * hundredth of the smallest rise the tests look for.
 */
final class FloorBuckets {

    private static final double SMALLEST = 1 << 16;
    private static final double STEPS_PER_OCTAVE = 65_534 / 26.0;
    private static final double LN2 = Math.log(2);

    private final int width;
    private final int leastSamples;
    private final short[] floors;
    private final int newest;
    private final int samples;

    private FloorBuckets(int width, int leastSamples, short[] floors, int newest, int samples) {
        this.width = width;
        this.leastSamples = leastSamples;
        this.floors = floors;
        this.newest = newest;
        this.samples = samples;
    }

    /**
     * None yet.
     *
     * @param width of a bucket, seconds
     * @param capacity how many are kept
     * @param leastSamples with fewer a bucket counts as empty
     */
    static FloorBuckets empty(int width, int capacity, int leastSamples) {
        return new FloorBuckets(width, leastSamples, new short[capacity], -1, 0);
    }

    /** Whether a sample at {@code second} would close the newest bucket. */
    boolean closedBy(long second) {
        return newest >= 0 && second / width > newest;
    }

    /** With one sample more; one of an older bucket than the newest changes nothing. */
    FloorBuckets plus(long second, long bytes) {
        int bucket = (int) (second / width);
        if (bucket < newest) {
            return this;
        }
        short code = code(bytes);
        int slot = bucket % floors.length;
        boolean opens = bucket > newest;
        if (!opens && samples > 0 && Short.toUnsignedInt(code) >= Short.toUnsignedInt(floors[slot])) {
            return new FloorBuckets(width, leastSamples, floors, newest, samples + 1);
        }
        short[] changed = floors.clone();
        if (opens) {
            open(changed, bucket);
        }
        changed[slot] = code;
        return new FloorBuckets(width, leastSamples, changed, bucket, opens ? 1 : samples + 1);
    }

    private void open(short[] changed, int bucket) {
        if (newest >= 0 && samples < leastSamples) {
            changed[newest % changed.length] = 0;
        }
        for (int skipped = Math.max(newest + 1, bucket - changed.length + 1); skipped < bucket; skipped++) {
            changed[skipped % changed.length] = 0;
        }
    }

    /** The filled buckets from number {@code oldest} on, each at its middle. */
    Series series(int oldest) {
        double[] seconds = new double[floors.length];
        double[] values = new double[floors.length];
        int n = 0;
        for (int bucket = Math.max(Math.max(0, oldest), newest - floors.length + 1); bucket <= newest; bucket++) {
            short code = floors[bucket % floors.length];
            if (code != 0 && (bucket < newest || samples >= leastSamples)) {
                seconds[n] = bucket * (double) width + width / 2.0;
                values[n++] = value(code);
            }
        }
        return Series.of(Arrays.copyOf(seconds, n), Arrays.copyOf(values, n));
    }

    /** Number of the newest bucket, the first being 0; negative before there is one. */
    int newest() {
        return newest;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(newest);
        out.writeShort(samples);
        for (short floor : floors) {
            out.writeShort(floor);
        }
    }

    /** As written, into buckets like these. */
    FloorBuckets read(DataInput in) throws IOException {
        int newestRead = in.readInt();
        int samplesRead = in.readUnsignedShort();
        short[] floorsRead = new short[floors.length];
        for (int i = 0; i < floorsRead.length; i++) {
            floorsRead[i] = in.readShort();
        }
        return new FloorBuckets(width, leastSamples, floorsRead, newestRead, samplesRead);
    }

    static short code(long bytes) {
        if (bytes <= SMALLEST) {
            return 1;
        }
        double steps = Math.log(bytes / SMALLEST) / LN2 * STEPS_PER_OCTAVE;
        return (short) (1 + (int) Math.min(65_534, Math.rint(steps)));
    }

    static double value(short code) {
        return SMALLEST * Math.exp((Short.toUnsignedInt(code) - 1) / STEPS_PER_OCTAVE * LN2);
    }
}
