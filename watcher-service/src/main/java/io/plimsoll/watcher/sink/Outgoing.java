package io.plimsoll.watcher.sink;

import io.plimsoll.model.fact.Deleted;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.Tick;
import io.plimsoll.watcher.project.LogRecord;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A record on its way. The queue marks it superseded where a newer state of the same object makes it stale. */
final class Outgoing {

    /** Kinds of which every transition counts. */
    private static final Set<String> KEPT_WHOLE = Set.of("Node", "PodDisruptionBudget", "Event");

    private static final Set<String> CONTROL = Set.of("Synced", "WatchGap", "Relisted");
    private static final int OVERHEAD = 300;

    private final LogRecord record;
    private final byte @Nullable [] value;
    private final long enqueuedNanos;
    private boolean superseded;

    Outgoing(LogRecord record, byte @Nullable [] value, long enqueuedNanos) {
        this.record = record;
        this.value = value;
        this.enqueuedNanos = enqueuedNanos;
    }

    LogRecord record() {
        return record;
    }

    byte @Nullable [] value() {
        return value;
    }

    long enqueuedNanos() {
        return enqueuedNanos;
    }

    /** What it takes in memory, roughly. */
    int bytes() {
        return OVERHEAD + 2 * record.key().length() + (value == null ? 0 : value.length);
    }

    /** Whether it is an object's state that a newer one makes stale. */
    boolean replaceable() {
        Fact fact = record.fact();
        if (fact == null || fact.body() instanceof Deleted) {
            return false;
        }
        return fact.body() instanceof Tick || (!KEPT_WHOLE.contains(record.kind()) && !CONTROL.contains(record.kind()));
    }

    /** Whether it says something newer of the very same object. */
    boolean replaces(Outgoing older) {
        Fact mine = record.fact();
        Fact other = older.record.fact();
        return mine != null && other != null && java.util.Objects.equals(mine.uid(), other.uid());
    }

    boolean superseded() {
        return superseded;
    }

    void supersede() {
        superseded = true;
    }
}
