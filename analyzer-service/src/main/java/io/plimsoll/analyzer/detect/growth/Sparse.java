package io.plimsoll.analyzer.detect.growth;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Cells of which many are empty, as bytes: a bit for each cell, then those that hold anything. */
final class Sparse {

    private Sparse() {}

    static void write(short[] cells, DataOutput out) throws IOException {
        int map = map(cells.length);
        byte[] bytes = new byte[map + Short.BYTES * cells.length];
        ByteBuffer held = ByteBuffer.wrap(bytes).position(map);
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] != 0) {
                bytes[i >> 3] |= (byte) (1 << (i & 7));
                held.putShort(cells[i]);
            }
        }
        out.write(bytes, 0, held.position());
    }

    /** As many cells as were written. */
    static short[] read(DataInput in, int length) throws IOException {
        byte[] bits = new byte[map(length)];
        in.readFully(bits);
        short[] cells = new short[length];
        for (int i = 0; i < length; i++) {
            if ((bits[i >> 3] & 1 << (i & 7)) != 0) {
                cells[i] = in.readShort();
            }
        }
        return cells;
    }

    /** Bytes that the bits take. */
    private static int map(int length) {
        return (length + 7) / 8;
    }
}
