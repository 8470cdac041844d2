package io.plimsoll.analyzer.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Values by text, for very many of them: less than half of what a {@link java.util.HashMap} takes, and as fast for names
 * that differ in a few digits, whose hash codes crowd.
 *
 * <p>Open addressing with linear probing, between two thirds and five sixths full; a removal closes its gap, so that
 * nothing is left of what was. Entries can be marked, to be found again without a table of their own.
 */
public final class Table<V> {

    private static final int LEAST = 8;

    private @Nullable String[] keys = new String[LEAST];
    private @Nullable Object[] values = new Object[LEAST];
    /** A byte of the hash of the key beside it: most that lie in the way are told apart without a look at the text. */
    private byte[] tags = new byte[LEAST];

    /** Which entries are marked; null until the first one is. */
    private boolean @Nullable [] marks;

    private int marked;
    private int size;
    /** Where the last one was that was looked for: one fact has several rules ask for the same. */
    private int latest;

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
            tags[place] = tag(hash(key));
            size++;
            if (size * 6L > keys.length * 5L) {
                resize(Math.toIntExact(keys.length * 5L / 4));
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
        if (marks != null && marks[place]) {
            marked--;
        }
        close(place);
        if (keys.length > LEAST && size * 2L < keys.length) {
            resize(Math.max(LEAST, Math.toIntExact(size * 3L / 2)));
        }
        return (V) before;
    }

    public void clear() {
        keys = new String[LEAST];
        values = new Object[LEAST];
        tags = new byte[LEAST];
        marks = null;
        marked = 0;
        size = 0;
    }

    /** Marks the entry; there must be one of that key. */
    void mark(String key) {
        int place = place(key);
        if (marks == null) {
            marks = new boolean[keys.length];
        }
        if (!marks[place]) {
            marks[place] = true;
            marked++;
        }
    }

    /** Each marked entry, in no order that means anything, and unmarks it; the table may not be changed meanwhile. */
    @SuppressWarnings("unchecked")
    void takeMarked(BiConsumer<String, V> taker) {
        for (int i = 0; marks != null && marked > 0 && i < keys.length; i++) {
            if (marks[i]) {
                marks[i] = false;
                marked--;
                taker.accept(Objects.requireNonNull(keys[i]), (V) Objects.requireNonNull(values[i]));
            }
        }
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
        int empty = gap;
        int at = next(empty);
        for (String key = keys[at]; key != null; key = keys[at]) {
            if (distance(home(hash(key)), at) >= distance(empty, at)) {
                keys[empty] = key;
                values[empty] = values[at];
                tags[empty] = tags[at];
                if (marks != null) {
                    marks[empty] = marks[at];
                }
                empty = at;
            }
            at = next(at);
        }
        keys[empty] = null;
        values[empty] = null;
        if (marks != null) {
            marks[empty] = false;
        }
    }

    private void resize(int length) {
        @Nullable String[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        byte[] oldTags = tags;
        boolean @Nullable [] oldMarks = marks;
        keys = new String[length];
        values = new Object[length];
        tags = new byte[length];
        marks = marked == 0 ? null : new boolean[length];
        for (int i = 0; i < oldKeys.length; i++) {
            String key = oldKeys[i];
            if (key != null) {
                int place = home(hash(key));
                while (keys[place] != null) {
                    place = next(place);
                }
                keys[place] = key;
                values[place] = oldValues[i];
                tags[place] = oldTags[i];
                if (marks != null && oldMarks != null) {
                    marks[place] = oldMarks[i];
                }
            }
        }
    }

    /** Where the key is, or would be. */
    private int place(String key) {
        String recent = latest < keys.length ? keys[latest] : null;
        if (recent == null || !recent.equals(key)) {
            latest = searched(key);
        }
        return latest;
    }

    private int searched(String key) {
        int hash = hash(key);
        byte tag = tag(hash);
        int place = home(hash);
        while (true) {
            String there = keys[place];
            if (there == null || (tags[place] == tag && there.equals(key))) {
                return place;
            }
            place = next(place);
        }
    }

    /** The hash's share of the whole range, of the length: so that a length may be any, not only a power of two. */
    private int home(int hash) {
        return (int) ((Integer.toUnsignedLong(hash) * keys.length) >>> 32);
    }

    private int next(int place) {
        return place + 1 == keys.length ? 0 : place + 1;
    }

    /** How many steps lead from one place to the other. */
    private int distance(int from, int to) {
        return to >= from ? to - from : to - from + keys.length;
    }

    /** Its low bits: the high ones are the key's home already. */
    private static byte tag(int hash) {
        return (byte) hash;
    }

    private static int hash(String key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }

    @Override
    public String toString() {
        return Arrays.toString(keys().toArray());
    }
}
