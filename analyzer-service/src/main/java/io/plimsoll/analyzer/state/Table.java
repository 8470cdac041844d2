package io.plimsoll.analyzer.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Values by text, for very many of them: a third of what a {@link java.util.HashMap} takes, and as fast for names that
 * differ in a few digits, whose hash codes crowd.
 *
 * <p>Open addressing with linear probing; a removal closes its gap, so that nothing is left of what was.
 */
public final class Table<V> {

    private static final int LEAST = 8;

    private @Nullable String[] keys = new String[LEAST];
    private @Nullable Object[] values = new Object[LEAST];
    /** Of the keys beside them: most that lie in the way are told apart by it, without a look at the text. */
    private int[] hashes = new int[LEAST];

    private int size;

    public int size() {
        return size;
    }

    @SuppressWarnings("unchecked")
    public @Nullable V get(String key) {
        return (V) values[place(key)];
    }

    /** Returns what was there before. This key is held from now on, in place of an equal one: others may hold it too. */
    @SuppressWarnings("unchecked")
    public @Nullable V put(String key, V value) {
        int place = place(key);
        Object before = values[place];
        values[place] = value;
        keys[place] = key;
        if (before == null) {
            hashes[place] = hash(key);
            size++;
            if (size * 4 > keys.length * 3) {
                resize(keys.length * 2);
            }
        }
        return (V) before;
    }

    /** Returns what was there. */
    @SuppressWarnings("unchecked")
    public @Nullable V remove(String key) {
        int place = place(key);
        if (keys[place] == null) {
            return null;
        }
        Object before = values[place];
        size--;
        close(place);
        if (keys.length > LEAST && size * 4 < keys.length) {
            resize(keys.length / 2);
        }
        return (V) before;
    }

    public void clear() {
        keys = new String[LEAST];
        values = new Object[LEAST];
        hashes = new int[LEAST];
        size = 0;
    }

    /** Each key with its value, in no order that means anything; the table may not be changed meanwhile. */
    @SuppressWarnings("unchecked")
    public void forEach(BiConsumer<String, V> taker) {
        for (int i = 0; i < keys.length; i++) {
            String key = keys[i];
            if (key != null) {
                taker.accept(key, (V) Objects.requireNonNull(values[i]));
            }
        }
    }

    /** A copy, in no order that means anything. */
    List<String> keys() {
        List<String> all = new ArrayList<>(size);
        for (String key : keys) {
            if (key != null) {
                all.add(key);
            }
        }
        return all;
    }

    /** A copy, in no order that means anything. */
    @SuppressWarnings("unchecked")
    List<V> values() {
        List<V> all = new ArrayList<>(size);
        for (Object value : values) {
            if (value != null) {
                all.add((V) value);
            }
        }
        return all;
    }

    /** Those behind the gap that could lie in it or before it move up. */
    private void close(int gap) {
        int mask = keys.length - 1;
        int empty = gap;
        for (int at = empty + 1 & mask; keys[at] != null; at = at + 1 & mask) {
            int home = hashes[at] & mask;
            if ((at - home & mask) >= (at - empty & mask)) {
                keys[empty] = keys[at];
                values[empty] = values[at];
                hashes[empty] = hashes[at];
                empty = at;
            }
        }
        keys[empty] = null;
        values[empty] = null;
    }

    private void resize(int length) {
        @Nullable String[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        int[] oldHashes = hashes;
        keys = new String[length];
        values = new Object[length];
        hashes = new int[length];
        int mask = length - 1;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != null) {
                int place = oldHashes[i] & mask;
                while (keys[place] != null) {
                    place = place + 1 & mask;
                }
                keys[place] = oldKeys[i];
                values[place] = oldValues[i];
                hashes[place] = oldHashes[i];
            }
        }
    }

    /** Where the key is, or would be. */
    private int place(String key) {
        int mask = keys.length - 1;
        int hash = hash(key);
        int place = hash & mask;
        while (true) {
            String there = keys[place];
            if (there == null || (hashes[place] == hash && there.equals(key))) {
                return place;
            }
            place = place + 1 & mask;
        }
    }

    private static int hash(String key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return hash ^ hash >>> 15;
    }

    @Override
    public String toString() {
        return Arrays.toString(keys().toArray());
    }
}
