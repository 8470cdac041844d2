package io.plimsoll.analyzer.stream;

import java.util.Arrays;

/**
 * In which part the newest entry of each key lies: sixteen bytes a key, so keys are known by 64 bits of hash alone.
 *
 * <p>Two keys of one hash would be taken for one; among 300,000 that comes to pass once in 400 million clusters.
 */
final class Places {

    private static final int LEAST = 1 << 10;

    private long[] hashes = new long[LEAST];
    private int[] parts = new int[LEAST];
    private int size;

    int size() {
        return size;
    }

    /** The part's number; 0 where the key isn't known. */
    int get(String key) {
        return parts[place(hash(key))];
    }

    /** Sets the part, which must be above 0; returns the one before, or 0. */
    int put(String key, int part) {
        long hash = hash(key);
        int place = place(hash);
        int before = parts[place];
        parts[place] = part;
        if (before == 0) {
            hashes[place] = hash;
            size++;
            if (size * 4L > hashes.length * 3L) {
                grow();
            }
        }
        return before;
    }

    /** Forgets the key; those behind it that could lie nearer to their home move up. */
    void remove(String key) {
        int mask = hashes.length - 1;
        int empty = place(hash(key));
        if (parts[empty] == 0) {
            return;
        }
        size--;
        for (int at = empty + 1 & mask; parts[at] != 0; at = at + 1 & mask) {
            int home = (int) hashes[at] & mask;
            if ((at - home & mask) >= (at - empty & mask)) {
                hashes[empty] = hashes[at];
                parts[empty] = parts[at];
                empty = at;
            }
        }
        parts[empty] = 0;
    }

    void clear() {
        Arrays.fill(parts, 0);
        size = 0;
    }

    private void grow() {
        long[] oldHashes = hashes;
        int[] oldParts = parts;
        hashes = new long[oldHashes.length * 2];
        parts = new int[hashes.length];
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldParts[i] != 0) {
                int place = place(oldHashes[i]);
                hashes[place] = oldHashes[i];
                parts[place] = oldParts[i];
            }
        }
    }

    private int place(long hash) {
        int mask = hashes.length - 1;
        int place = (int) hash & mask;
        while (parts[place] != 0 && hashes[place] != hash) {
            place = place + 1 & mask;
        }
        return place;
    }

    private static long hash(String key) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return hash ^ hash >>> 32;
    }
}
