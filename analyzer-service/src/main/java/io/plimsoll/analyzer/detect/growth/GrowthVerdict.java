package io.plimsoll.analyzer.detect.growth;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What one evaluation found.
 *
 * @param grows every term held
 * @param stillGrows the weaker terms held, which keep a growth already found
 * @param bytesPerHour Theil–Sen slope
 * @param significance Mann–Kendall z
 * @param buckets how many floors it rests on
 * @param floor the newest floor, bytes
 */
public record GrowthVerdict(
        boolean grows,
        boolean stillGrows,
        double bytesPerHour,
        double significance,
        Shape shape,
        int buckets,
        double floor) {

    /** Found nothing. No one asks by how much, so that all that found nothing are this one. */
    public static final GrowthVerdict STEADY = new GrowthVerdict(false, false, 0, 0, new Shape(0, 0, 0), 0, 0);

    /** Seconds until {@code limit} at this slope; NaN where it doesn't rise or there is no limit. */
    public double secondsUntil(long limit) {
        return limit <= 0 || bytesPerHour <= 0 ? Double.NaN : Math.max(0, (limit - floor) / bytesPerHour * 3600);
    }

    static void write(@Nullable GrowthVerdict verdict, DataOutput out) throws IOException {
        out.writeBoolean(verdict != null);
        if (verdict != null) {
            out.writeByte((verdict.grows ? 1 : 0) | (verdict.stillGrows ? 2 : 0));
            out.writeDouble(verdict.bytesPerHour);
            out.writeDouble(verdict.significance);
            out.writeDouble(verdict.shape.rise());
            out.writeDouble(verdict.shape.early());
            out.writeDouble(verdict.shape.late());
            out.writeShort(verdict.buckets);
            out.writeDouble(verdict.floor);
        }
    }

    static @Nullable GrowthVerdict read(DataInput in) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        int flags = in.readByte();
        GrowthVerdict read = new GrowthVerdict(
                (flags & 1) != 0,
                (flags & 2) != 0,
                in.readDouble(),
                in.readDouble(),
                new Shape(in.readDouble(), in.readDouble(), in.readDouble()),
                in.readUnsignedShort(),
                in.readDouble());
        return read.equals(STEADY) ? STEADY : read;
    }
}
