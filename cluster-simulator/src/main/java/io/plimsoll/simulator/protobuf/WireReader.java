package io.plimsoll.simulator.protobuf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Protobuf's wire format. Running off the end throws {@link java.nio.BufferUnderflowException}. */
final class WireReader {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH = 2;
    static final int FIXED32 = 5;

    private final ByteBuffer bytes;

    WireReader(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    boolean hasMore() {
        return bytes.hasRemaining();
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = bytes.get();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a varint of more than 10 bytes");
    }

    double float64() {
        return bytes.getDouble();
    }

    /** The next length-delimited field's content. */
    ByteBuffer block() {
        long length = varint();
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException(
                    "a field of %d bytes where %d are left".formatted(length, bytes.remaining()));
        }
        ByteBuffer block = bytes.slice(bytes.position(), (int) length);
        bytes.position(bytes.position() + (int) length);
        return block;
    }

    void skip(int wireType) {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> bytes.getLong();
            case LENGTH -> block();
            case FIXED32 -> bytes.getInt();
            default -> throw new IllegalArgumentException("wire type " + wireType);
        }
    }

    static String text(ByteBuffer block) {
        return StandardCharsets.UTF_8.decode(block).toString();
    }

    static byte[] bytes(ByteBuffer block) {
        byte[] copy = new byte[block.remaining()];
        block.get(copy);
        return copy;
    }
}
