package io.plimsoll.analyzer.state;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one {@link Recorder} has noted, by key. */
public final class Ledger<H> {

    private final Map<String, H> entries = new HashMap<>();
    private final Set<String> changed = new HashSet<>();

    /** What is known of the key, or null. */
    public @Nullable H of(String key) {
        return entries.get(key);
    }

    /** Remembers, or forgets where {@code history} is null. */
    public void put(String key, @Nullable H history) {
        H before = history == null ? entries.remove(key) : entries.put(key, history);
        if (before != history) {
            changed.add(key);
        }
    }

    public int size() {
        return entries.size();
    }

    Map<String, H> entries() {
        return entries;
    }

    Set<String> changed() {
        return changed;
    }
}
