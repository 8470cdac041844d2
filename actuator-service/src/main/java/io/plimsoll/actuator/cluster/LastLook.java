package io.plimsoll.actuator.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/**
 * A request's body that isn't given away once we may not write any more. It is read when the connection stands and the
 * request goes out: whatever lay between the decision and that moment, the first use of a connection or a process that was
 * stopped, a server never has the whole of a request that came too late.
 */
final class LastLook extends InputStream {

    private final ByteArrayInputStream body;
    private final BooleanSupplier allowed;

    LastLook(byte[] body, BooleanSupplier allowed) {
        this.body = new ByteArrayInputStream(body);
        this.allowed = allowed;
    }

    @Override
    public int read() throws IOException {
        look();
        return body.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        look();
        return body.read(into, offset, length);
    }

    private void look() throws IOException {
        if (!allowed.getAsBoolean()) {
            throw new IOException("this instance leads no more");
        }
    }
}
