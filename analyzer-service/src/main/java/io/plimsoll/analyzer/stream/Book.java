package io.plimsoll.analyzer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.analyzer.analysis.ClusterAnalysis;
import io.plimsoll.analyzer.state.Position;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.wire.Decoded;
import io.plimsoll.wire.RecordTypes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * How a partition's working set lies in its store.
 *
 * <pre>
 * c|cluster|…   memories, alerts' lives, reviews, standing decisions
 * j|n           the last write of the former, once more and in parts, each with the offset it belongs to
 * o|fact key    the newest fact of each object, as it came, behind its offset
 * p             the offset up to which all this holds, and the newest time seen
 * </pre>
 *
 * A write puts j, then p, then c, then o. A crash in between leaves either the old p, whose c and o are whole, or the
 * new p, whose c is mended from j, and whose o is mended by the facts that are delivered again: the offsets are
 * committed last. Nothing is ever ahead of p.
 */
final class Book {

    /** Up to where everything is written. */
    record Mark(long offset, Instant newest) {

        byte[] bytes() {
            return ByteBuffer.allocate(20)
                    .putLong(offset)
                    .putLong(newest.getEpochSecond())
                    .putInt(newest.getNano())
                    .array();
        }

        static Mark of(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new Mark(buffer.getLong(), Instant.ofEpochSecond(buffer.getLong(), buffer.getInt()));
        }
    }

    private static final String MARK = "p";
    private static final int LARGEST_PART = 512 * 1024;

    private final KeyValueStore<String, byte[]> store;
    private final Map<String, byte @Nullable []> objects = new LinkedHashMap<>();
    private long objectBytes;

    Book(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    @Nullable
    Mark mark() {
        byte[] bytes = store.get(MARK);
        return bytes == null ? null : Mark.of(bytes);
    }

    /** Notes the newest fact of an object, to be written before the next commit. */
    void object(String factKey, long offset, byte[] fact) {
        byte[] value = ByteBuffer.allocate(Long.BYTES + fact.length)
                .putLong(offset)
                .put(fact)
                .array();
        objects.put("o|" + factKey, value);
        objectBytes += value.length;
    }

    void objectGone(String factKey) {
        objects.put("o|" + factKey, null);
    }

    /** Bytes that wait for the next commit. */
    long waitingBytes() {
        return objectBytes;
    }

    void write(Mark mark, Map<String, ClusterAnalysis> analyses) {
        SortedMap<String, byte @Nullable []> entries = new TreeMap<>();
        analyses.forEach((cluster, analysis) ->
                analysis.takeChanged((key, value) -> entries.put("c|" + cluster + "|" + key, value)));
        Journal.write(store, mark.offset(), entries, LARGEST_PART);
        store.put(MARK, mark.bytes());
        entries.forEach(this::put);
        objects.forEach(this::put);
        objects.clear();
        objectBytes = 0;
    }

    private void put(String key, byte @Nullable [] value) {
        if (value == null) {
            store.delete(key);
        } else {
            store.put(key, value);
        }
    }

    /** Takes everything back; returns how many objects there were. */
    long read(int partition, Mark mark, Function<String, ClusterAnalysis> analyses) {
        Journal.read(store, mark.offset()).forEach(this::put);
        scan("c|", (key, value) -> {
            int end = key.indexOf('|', 2);
            analyses.apply(key.substring(2, end)).restore(key.substring(end + 1), value);
        });
        long[] count = {0};
        objects(partition, (fact, position) -> {
            count[0]++;
            analyses.apply(fact.cluster()).restore(fact, position);
        });
        return count[0];
    }

    interface ObjectTaker {
        void take(Fact fact, Position position);
    }

    void objects(int partition, ObjectTaker taker) {
        scan("o|", (_, value) -> {
            ByteBuffer buffer = ByteBuffer.wrap(value);
            Position position = new Position(partition, buffer.getLong());
            byte[] json = new byte[buffer.remaining()];
            buffer.get(json);
            if (Decoded.of(json, null, RecordTypes.FACT, Fact.class) instanceof Decoded.Good<Fact>(Fact fact)) {
                taker.take(fact, position);
            }
        });
    }

    /** Forgets everything: the log has begun anew. */
    void clear() {
        objects.clear();
        objectBytes = 0;
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        keys.forEach(store::delete);
    }

    private interface Entry {
        void take(String key, byte[] value);
    }

    private void scan(String prefix, Entry taker) {
        try (KeyValueIterator<String, byte[]> found = store.prefixScan(prefix, (_, text) -> text.getBytes(UTF_8))) {
            while (found.hasNext()) {
                KeyValue<String, byte[]> entry = found.next();
                taker.take(entry.key, entry.value);
            }
        }
    }
}
