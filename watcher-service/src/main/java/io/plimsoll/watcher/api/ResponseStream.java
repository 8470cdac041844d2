package io.plimsoll.watcher.api;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A response's body, read by a blocking thread while it arrives.
 *
 * <p>Parts are let in up to {@value #AHEAD} bytes ahead of the reader, so it needn't wake the network for each of them;
 * beyond, a slow reader slows the server down instead of filling memory. {@link #close} from any thread ends a read that
 * waits; that is how a silent watch is cut.
 */
final class ResponseStream extends InputStream implements AsyncBody.Consumer<List<ByteBuffer>> {

    /** Bytes; some thirty parts of a chunked answer. */
    private static final int AHEAD = 256 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<ByteBuffer> arrived = new ArrayDeque<>();
    private @Nullable AsyncBody body;
    private @Nullable ByteBuffer current;
    private @Nullable Throwable failure;
    private int ahead;
    private boolean asked = true;
    private boolean ended;
    private boolean closed;
    private @Nullable Duration longestSilence;

    /** Gives an answer up whose sender has begun and then says no more; a watch may be silent, and is watched by others. */
    ResponseStream givingUpAfter(Duration silence) {
        longestSilence = silence;
        return this;
    }

    /** The response has begun: parts are let in from now on. */
    void begin(AsyncBody begun) {
        lock.lock();
        try {
            body = begun;
        } finally {
            lock.unlock();
        }
        begun.done().whenComplete((_, thrown) -> end(thrown));
        begun.consume();
    }

    @Override
    public void consume(List<ByteBuffer> parts, AsyncBody from) {
        boolean more;
        lock.lock();
        try {
            for (ByteBuffer part : parts) {
                arrived.addLast(part);
                ahead += part.remaining();
            }
            more = ahead < AHEAD && !closed;
            asked = more;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (more) {
            from.consume(); // outside the lock: it may deliver at once
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        ByteBuffer part = part();
        if (part == null) {
            return -1;
        }
        int count = Math.min(length, part.remaining());
        part.get(into, offset, count);
        return count;
    }

    /** The part being read, or the next; null at the end. */
    private @Nullable ByteBuffer part() throws IOException {
        while (current == null || !current.hasRemaining()) {
            AsyncBody more = null;
            lock.lock();
            try {
                current = awaitPart();
                if (current == null) {
                    return null;
                }
                ahead -= current.remaining();
                if (!asked && !ended && ahead < AHEAD / 2) {
                    asked = true;
                    more = body;
                }
            } finally {
                lock.unlock();
            }
            if (more != null) {
                more.consume(); // outside the lock: it may deliver at once
            }
        }
        return current;
    }

    private @Nullable ByteBuffer awaitPart() throws IOException {
        while (arrived.isEmpty()) {
            if (closed) {
                throw new IOException("cut on this side");
            }
            if (failure != null) {
                throw new IOException(String.valueOf(failure.getMessage()), failure);
            }
            if (ended) {
                return null;
            }
            Duration silence = longestSilence;
            try {
                if (silence == null) {
                    changed.await();
                } else if (!changed.await(silence.toMillis(), TimeUnit.MILLISECONDS) && arrived.isEmpty()) {
                    throw new IOException("nothing more came for " + silence.toSeconds() + " s");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        if (closed) {
            throw new IOException("cut on this side");
        }
        return arrived.pollFirst();
    }

    private void end(@Nullable Throwable thrown) {
        lock.lock();
        try {
            ended = true;
            failure = thrown;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        AsyncBody cancelled;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            cancelled = ended ? null : body;
            arrived.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (cancelled != null) {
            cancelled.cancel();
        }
    }
}
