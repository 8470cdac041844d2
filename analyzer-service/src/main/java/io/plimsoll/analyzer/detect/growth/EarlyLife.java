package io.plimsoll.analyzer.detect.growth;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The floors of a container's first three hours, in ten-minute steps: how it warmed up. Immutable. */
final class EarlyLife {

    private static final int STEP = 600;
    private static final int STEPS = 18;
    /** Seconds from which on a run isn't in its early life any more. */
    static final long END = (long) STEP * STEPS;

    private static final EarlyLife EMPTY = new EarlyLife(new short[STEPS]);

    private final short[] floors;

    private EarlyLife(short[] floors) {
        this.floors = floors;
    }

    static EarlyLife empty() {
        return EMPTY;
    }

    EarlyLife plus(long age, long bytes) {
        if (age < 0 || age >= END) {
            return this;
        }
        int step = (int) (age / STEP);
        short code = LogCode.of(bytes);
        if (!LogCode.sinks(floors[step], code)) {
            return this;
        }
        short[] changed = floors.clone();
        changed[step] = code;
        return new EarlyLife(changed);
    }

    /** Bytes at that age; the last known level for a later one, 0 where nothing is known. */
    double at(long age) {
        for (int step = (int) Math.min(age / STEP, STEPS - 1); step >= 0; step--) {
            if (floors[step] != 0) {
                return LogCode.value(floors[step]);
            }
        }
        return 0;
    }

    void write(DataOutput out) throws IOException {
        Sparse.write(floors, out);
    }

    static EarlyLife read(DataInput in) throws IOException {
        return new EarlyLife(Sparse.read(in, STEPS));
    }
}
