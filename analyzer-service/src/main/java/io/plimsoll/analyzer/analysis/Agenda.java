package io.plimsoll.analyzer.analysis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What is due when: one instant a key, the earliest first, equal instants in the keys' order. */
final class Agenda<K extends Comparable<K>> {

    private record Entry<K extends Comparable<K>>(Instant at, K key) implements Comparable<Entry<K>> {
        @Override
        public int compareTo(Entry<K> other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : key.compareTo(other.key);
        }
    }

    private final Map<K, Instant> due = new HashMap<>();
    private final PriorityQueue<Entry<K>> queue = new PriorityQueue<>();

    /** Sets or, with null, clears the key's instant; says whether that changed anything. */
    boolean set(K key, @Nullable Instant at) {
        if (at == null) {
            return due.remove(key) != null;
        }
        if (at.equals(due.put(key, at))) {
            return false;
        }
        queue.add(new Entry<>(at, key));
        return true;
    }

    @Nullable
    Instant of(K key) {
        return due.get(key);
    }

    Map<K, Instant> all() {
        return due;
    }

    /** Takes out what is due. */
    List<K> takeDue(Instant now) {
        List<K> taken = new ArrayList<>();
        while (!queue.isEmpty() && !queue.peek().at().isAfter(now)) {
            Entry<K> entry = queue.remove();
            if (due.remove(entry.key(), entry.at())) {
                taken.add(entry.key());
            }
        }
        return taken;
    }
}
