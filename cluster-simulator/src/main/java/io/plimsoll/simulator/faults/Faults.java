package io.plimsoll.simulator.faults;

import io.plimsoll.simulator.store.ObjectStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Everything that is made to go wrong. Faults added first strike first; one call is struck by at most one. */
public final class Faults {

    private final ObjectStore store;
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final Set<OpenWatch> watches = ConcurrentHashMap.newKeySet();
    private final AtomicLong ids = new AtomicLong();

    private volatile Duration skew = Duration.ZERO;
    private volatile Runnable forgetLists = () -> {};

    public Faults(ObjectStore store) {
        this.store = store;
    }

    /** Strikes every matching call until {@link #remove}d. @return its id */
    public String add(Match match, Effect effect) {
        return add(match::matches, effect, -1);
    }

    /** Strikes the next {@code count} matching calls. @return its id */
    public String add(Match match, Effect effect, int count) {
        return add(match::matches, effect, count);
    }

    /** @param count negative for all. @return its id */
    public synchronized String add(Predicate<Call> match, Effect effect, int count) {
        String id = "fault-" + ids.incrementAndGet();
        faults.add(new Fault(id, match, effect, count));
        return id;
    }

    /** @return false if there is no such fault (any more) */
    public synchronized boolean remove(String id) {
        return faults.removeIf(fault -> fault.id().equals(id));
    }

    /** Everything as it should be: no faults, no skew, hanging watches let go. */
    public synchronized void clear() {
        faults.clear();
        skew = Duration.ZERO;
        watches.stream().filter(w -> w.ending().isPresent()).forEach(OpenWatch::release);
    }

    public List<Fault> active() {
        return List.copyOf(faults);
    }

    /** The fault that strikes a call; counts it. */
    public Optional<Effect> strike(Call call) {
        return faults.isEmpty() ? Optional.empty() : strikeFirst(call);
    }

    private synchronized Optional<Effect> strikeFirst(Call call) {
        for (int i = 0; i < faults.size(); i++) {
            Fault fault = faults.get(i);
            if (fault.remaining() != 0 && fault.match().test(call)) {
                Fault struck = fault.struck();
                if (struck.remaining() == 0) {
                    faults.remove(i);
                } else {
                    faults.set(i, struck);
                }
                return Optional.of(fault.effect());
            }
        }
        return Optional.empty();
    }

    /** Ends the matching watches that are open now. @return how many */
    public int endWatches(Match match, OpenWatch.Ending ending) {
        List<OpenWatch> struck = new ArrayList<>();
        for (OpenWatch watch : watches) {
            if (match.matches(watch.call())) {
                struck.add(watch);
            }
        }
        struck.forEach(watch -> watch.end(ending));
        return struck.size();
    }

    /** Forgets all past changes: watches and continued lists from before are answered 410. Open ones go on. */
    public void compact() {
        store.compact();
        forgetLists.run();
    }

    /** What else is to be forgotten in a compaction. */
    public void onCompaction(Runnable forget) {
        forgetLists = forget;
    }

    /** {@link #compact()}, and every open watch gets an ERROR frame with 410. @return how many */
    public int compactAndExpire() {
        compact();
        return endWatches(Match.ANY, OpenWatch.Ending.EXPIRE);
    }

    /** Moves the {@code Date} header against cluster time. */
    public void skewClock(Duration by) {
        skew = by;
    }

    public Duration skew() {
        return skew;
    }

    public void opened(OpenWatch watch) {
        watches.add(watch);
    }

    public void closed(OpenWatch watch) {
        watches.remove(watch);
    }

    /** The watches being served, in no order that matters but always the same one. */
    public Collection<Call> openWatches() {
        return watches.stream()
                .map(OpenWatch::call)
                .sorted(Comparator.comparing(Call::path))
                .toList();
    }
}
