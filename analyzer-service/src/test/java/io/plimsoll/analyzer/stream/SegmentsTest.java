package io.plimsoll.analyzer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentsTest {

    @TempDir
    Path directory;

    private TopologyTestDriver driver;
    private KeyValueStore<String, byte[]> store;

    @BeforeEach
    void openStore() {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "segments");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        var topology = new Topology()
                .addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "in")
                .addProcessor("none", Idle::new, "in")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore("store"), Serdes.String(), Serdes.ByteArray()),
                        "none");
        driver = new TopologyTestDriver(topology, properties);
        store = driver.getKeyValueStore("store");
    }

    @AfterEach
    void closeStore() {
        driver.close();
    }

    @Test
    void whatIsReadBackIsTheNewestOfEachKeyWhateverWasWritten() {
        for (int seed = 0; seed < 4; seed++) {
            Random random = new Random(seed);
            clear();
            Segments segments = new Segments(store);
            Map<String, Integer> newest = new TreeMap<>();
            for (int write = 0; write < 60; write++) {
                write(segments, newest, random, write);

                if (write % 7 == 0) {
                    assertThat(readBack(segments.first(), segments.last()))
                            .as("seed %d, write %d", seed, write)
                            .isEqualTo(newest);
                }
                if (write % 13 == 0) {
                    Segments again = segments;
                    segments = new Segments(store);
                    segments.open(again.first(), again.last());
                }
            }
        }
    }

    @Test
    void whatIsSupersededTakesNoMoreRoomThanWhatHolds() {
        Segments segments = new Segments(store);
        byte[] value = new byte[3_000];

        for (int write = 0; write < 60; write++) {
            segments.begin();
            for (int key = 0; key < 300; key++) {
                segments.put("k" + key, value);
            }
            segments.end();
        }

        assertThat(stored()).isLessThan(8L << 20);
    }

    @Test
    void keysThatNeverChangeSurviveTheCleaningOfTheirSegment() {
        Segments segments = new Segments(store);
        segments.begin();
        segments.put("steady", new byte[] {7});
        segments.put("gone", new byte[] {8});
        segments.end();

        for (int write = 0; write < 40; write++) {
            segments.begin();
            if (write == 3) {
                segments.put("gone", null);
            }
            for (int key = 0; key < 500; key++) {
                segments.put("k" + key, new byte[3_000]);
            }
            segments.end();
        }

        Map<String, byte[]> left = new HashMap<>();
        Segments again = new Segments(store);
        again.open(segments.first(), segments.last());
        again.read("", left::put);
        assertThat(left).hasSize(501).containsKey("steady").doesNotContainKey("gone");
        assertThat(left.get("steady")).containsExactly(7);
    }

    @Test
    void aWriteThatWasNeverMarkedDoesNotCount() {
        Segments segments = new Segments(store);
        segments.begin();
        segments.put("a", new byte[] {1});
        segments.end();
        segments.begin();
        segments.put("a", new byte[] {2});
        segments.put("b", new byte[] {2});
        segments.end();

        Map<String, Integer> left = readBack(1, 1);

        assertThat(left).isEqualTo(Map.of("a", 1));
    }

    @Test
    void aPartThatIsMissingIsNoticed() {
        Segments segments = new Segments(store);
        for (int write = 0; write < 3; write++) {
            segments.begin();
            segments.put("k" + write, new byte[] {1});
            segments.end();
        }
        store.delete("s|00000002");

        assertThatThrownBy(() -> readBack(1, 3)).hasMessage("of the parts 1 to 3 only 2 are there");
    }

    @Test
    void garbageIsRefusedBeforeItAsksForMemory() {
        store.put("s|00000001", "garbage".repeat(20).getBytes(UTF_8));

        assertThatThrownBy(() -> new Segments(store).open(1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("an entry claims");
    }

    @Test
    void valuesLargerThanAPartAreKeptWhole() {
        Segments segments = new Segments(store);
        byte[] large = new byte[900_000];
        large[899_999] = 3;
        segments.begin();
        segments.put("small", new byte[] {1});
        segments.put("large", large);
        segments.put("after", new byte[] {2});
        segments.end();

        Map<String, byte[]> left = new HashMap<>();
        Segments again = new Segments(store);
        again.open(1, segments.last());
        again.read("", left::put);

        assertThat(left).containsOnlyKeys("small", "large", "after");
        assertThat(left.get("large")).isEqualTo(large);
    }

    private static void write(Segments segments, Map<String, Integer> newest, Random random, int write) {
        Map<String, Integer> changes = new TreeMap<>();
        for (int i = random.nextInt(80); i >= 0; i--) {
            changes.put("key-" + random.nextInt(write % 20 == 0 ? 500 : 50), random.nextInt(4));
        }
        segments.begin();
        changes.forEach((key, value) -> {
            byte[] bytes = new byte[40_000];
            bytes[0] = value.byteValue();
            segments.put(key, value == 0 ? null : bytes);
            if (value == 0) {
                newest.remove(key);
            } else {
                newest.put(key, value);
            }
        });
        segments.end();
    }

    private Map<String, Integer> readBack(int first, int last) {
        Map<String, Integer> read = new TreeMap<>();
        Segments again = new Segments(store);
        again.open(first, last);
        again.read("", (key, value) -> read.put(key, (int) value[0]));
        return read;
    }

    private long stored() {
        long bytes = 0;
        try (var all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> part = all.next();
                bytes += part.value.length;
            }
        }
        return bytes;
    }

    private void clear() {
        try (var all = store.all()) {
            List<String> keys = new java.util.ArrayList<>();
            all.forEachRemaining(entry -> keys.add(entry.key));
            keys.forEach(store::delete);
        }
    }

    private static final class Idle extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
        @Override
        public void process(Record<byte[], byte[]> record) {}
    }
}
