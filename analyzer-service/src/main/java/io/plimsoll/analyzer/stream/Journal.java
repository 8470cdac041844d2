package io.plimsoll.analyzer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The last write once more, in parts that each say which offset they belong to. */
final class Journal {

    private Journal() {}

    static void write(
            KeyValueStore<String, byte[]> store,
            long offset,
            SortedMap<String, byte @Nullable []> entries,
            int largestPart) {
        int parts = 0;
        try {
            var bytes = new ByteArrayOutputStream();
            var out = new DataOutputStream(bytes);
            out.writeLong(offset);
            for (var entry : entries.entrySet()) {
                byte[] key = entry.getKey().getBytes(UTF_8);
                byte[] value = entry.getValue();
                out.writeInt(key.length);
                out.write(key);
                out.writeInt(value == null ? -1 : value.length);
                out.write(value == null ? new byte[0] : value);
                if (bytes.size() > largestPart) {
                    store.put("j|" + parts++, bytes.toByteArray());
                    bytes.reset();
                    out.writeLong(offset);
                }
            }
            store.put("j|" + parts, bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("memory can't be written to", e);
        }
    }

    /** The entries of the write that belongs to the offset. */
    static Map<String, byte @Nullable []> read(KeyValueStore<String, byte[]> store, long offset) {
        Map<String, byte @Nullable []> entries = new LinkedHashMap<>();
        try (KeyValueIterator<String, byte[]> parts = store.prefixScan("j|", (_, text) -> text.getBytes(UTF_8))) {
            while (parts.hasNext()) {
                KeyValue<String, byte[]> part = parts.next();
                read(part.value, offset, entries);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the store's journal can't be read", e);
        }
        return entries;
    }

    private static void read(byte[] part, long offset, Map<String, byte @Nullable []> entries) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(part));
        if (in.readLong() != offset) {
            return;
        }
        while (in.available() > 0) {
            String key = new String(in.readNBytes(in.readInt()), UTF_8);
            int length = in.readInt();
            entries.put(key, length < 0 ? null : in.readNBytes(length));
        }
    }
}
