package io.plimsoll.watcher.sink;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What waits for the broker, in order, bounded by number and by size. */
final class OutQueue {

    private final int mostRecords;
    private final long mostBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition notEmpty = lock.newCondition();
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private final Map<String, Outgoing> newest = new HashMap<>();
    private int records;
    private long bytes;
    private boolean replacing;
    private int blocked;
    private long blockedSinceNanos;

    OutQueue(int mostRecords, long mostBytes) {
        this.mostRecords = mostRecords;
        this.mostBytes = mostBytes;
    }

    /** Appends a record, and waits while there is no room. */
    void put(Outgoing record) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            supersedeOlder(record);
            awaitRoom(record.bytes());
            supersedeOlder(record);
            waiting.addLast(record);
            records++;
            bytes += record.bytes();
            if (record.replaceable()) {
                newest.put(record.record().key(), record);
            } else {
                newest.remove(record.record().key());
            }
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The oldest record, or null when none came in time. */
    @Nullable
    Outgoing poll(long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (records == 0) {
                if (left <= 0) {
                    return null;
                }
                left = notEmpty.awaitNanos(left);
            }
            Outgoing first = waiting.removeFirst();
            while (first.superseded()) {
                first = waiting.removeFirst();
            }
            newest.remove(first.record().key(), first);
            leave(first);
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Whether newer states take the place of older ones; on while the broker is away. */
    void replacing(boolean on) {
        lock.lock();
        try {
            replacing = on;
        } finally {
            lock.unlock();
        }
    }

    int depth() {
        lock.lock();
        try {
            return records;
        } finally {
            lock.unlock();
        }
    }

    /** When the oldest record came, or null. */
    @Nullable
    Long oldestNanos() {
        lock.lock();
        try {
            for (Outgoing each : waiting) {
                if (!each.superseded()) {
                    return each.enqueuedNanos();
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Since when somebody waits for room, or null. */
    @Nullable
    Long blockedSinceNanos() {
        lock.lock();
        try {
            return blocked == 0 ? null : (Long) blockedSinceNanos;
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom(int size) throws InterruptedException {
        if (hasRoom(size)) {
            return;
        }
        if (blocked++ == 0) {
            blockedSinceNanos = System.nanoTime();
        }
        try {
            while (!hasRoom(size)) {
                changed.await();
            }
        } finally {
            blocked--;
        }
    }

    /** A record larger than the whole queue passes when nothing else waits. */
    private boolean hasRoom(int size) {
        return records == 0 || (records < mostRecords && bytes + size <= mostBytes);
    }

    private void supersedeOlder(Outgoing record) {
        if (!replacing || !record.replaceable()) {
            return;
        }
        Outgoing older = newest.get(record.record().key());
        if (older != null && record.replaces(older)) {
            older.supersede();
            newest.remove(record.record().key());
            leave(older);
            if (waiting.size() > 2 * records + 1000) {
                waiting.removeIf(Outgoing::superseded);
            }
        }
    }

    private void leave(Outgoing record) {
        records--;
        bytes -= record.bytes();
        changed.signalAll();
    }
}
