package io.plimsoll.simulator.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/** The newest mutating calls, oldest first; older ones are forgotten beyond {@code capacity}. */
public final class AuditLog {

    private final int capacity;
    private final Consumer<AuditEntry> sink;
    private final ArrayDeque<AuditEntry> entries = new ArrayDeque<>();
    private long sequence;

    /** @param sink sees every entry as well, in order, on the thread of the call: keep it short */
    public AuditLog(int capacity, Consumer<AuditEntry> sink) {
        this.capacity = capacity;
        this.sink = sink;
    }

    /** @param entry makes the entry of its sequence number */
    public synchronized void append(LongFunction<AuditEntry> entry) {
        AuditEntry made = entry.apply(++sequence);
        entries.addLast(made);
        if (entries.size() > capacity) {
            entries.removeFirst();
        }
        sink.accept(made);
    }

    public synchronized List<AuditEntry> entries() {
        return new ArrayList<>(entries);
    }

    public List<AuditEntry> entries(Predicate<AuditEntry> wanted) {
        return entries().stream().filter(wanted).toList();
    }

    /** Eviction calls, whatever came of them. */
    public List<AuditEntry> evictions() {
        return entries(e -> e.resource().equals("pods/eviction"));
    }

    public synchronized void clear() {
        entries.clear();
    }
}
