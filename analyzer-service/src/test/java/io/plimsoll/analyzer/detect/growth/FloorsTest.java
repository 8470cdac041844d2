package io.plimsoll.analyzer.detect.growth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FloorsTest {

    private record Sample(long second, long bytes) {}

    @Test
    void eachScaleHoldsTheLeastOfItsBuckets() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            List<Sample> samples = new ArrayList<>();
            Floors floors = Floors.empty();
            long second = random.nextInt(2_000);
            for (int i = 0; i < 3_000; i++) {
                second += 1 + (random.nextInt(200) == 0 ? random.nextInt(30_000) : random.nextInt(180));
                samples.add(new Sample(second, 1_000_000 + random.nextInt(1_000_000_000)));
                floors.take(second, samples.getLast().bytes());
            }

            assertThat(points(floors.minutes())).as("seed %d", seed).isEqualTo(expected(samples, 120, 23, 1));
            assertThat(points(floors.tens(0))).as("seed %d", seed).isEqualTo(expected(samples, 600, 36, 3));
            assertThat(points(floors.hours())).as("seed %d", seed).isEqualTo(expected(samples, 3600, 48, 9));
            assertThat(floors.second()).as("seed %d", seed).isEqualTo((int) second);
        }
    }

    @Test
    void startUpTellsOnlyTheTime() {
        Floors floors = Floors.empty();
        floors.take(0, 1 << 20);
        floors.take(899, 1 << 20);

        assertThat(floors.minutes().size()).isZero();
        assertThat(floors.second()).isEqualTo(899);
        assertThat(floors.tenMinutesEndBefore(2_000)).isFalse();
    }

    @Test
    void tenMinutesEndWithTheFirstSampleBehindThem() {
        Floors floors = Floors.empty();
        floors.take(1_000, 1 << 20);

        assertThat(floors.tenMinutesEndBefore(1_199)).isFalse();
        assertThat(floors.tenMinutesEndBefore(1_200)).isTrue();
    }

    @Test
    void whatIsWrittenIsReadBackAlike() throws IOException {
        Floors floors = Floors.empty();
        for (int second = 0; second < 200_000; second += 60) {
            floors.take(second, (100L << 20) + second);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        floors.write(new DataOutputStream(out));
        Floors read = Floors.read(new DataInputStream(new ByteArrayInputStream(out.toByteArray())));

        assertThat(points(read.minutes())).isEqualTo(points(floors.minutes()));
        assertThat(points(read.tens(0))).isEqualTo(points(floors.tens(0)));
        assertThat(points(read.hours())).isEqualTo(points(floors.hours()));
        assertThat(read.second()).isEqualTo(floors.second());
    }

    /** The middle of each bucket and its least value, from all samples at once. */
    private static Map<Double, Double> expected(List<Sample> samples, int width, int capacity, int leastSamples) {
        Map<Long, List<Long>> buckets = new TreeMap<>();
        for (Sample sample : samples) {
            if (sample.second() >= Floors.START_UP) {
                buckets.computeIfAbsent(sample.second() / width, _ -> new ArrayList<>())
                        .add(sample.bytes());
            }
        }
        long newest = samples.getLast().second() / width;
        Map<Double, Double> floors = new TreeMap<>();
        buckets.forEach((bucket, values) -> {
            if (bucket > newest - capacity && values.size() >= leastSamples) {
                long least = values.stream().mapToLong(Long::longValue).min().orElseThrow();
                floors.put(bucket * (double) width + width / 2.0, LogCode.value(LogCode.of(least)));
            }
        });
        return floors;
    }

    private static Map<Double, Double> points(Series series) {
        Map<Double, Double> points = new TreeMap<>();
        for (int i = 0; i < series.size(); i++) {
            points.put(series.second(i), series.value(i));
        }
        return points;
    }
}
