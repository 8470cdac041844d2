package io.plimsoll.analyzer.detect.growth;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What is remembered of a container's run after it ended.
 *
 * @param endedAt epoch seconds
 * @param oomKilled whether the kernel ended it for memory
 * @param bytesPerHour its slope when it ended; 0 where it was too short to tell
 * @param levelledOff whether it had stopped growing by then
 * @param early how it warmed up
 */
public record Incarnation(long endedAt, boolean oomKilled, double bytesPerHour, boolean levelledOff, EarlyLife early) {

    /** Whether two runs grew alike: both rose, neither more than twice as fast. */
    boolean growsLike(Incarnation other) {
        double slower = Math.min(bytesPerHour, other.bytesPerHour);
        double faster = Math.max(bytesPerHour, other.bytesPerHour);
        return slower > 0 && faster <= 2 * slower;
    }

    /** Whether it stood at nine tenths of {@code level} or more at that age, and then stayed well. */
    boolean warmedUpLike(long age, double level) {
        return !oomKilled && levelledOff && early.at(age) >= 0.9 * level;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(endedAt);
        out.writeBoolean(oomKilled);
        out.writeDouble(bytesPerHour);
        out.writeBoolean(levelledOff);
        early.write(out);
    }

    static Incarnation read(DataInput in) throws IOException {
        return new Incarnation(in.readLong(), in.readBoolean(), in.readDouble(), in.readBoolean(), EarlyLife.read(in));
    }
}
