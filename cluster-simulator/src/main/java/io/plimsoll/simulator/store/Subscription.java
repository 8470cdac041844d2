package io.plimsoll.simulator.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Changes of one or more types in the order of their resourceVersions, none lost. For one thread at a time.
 *
 * <p>Get one from {@link ObjectStore#subscribe} or {@link ObjectStore#follow}. Close it: what it hasn't read stays in
 * memory.
 */
public final class Subscription implements AutoCloseable {

    private final List<EventLog> logs;
    private final EventLog.Link[] positions;
    private final Queue<WatchEvent> initial;

    private volatile @Nullable Thread waiting;
    private volatile boolean closed;
    private volatile boolean nudged;

    Subscription(List<EventLog> logs, List<EventLog.Link> positions, List<WatchEvent> initial) {
        this.logs = List.copyOf(logs);
        this.positions = positions.toArray(EventLog.Link[]::new);
        this.initial = new ArrayDeque<>(initial);
        logs.forEach(log -> log.add(this));
    }

    /** The next change, or null if there is none now. */
    public @Nullable WatchEvent poll() {
        WatchEvent first = initial.poll();
        if (first != null) {
            return first;
        }
        int oldest = oldest();
        if (oldest >= 0 && logs.size() > 1) {
            // Whoever sees version n sees all before it: one more look finds a smaller one that came meanwhile.
            oldest = oldest();
        }
        if (oldest < 0) {
            return null;
        }
        EventLog.Link next = positions[oldest].next;
        if (next == null) {
            return null;
        }
        positions[oldest] = next;
        return next.event;
    }

    private int oldest() {
        int oldest = -1;
        long version = Long.MAX_VALUE;
        for (int i = 0; i < positions.length; i++) {
            EventLog.Link next = positions[i].next;
            if (next != null && next.event != null && next.event.resourceVersion() < version) {
                version = next.event.resourceVersion();
                oldest = i;
            }
        }
        return oldest;
    }

    /** The next change, waiting for one up to {@code timeout} of machine time; null if none came or on close. */
    public @Nullable WatchEvent poll(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        WatchEvent event = poll();
        if (event != null) {
            return event;
        }
        waiting = Thread.currentThread();
        try {
            while ((event = poll()) == null && !closed && !nudged) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return null;
                }
                LockSupport.parkNanos(this, left);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            nudged = false;
            return event;
        } finally {
            waiting = null;
        }
    }

    /** Everything there is now, without waiting. */
    public List<WatchEvent> drain() {
        List<WatchEvent> events = new ArrayList<>();
        for (WatchEvent event = poll(); event != null; event = poll()) {
            events.add(event);
        }
        return events;
    }

    /** How many changes are still unread. */
    public long backlog() {
        long unread = initial.size();
        for (int i = 0; i < positions.length; i++) {
            unread += logs.get(i).tail().sequence - positions[i].sequence;
        }
        return unread;
    }

    /** Makes {@link #poll(Duration)} return at once, now or the next time, even if there is no change. */
    public void nudge() {
        nudged = true;
        wake();
    }

    void wake() {
        Thread thread = waiting;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    public boolean closed() {
        return closed;
    }

    /** Ends a wait under way, from any thread. */
    @Override
    public void close() {
        closed = true;
        logs.forEach(log -> log.remove(this));
        wake();
    }
}
