package io.plimsoll.analyzer.detect.growth;

import static io.plimsoll.analyzer.detect.growth.MemoryCurve.MIB;
import static io.plimsoll.analyzer.detect.growth.MemoryCurve.daily;
import static io.plimsoll.analyzer.detect.growth.MemoryCurve.leak;
import static io.plimsoll.analyzer.detect.growth.MemoryCurve.noise;
import static io.plimsoll.analyzer.detect.growth.MemoryCurve.sawtooth;
import static io.plimsoll.analyzer.detect.growth.MemoryCurve.step;
import static io.plimsoll.analyzer.detect.growth.MemoryCurve.warmUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The single-shot vectors: floors of ten minutes at the end of the window, exact, without the compact buckets. */
class GrowthTestTest {

    private static final MemoryCurve HALF_DAY =
            (i, x) -> (300 + 150 * Math.sin(Math.PI * x / (12 * 3600))) * MIB + noise(i, 3);

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void vectorGivesThePrintedNumbers(
            String id, MemoryCurve curve, double hours, boolean grows, double slope, double z, int buckets) {
        Series floors = floors(curve, hours);

        GrowthVerdict verdict = GrowthTest.lasting().judge(floors);

        assertThat(verdict.bytesPerHour() / MIB).as("slope").isCloseTo(slope, within(0.005));
        assertThat(verdict.significance()).as("z").isCloseTo(z, within(0.005));
        assertThat(verdict.buckets()).isEqualTo(buckets);
        assertThat(verdict.grows()).isEqualTo(grows);
    }

    static Stream<Arguments> vectors() {
        return Stream.of(
                arguments("V1 leak 20 MiB/h", leak(300, 20, 5), 6, true, 19.79, 8.32, 35),
                arguments("V2 leak under a sawtooth", sawtooth(300, 20, 80), 6, true, 20.00, 5.79, 35),
                arguments("V3 sawtooth", sawtooth(300, 0, 80), 6, false, 0.00, -0.26, 35),
                arguments("V4 warm-up of 20 min", warmUp(1200), 2.5, false, 43.93, 4.71, 14),
                arguments("V5 warm-up of 40 min", warmUp(2400), 6, false, 12.13, 8.09, 35),
                arguments("V5b warm-up of 40 min, early", warmUp(2400), 2.5, false, 107.17, 4.93, 14),
                arguments("V6 step at one hour", step(200, 420, 3600), 6, false, 0.04, 2.33, 35),
                arguments("V6b step at three hours", step(200, 420, 10800), 6, false, 42.59, 4.52, 35),
                arguments("V7 rise of a day", HALF_DAY, 6, false, 26.25, 8.41, 35),
                arguments("V8 flat", leak(300, 0, 10), 6, false, 0.00, 0.09, 35),
                arguments("V9 half a MiB an hour", leak(300, 0.5, 1), 24, false, 0.50, 17.33, 143),
                arguments("V10 two MiB an hour", leak(300, 2, 2), 24, true, 2.00, 17.52, 143),
                arguments("V11 300 MiB an hour", leak(200, 300, 5), 2.5, true, 298.95, 4.93, 14),
                arguments("V13 falling", leak(800, -20, 5), 6, false, -19.81, -8.29, 35),
                arguments("V14 a whole day", daily(0, 150, 0), 24, false, -12.67, -9.05, 143),
                arguments("V15 leak under a daily wave", daily(5, 60, 0), 48, true, 3.71, 12.64, 287));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void shapeIsTheShareOfTheRiseInEachHalf(String id, MemoryCurve curve, double hours, double early, double late) {
        Shape shape = Shape.of(floors(curve, hours));

        assertThat(shape.early()).isCloseTo(early, within(0.005));
        assertThat(shape.late()).isCloseTo(late, within(0.005));
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                arguments("V1", leak(300, 20, 5), 6, 0.50, 0.50),
                arguments("V2", sawtooth(300, 20, 80), 6, 0.41, 0.59),
                arguments("V4", warmUp(1200), 2.5, 0.93, 0.07),
                arguments("V5b", warmUp(2400), 2.5, 0.78, 0.22),
                arguments("V6b", step(200, 420, 10800), 6, 1.0, 0.0),
                arguments("V7", HALF_DAY, 6, 0.65, 0.35),
                arguments("V15", daily(5, 60, 0), 48, 0.53, 0.47));
    }

    @Test
    void timeToTheLimitIsCountedFromTheNewestFloor() {
        GrowthVerdict verdict = GrowthTest.lasting().judge(floors(leak(300, 20, 5), 6));

        assertThat(verdict.secondsUntil((long) (1024 * MIB)) / 3600).isCloseTo(30.91, within(0.01));
        assertThat(verdict.secondsUntil(0)).isNaN();
    }

    /** As the vectors' own floors: samples a minute apart, the first quarter of an hour left out, three a bucket. */
    static Series floors(MemoryCurve curve, double hours) {
        TreeMap<Integer, List<Double>> buckets = new TreeMap<>();
        for (int i = 15; i < hours * 60; i++) {
            buckets.computeIfAbsent(i / 10, _ -> new ArrayList<>()).add(curve.at(i, 60.0 * i));
        }
        buckets.values().removeIf(values -> values.size() < 3);
        double[] seconds =
                buckets.keySet().stream().mapToDouble(b -> b * 600 + 300).toArray();
        double[] values = buckets.values().stream()
                .mapToDouble(v -> v.stream().min(Comparator.naturalOrder()).orElseThrow())
                .toArray();
        return Series.of(seconds, values);
    }
}
