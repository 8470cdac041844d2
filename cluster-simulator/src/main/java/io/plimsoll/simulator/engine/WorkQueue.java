package io.plimsoll.simulator.engine;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys to be reconciled, each at most once, and keys to come back to. For one thread. */
public final class WorkQueue {

    private record Timer(Instant due, String key) {}

    private final Set<String> ready = new LinkedHashSet<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparing(Timer::due));
    private final Map<String, Instant> dueOf = new HashMap<>();

    public void add(String key) {
        ready.add(key);
    }

    /** Comes back to the key then, or earlier if an earlier time is already set. */
    public void addAt(String key, Instant due) {
        Instant known = dueOf.get(key);
        if (known == null || due.isBefore(known)) {
            dueOf.put(key, due);
            timers.add(new Timer(due, key));
        }
    }

    @Nullable
    String poll(Instant now) {
        ripen(now);
        Iterator<String> first = ready.iterator();
        if (!first.hasNext()) {
            return null;
        }
        String key = first.next();
        first.remove();
        return key;
    }

    private void ripen(Instant now) {
        for (Timer timer = timers.peek(); timer != null && !timer.due.isAfter(now); timer = timers.peek()) {
            timers.poll();
            if (timer.due.equals(dueOf.get(timer.key))) { // else an earlier one took its place
                dueOf.remove(timer.key);
                ready.add(timer.key);
            }
        }
    }

    Optional<Instant> nextDue() {
        Timer timer = timers.peek();
        return timer == null ? Optional.empty() : Optional.of(timer.due);
    }
}
