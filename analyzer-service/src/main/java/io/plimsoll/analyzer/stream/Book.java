package io.plimsoll.analyzer.stream;

import io.plimsoll.analyzer.analysis.ClusterAnalysis;
import io.plimsoll.analyzer.state.Position;
import io.plimsoll.analyzer.state.Table;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.wire.Decoded;
import io.plimsoll.wire.read.FactReader;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * How a partition's working set lies in its store.
 *
 * <pre>
 * s|n  what changed between two commits ({@link Segments}), of these keys:
 *        c|cluster|…   memories, alerts' lives, reviews, standing decisions
 *        o|fact key    the newest fact of each object, as it came, behind its offset
 * p    the offset up to which all this holds, the newest time seen, and which s count
 * </pre>
 *
 * A write puts its s, then p. A crash in between leaves the old p, for which what came after it doesn't count. So
 * the store always says what the log said up to p's offset, no more and no less.
 */
final class Book {

    /** Up to where everything is written. */
    record Mark(long offset, Instant newest, int first, int last) {

        private static final byte VERSION = 4;
        private static final int LENGTH = 29;

        byte[] bytes() {
            return ByteBuffer.allocate(LENGTH)
                    .put(VERSION)
                    .putLong(offset)
                    .putLong(newest.getEpochSecond())
                    .putInt(newest.getNano())
                    .putInt(first)
                    .putInt(last)
                    .array();
        }

        /** Null where it was written by another version: what lies there can't be read. */
        static @Nullable Mark of(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            if (bytes.length != LENGTH || buffer.get() != VERSION) {
                return null;
            }
            return new Mark(
                    buffer.getLong(),
                    Instant.ofEpochSecond(buffer.getLong(), buffer.getInt()),
                    buffer.getInt(),
                    buffer.getInt());
        }
    }

    private static final String MARK = "p";
    private static final Newest GONE = new Newest(0, new byte[0]);

    /** An object's newest fact, as it came. */
    private static final class Newest {
        private final long offset;
        private final byte[] fact;

        private Newest(long offset, byte[] fact) {
            this.offset = offset;
            this.fact = fact;
        }
    }

    private final KeyValueStore<String, byte[]> store;
    private final Segments segments;
    private final FactReader facts = new FactReader();
    private final Table<Newest> objects = new Table<>();
    private long objectBytes;

    Book(KeyValueStore<String, byte[]> store) {
        this.store = store;
        this.segments = new Segments(store);
    }

    /** Null where nothing was written yet, or by another version. */
    @Nullable
    Mark mark() {
        byte[] bytes = store.get(MARK);
        return bytes == null ? null : Mark.of(bytes);
    }

    /** Notes the newest fact of an object, to be written before the next commit. */
    void object(String factKey, long offset, byte[] fact) {
        objects.put("o|" + factKey, new Newest(offset, fact));
        objectBytes += Long.BYTES + fact.length;
    }

    void objectGone(String factKey) {
        objects.put("o|" + factKey, GONE);
    }

    /** Bytes that wait for the next commit. */
    long waitingBytes() {
        return objectBytes;
    }

    void write(long offset, Instant newest, Map<String, ClusterAnalysis> analyses) {
        segments.begin();
        analyses.forEach((cluster, analysis) -> {
            String prefix = "c|" + cluster + "|";
            analysis.takeChanged((key, value) -> segments.put(prefix + key, value));
        });
        objects.forEach(this::write);
        segments.end();
        store.put(MARK, new Mark(offset, newest, segments.first(), segments.last()).bytes());
        objects.clear();
        objectBytes = 0;
    }

    @SuppressWarnings("ReferenceEquality") // there is one that is gone
    private void write(String key, Newest newest) {
        if (newest == GONE) {
            segments.put(key, null);
        } else {
            segments.put(key, newest.offset, newest.fact);
        }
    }

    /** Takes everything back; returns how many objects there were. */
    long read(int partition, Mark mark, Function<String, ClusterAnalysis> analyses) {
        segments.open(mark.first(), mark.last());
        segments.read("c|", (key, value) -> {
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
        segments.read("o|", (_, value) -> {
            ByteBuffer buffer = ByteBuffer.wrap(value);
            Position position = new Position(partition, buffer.getLong());
            byte[] json = new byte[buffer.remaining()];
            buffer.get(json);
            if (facts.read(json, null) instanceof Decoded.Good<Fact>(Fact fact)) {
                taker.take(fact, position);
            }
        });
    }

    /** Forgets everything: the log has begun anew, or what lies there can't be read. */
    void clear() {
        objects.clear();
        objectBytes = 0;
        segments.clear();
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        keys.forEach(store::delete);
    }
}
