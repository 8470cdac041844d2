package io.plimsoll.analyzer.state;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What one {@link Recorder} has noted, by key. */
public final class Ledger<H> {

    /** The scope of keys that are one text. */
    private static final String NO_SCOPE = "";

    private final Recorder<H> recorder;
    private final int[] counts;
    private final ScopedTable<H> entries = new ScopedTable<>();
    /** What was forgotten since it was last asked, and hasn't been remembered again. */
    private final Map<String, Set<String>> forgotten = new HashMap<>();

    private Iterator<String> sweptScopes = Collections.emptyIterator();
    private String sweptScope = NO_SCOPE;
    private Iterator<String> sweep = Collections.emptyIterator();

    Ledger(Recorder<H> recorder) {
        this.recorder = recorder;
        this.counts = new int[recorder.kinds()];
    }

    /** What is known of the key, or null. */
    public @Nullable H of(String key) {
        return of(NO_SCOPE, key);
    }

    /** What is known of the pod, or null. */
    public @Nullable H of(String namespace, String name) {
        return entries.get(namespace, name);
    }

    /** Remembers, or forgets where {@code history} is null. */
    public void put(String key, @Nullable H history) {
        put(NO_SCOPE, key, history);
    }

    /** Remembers of a pod, or forgets where {@code history} is null; the pod's own texts should be given. */
    public void put(String namespace, String name, @Nullable H history) {
        H before = history == null ? entries.remove(namespace, name) : entries.put(namespace, name, history);
        if (before == history) {
            return;
        }
        count(before, -1);
        count(history, 1);
        if (history == null) {
            forgotten.computeIfAbsent(namespace, _ -> new HashSet<>()).add(name);
        } else {
            entries.mark(namespace, name);
        }
    }

    /**
     * Changes in place what is known of the pod.
     *
     * @param change tells whether it changed anything
     * @return whether anything is known of it
     */
    public boolean change(String namespace, String name, Predicate<H> change) {
        H history = of(namespace, name);
        if (history == null) {
            return false;
        }
        count(history, -1);
        if (change.test(history)) {
            entries.mark(namespace, name);
        }
        count(history, 1);
        return true;
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
        forgotten.forEach((scope, names) -> names.forEach(name -> {
            if (entries.get(scope, name) == null) {
                taker.accept(key(scope, name), null);
            }
        }));
        forgotten.clear();
        entries.takeMarked((scope, name, history) -> taker.accept(key(scope, name), history));
    }

    void restore(String key, H history) {
        int end = recorder.byPod() ? key.indexOf('/') : -1;
        String scope = end < 0 ? NO_SCOPE : key.substring(0, end);
        count(entries.put(scope, key.substring(end + 1), history), -1);
        count(history, 1);
    }

    private String key(String scope, String name) {
        return recorder.byPod() ? scope + "/" + name : name;
    }

    /** Forgets or shortens a few entries, from where the last sweep ended. */
    void sweep(int most, BiFunction<String, H, @Nullable H> pruned) {
        if (!sweep.hasNext() && !sweptScopes.hasNext()) {
            sweptScopes = entries.scopes().iterator();
        }
        for (int i = 0; i < most && more(); i++) {
            String name = sweep.next();
            H history = entries.get(sweptScope, name);
            if (history != null) {
                put(sweptScope, name, pruned.apply(key(sweptScope, name), history));
            }
        }
    }

    /** Scope by scope, for a sweep lasts long and holds the names that are still to come. */
    private boolean more() {
        while (!sweep.hasNext() && sweptScopes.hasNext()) {
            sweptScope = sweptScopes.next();
            sweep = entries.names(sweptScope).iterator();
        }
        return sweep.hasNext();
    }
}
