package io.plimsoll.analyzer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A store's entries as a log: each write appends parts that hold all that changed, so that a change costs its bytes and
 * not a record of its own.
 *
 * <p>Of a key the entry in the newest part holds. What is superseded is waste; once waste outweighs half of the rest, what
 * still holds of the oldest parts is copied to the newest and the oldest are dropped. A part is deleted at the earliest by
 * the write after the one that dropped it, when the latter has been committed: a crash always finds either every part
 * that the last mark counts on, or a newer mark.
 */
final class Segments {

    private static final String PREFIX = "s|";
    private static final byte[] NONE = new byte[0];
    private static final int LARGEST = 512 * 1024;
    private static final long SMALL = 4L * 1024 * 1024;

    private final KeyValueStore<String, byte[]> store;
    private final Places places = new Places();
    /** By number without a gap, from {@link #first()} on; the last may be the one that is being filled. */
    private final List<Part> parts = new ArrayList<>();

    private final List<String> dropped = new ArrayList<>();
    private final byte[] open = new byte[LARGEST];
    private int filled;
    private int first = 1;
    private int next = 1;
    private long appended;

    /** How much there is in a part, and how much of it still holds. */
    private static final class Part {
        private long bytes;
        private int entries;
        private int holding;
    }

    Segments(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    /** Number of the oldest part that counts. */
    int first() {
        return parts.isEmpty() ? next : first;
    }

    /** Number of the newest part; one less than {@link #first} where there is none. */
    int last() {
        return next - 1;
    }

    /** Begins a write: what follows belongs to it, until {@link #end}. */
    void begin() {
        dropped.forEach(store::delete);
        dropped.clear();
        appended = 0;
    }

    /** The key's new value; null where it is gone. At most once a key and write. */
    void put(String key, byte @Nullable [] value) {
        if (value == null && places.get(key) == 0) {
            return; // never written
        }
        append(key, NONE, value);
    }

    /** The key's new value: a number, in eight bytes, and what follows it. */
    void put(String key, long number, byte[] rest) {
        append(key, ByteBuffer.allocate(Long.BYTES).putLong(number).array(), rest);
    }

    void end() {
        flush();
        // A write may copy no more than what it brings and a little: no commit takes long because of it.
        long most = 2 * appended + LARGEST;
        while (wasteful() && appended < most) {
            clean();
        }
        flush();
    }

    private boolean wasteful() {
        double holding = 0;
        long all = 0;
        for (Part part : parts) {
            holding += (double) part.bytes * part.holding / Math.max(1, part.entries);
            all += part.bytes;
        }
        return parts.size() > 1 && all > 1.5 * holding + SMALL;
    }

    /** Moves what holds of the oldest part; a deletion has nothing older to hide and ends here. */
    private void clean() {
        int oldest = first;
        String name = name(oldest);
        if (parts.getFirst().holding > 0) {
            byte[] bytes = store.get(name);
            if (bytes == null) {
                throw new IllegalStateException("the store has lost its part " + name);
            }
            each(bytes, (key, value) -> {
                if (places.get(key) == oldest) {
                    if (value == null) {
                        places.remove(key);
                    } else {
                        append(key, NONE, value);
                    }
                }
            });
        }
        parts.removeFirst();
        first++;
        dropped.add(name);
    }

    /** A value of two pieces; none where the second is null. */
    private void append(String key, byte[] first, byte @Nullable [] second) {
        byte[] name = key.getBytes(UTF_8);
        int value = second == null ? -1 : first.length + second.length;
        int length = 2 * Integer.BYTES + name.length + Math.max(0, value);
        if (filled + length > LARGEST) {
            flush();
        }
        byte[] target = length > LARGEST ? new byte[length] : open;
        ByteBuffer buffer = ByteBuffer.wrap(target, filled, length);
        buffer.putInt(name.length).put(name).putInt(value);
        if (second != null) {
            buffer.put(first).put(second);
        }
        filling().bytes += length;
        appended += length;
        holds(key, next);
        filled += length;
        if (target != open) {
            write(target);
        }
    }

    /** The part that is being filled. */
    private Part filling() {
        if (parts.isEmpty()) {
            first = next;
        }
        if (first + parts.size() == next) {
            parts.add(new Part());
        }
        return parts.getLast();
    }

    /** Null where it doesn't count. */
    private @Nullable Part part(int number) {
        return number < first || number >= first + parts.size() ? null : parts.get(number - first);
    }

    /** From now on this part holds of the key. */
    private void holds(String key, int number) {
        Part part = parts.get(number - first);
        part.entries++;
        part.holding++;
        Part before = part(places.put(key, number));
        if (before != null) {
            before.holding--;
        }
    }

    private void flush() {
        if (filled > 0) {
            write(Arrays.copyOf(open, filled));
        }
    }

    private void write(byte[] bytes) {
        store.put(name(next), bytes);
        next++;
        filled = 0;
    }

    /**
     * Finds out what there is, from the first part that counts to the last; others go.
     *
     * @throws IllegalArgumentException where one of them is missing
     */
    void open(int first, int last) {
        this.first = first;
        next = last + 1;
        int[] found = {0};
        scan((number, bytes) -> {
            if (number < first || number > last) {
                dropped.add(name(number));
                return;
            }
            found[0]++;
            if (number == first + parts.size()) {
                Part part = new Part();
                parts.add(part);
                part.bytes = bytes.length;
                each(bytes, (key, _) -> holds(key, number));
            }
        });
        if (parts.size() != last - first + 1) {
            throw new IllegalArgumentException(
                    "of the parts " + first + " to " + last + " only " + found[0] + " are there");
        }
    }

    /** Every key that starts so, with its value. */
    void read(String prefix, BiConsumer<String, byte[]> taker) {
        scan((number, bytes) -> each(bytes, (key, value) -> {
            if (value != null && key.startsWith(prefix) && places.get(key) == number && part(number) != null) {
                taker.accept(key, value);
            }
        }));
    }

    /** Forgets that there was anything; the store is the caller's to empty. */
    void clear() {
        places.clear();
        parts.clear();
        dropped.clear();
        filled = 0;
    }

    private static String name(int number) {
        return String.format("%s%08x", PREFIX, number);
    }

    private interface Contents {
        void take(int number, byte[] bytes);
    }

    private void scan(Contents taker) {
        try (KeyValueIterator<String, byte[]> found = store.prefixScan(PREFIX, (_, text) -> text.getBytes(UTF_8))) {
            while (found.hasNext()) {
                KeyValue<String, byte[]> part = found.next();
                taker.take(Integer.parseUnsignedInt(part.key.substring(PREFIX.length()), 16), part.value);
            }
        }
    }

    private interface Entry {
        void take(String key, byte @Nullable [] value);
    }

    /** The length, unless no writer of ours wrote it: garbage may ask for any amount of memory. */
    private static int within(ByteBuffer buffer, int length) {
        if (length < 0 || length > buffer.remaining()) {
            throw new IllegalArgumentException(
                    "an entry claims " + length + " bytes, its part has " + buffer.remaining() + " left");
        }
        return length;
    }

    private static void each(byte[] bytes, Entry taker) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            byte[] key = new byte[within(buffer, buffer.getInt())];
            buffer.get(key);
            int length = buffer.getInt();
            byte[] value = length < 0 ? null : new byte[within(buffer, length)];
            if (value != null) {
                buffer.get(value);
            }
            taker.take(new String(key, UTF_8), value);
        }
    }
}
