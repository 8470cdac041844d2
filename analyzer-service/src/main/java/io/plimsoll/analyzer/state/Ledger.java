package io.plimsoll.analyzer.state;

import java.util.Collections;
import java.util.Iterator;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What one {@link Recorder} has noted, by key. */
public final class Ledger<H> {

    private final Recorder<H> recorder;
    private final int[] counts;
    private final Table<H> entries = new Table<>();
    private final Table<Boolean> changed = new Table<>();
    private Iterator<String> sweep = Collections.emptyIterator();

    Ledger(Recorder<H> recorder) {
        this.recorder = recorder;
        this.counts = new int[recorder.kinds()];
    }

    /** What is known of the key, or null. */
    public @Nullable H of(String key) {
        return entries.get(key);
    }

    /** Remembers, or forgets where {@code history} is null. */
    public void put(String key, @Nullable H history) {
        H before = history == null ? entries.remove(key) : entries.put(key, history);
        if (before != history) {
            count(before, -1);
            count(history, 1);
            String known = entries.known(key);
            changed.put(known == null ? key : known, true);
        }
    }

    public int size() {
        return entries.size();
    }

    /** How many things of a kind there are in all that is remembered. */
    public int count(int kind) {
        return counts[kind];
    }

    private void count(@Nullable H history, int by) {
        if (counts.length > 0 && history != null) {
            recorder.count(history, by, counts);
        }
    }

    /** Hands out what has changed since it was last asked, null for what was forgotten. */
    void takeChanged(BiConsumer<String, @Nullable H> taker) {
        changed.keys().forEach(key -> taker.accept(key, entries.get(key)));
        changed.clear();
    }

    void restore(String key, H history) {
        count(entries.put(key, history), -1);
        count(history, 1);
    }

    /** Forgets or shortens a few entries, from where the last sweep ended. */
    void sweep(int most, BiFunction<String, H, @Nullable H> pruned) {
        if (!sweep.hasNext()) {
            sweep = entries.keys().iterator();
        }
        for (int i = 0; i < most && sweep.hasNext(); i++) {
            String key = sweep.next();
            H history = entries.get(key);
            if (history != null) {
                put(key, pruned.apply(key, history));
            }
        }
    }
}
