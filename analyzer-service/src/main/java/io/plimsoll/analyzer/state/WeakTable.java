package io.plimsoll.analyzer.state;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Values found by what they are equal to, held only for as long as somebody else holds them; half of what a
 * {@link java.util.WeakHashMap} of them to themselves takes.
 *
 * <p>Open addressing with linear probing. What the collector has taken keeps its place until the table is full enough to
 * be made anew, which leaves it out.
 */
final class WeakTable {

    private static final int LEAST = 64;

    private @Nullable WeakReference<?>[] values = new WeakReference<?>[LEAST];
    /** The hash of the value beside it: those that lie in the way are told apart by it, and nothing is hashed twice. */
    private int[] hashes = new int[LEAST];

    private int taken;

    /** The value equal to this one that is known; null where there is none. */
    @Nullable
    Object get(Object value) {
        int hash = hash(value);
        int place = home(hash);
        for (WeakReference<?> there = values[place]; there != null; there = values[place]) {
            if (hashes[place] == hash) {
                Object known = there.get();
                if (value.equals(known)) {
                    return known;
                }
            }
            place = next(place);
        }
        return null;
    }

    /** Makes a value known; none equal to it may be. */
    void add(Object value) {
        if (3 * (taken + 1) > 2 * values.length) {
            renew();
        }
        put(new WeakReference<>(value), hash(value));
    }

    /** How many places are taken, by values that are there and by what is left of others. */
    int taken() {
        return taken;
    }

    private void put(WeakReference<?> value, int hash) {
        int place = home(hash);
        while (values[place] != null) {
            place = next(place);
        }
        values[place] = value;
        hashes[place] = hash;
        taken++;
    }

    /** With those only that are still there, half full at the most. */
    private void renew() {
        @Nullable WeakReference<?>[] old = values;
        int[] oldHashes = hashes;
        int left = 0;
        for (WeakReference<?> value : old) {
            left += value != null && value.get() != null ? 1 : 0;
        }
        int length = Math.max(LEAST, 2 * left);
        values = new WeakReference<?>[length];
        hashes = new int[length];
        taken = 0;
        for (int i = 0; i < old.length; i++) {
            WeakReference<?> value = old[i];
            if (value != null && value.get() != null) {
                put(value, oldHashes[i]);
            }
        }
    }

    private int home(int hash) {
        return (int) ((Integer.toUnsignedLong(hash) * values.length) >>> 32);
    }

    private int next(int place) {
        return place + 1 == values.length ? 0 : place + 1;
    }

    private static int hash(Object value) {
        int hash = value.hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }
}
