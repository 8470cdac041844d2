package io.plimsoll.simulator.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one type, oldest first, as a chain of links.
 *
 * <p>A reader holds the link it has read last. So no reader is ever overrun: links fall out of reach of new readers
 * after {@code capacity} changes, and out of memory once the slowest reader has passed them.
 */
final class EventLog {

    /** {@code event} is null only in the very first link. */
    static final class Link {
        final long sequence;
        final @Nullable WatchEvent event;
        volatile @Nullable Link next;

        Link(long sequence, @Nullable WatchEvent event) {
            this.sequence = sequence;
            this.event = event;
        }
    }

    private final int capacity;
    private final List<Subscription> readers = new CopyOnWriteArrayList<>();

    // Guarded by the store's lock, but for `tail`, which readers look at for their backlog.
    private Link head = new Link(0, null);
    private volatile Link tail = head;
    private long forgotten;

    EventLog(int capacity) {
        this.capacity = capacity;
    }

    /** Call under the store's lock; {@link #wake()} after it. */
    void append(WatchEvent event) {
        Link link = new Link(tail.sequence + 1, event);
        tail.next = link;
        tail = link;
        if (tail.sequence - head.sequence > capacity) {
            head = nonNull(head.next);
            forgotten = nonNull(head.event).resourceVersion();
        }
    }

    void wake() {
        readers.forEach(Subscription::wake);
    }

    /** Forgets every change up to now: watches from before {@code resourceVersion} are answered 410. */
    void compact(long resourceVersion) {
        head = tail;
        forgotten = resourceVersion;
    }

    Link tail() {
        return tail;
    }

    /** The link after which everything newer than {@code resourceVersion} follows. */
    Link after(long resourceVersion) {
        if (resourceVersion < forgotten) {
            throw ApiException.expired("too old resource version: %d (%d)".formatted(resourceVersion, forgotten));
        }
        Link link = head;
        Link next = link.next;
        while (next != null && nonNull(next.event).resourceVersion() <= resourceVersion) {
            link = next;
            next = link.next;
        }
        return link;
    }

    void add(Subscription reader) {
        readers.add(reader);
    }

    void remove(Subscription reader) {
        readers.remove(reader);
    }

    private static <T> T nonNull(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("the chain of events is broken");
        }
        return value;
    }
}
