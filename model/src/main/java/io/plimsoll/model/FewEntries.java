package io.plimsoll.model;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An unmodifiable map of few entries in the order they came in, searched one by one. A cluster's labels are hundreds of
 * thousands of such maps: this is a quarter of what a {@link java.util.LinkedHashMap} takes.
 */
final class FewEntries<K, V> extends AbstractMap<K, V> {

    /** With more entries searching one by one is no longer the faster way. */
    static final int MOST = 16;

    private final @Nullable Object[] keysAndValues;

    FewEntries(Map<K, V> map) {
        keysAndValues = new Object[2 * map.size()];
        int i = 0;
        for (Entry<K, V> entry : map.entrySet()) {
            keysAndValues[i++] = entry.getKey();
            keysAndValues[i++] = entry.getValue();
        }
    }

    @Override
    public int size() {
        return keysAndValues.length / 2;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return place(key) >= 0;
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable V get(@Nullable Object key) {
        int place = place(key);
        return place < 0 ? null : (V) keysAndValues[place + 1];
    }

    private int place(@Nullable Object key) {
        for (int i = 0; i < keysAndValues.length; i += 2) {
            if (Objects.equals(key, keysAndValues[i])) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<K, V>> iterator() {
                return new Entries();
            }

            @Override
            public int size() {
                return FewEntries.this.size();
            }
        };
    }

    private final class Entries implements Iterator<Entry<K, V>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < keysAndValues.length;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Entry<K, V> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            next += 2;
            return new SimpleImmutableEntry<>((K) keysAndValues[next - 2], (V) keysAndValues[next - 1]);
        }
    }
}
