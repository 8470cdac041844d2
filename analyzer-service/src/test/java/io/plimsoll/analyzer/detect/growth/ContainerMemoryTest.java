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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerMemoryTest {

    private static final long START = 1_900_000_000;
    private static final GrowthTest TEST = GrowthTest.lasting();

    @ParameterizedTest(name = "{0}")
    @MethodSource("scans")
    void growthIsEstablishedExactlyInTheseMinutes(String id, MemoryCurve curve, int hours, List<Integer> minutes) {
        ContainerMemory memory = ContainerMemory.begun("main", 0, START);

        List<Integer> established = new java.util.ArrayList<>();
        for (int minute = 0; minute <= hours * 60; minute++) {
            memory.take(START + 60L * minute, bytes(curve, minute), TEST);
            boolean strict = memory.verdict() != null && memory.verdict().grows();
            if (minute % 10 == 0 && memory.established() && strict) {
                established.add(minute);
            }
        }

        assertThat(established).isEqualTo(minutes);
    }

    static Stream<Arguments> scans() {
        MemoryCurve twoSteps = (i, x) -> (x < 7200 ? 200 : x < 14400 ? 310 : 420) * MIB + noise(i, 3);
        return Stream.of(
                arguments("V1 leak 20 MiB/h", leak(300, 20, 5), 6, every10(160, 360)),
                arguments("V2 leak under a sawtooth", sawtooth(300, 20, 80), 6, every10(320, 360)),
                arguments("V3 sawtooth", sawtooth(300, 0, 80), 24, List.of()),
                arguments("V8 flat", leak(300, 0, 10), 24, List.of()),
                arguments("warm-up of 20 min", warmUp(1200), 24, List.of()),
                arguments("warm-up of 40 min", warmUp(2400), 24, List.of()),
                arguments("warm-up of 90 min", warmUp(5400), 24, List.of()),
                arguments("step at one hour", step(200, 420, 3600), 24, List.of()),
                arguments("step at three hours", step(200, 420, 10800), 24, List.of()),
                arguments("two steps", twoSteps, 24, every10(320, 410)),
                arguments("V11 300 MiB an hour", leak(200, 300, 5), 4, every10(160, 240)));
    }

    @Test
    void leakOverADayIsFoundWhenTheDayIsComplete() {
        ContainerMemory memory = fed(leak(300, 2, 2), 24 * 60);

        assertThat(memory.overDays()).isNotNull();
        assertThat(memory.overDays().bytesPerHour() / MIB).isCloseTo(2.0, within(0.1));
        assertThat(memory.dayComplete()).isEqualTo(START + 24 * 3600);
    }

    @Test
    void leakUnderADailyWaveIsFoundInTwoDays() {
        ContainerMemory memory = fed(daily(5, 60, 0), 48 * 60);

        assertThat(memory.overDays()).isNotNull();
        assertThat(memory.overDays().bytesPerHour() / MIB).isCloseTo(3.71, within(0.3));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 330})
    void dailyWaveIsNoLeakWhateverTheHourItBeganAt(int phase) {
        ContainerMemory memory = ContainerMemory.begun("main", 0, START);

        for (int minute = 0; minute <= 60 * 60; minute++) {
            memory.take(START + 60L * minute, bytes(daily(0, 150, phase), minute), TEST);

            assertThat(memory.overDays()).as("minute %d", minute).isNull();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exhaustions")
    void exhaustionIsProjectedInTime(String id, MemoryCurve curve, int limit, Optional<Integer> expected) {
        Optional<Integer> first = firstProjected(curve, limit);

        assertThat(first.isPresent()).isEqualTo(expected.isPresent());
        expected.ifPresent(minute -> assertThat(first.orElseThrow()).isCloseTo(minute, within(3)));
    }

    /** The first minute at which the projection has held for ten, before the container is full. */
    private static Optional<Integer> firstProjected(MemoryCurve curve, int limit) {
        ContainerMemory memory = ContainerMemory.begun("main", 0, START);
        int held = 0;
        for (int minute = 0; minute < 240 && bytes(curve, minute) <= limit * MIB; minute++) {
            memory.take(START + 60L * minute, bytes(curve, minute), TEST);
            boolean holds = ProjectionTest.defaults()
                    .judge(memory, (long) (limit * MIB))
                    .map(Projection::holds)
                    .orElse(false);
            held = holds ? held + 1 : 0;
            if (held > 10) {
                return Optional.of(minute);
            }
        }
        return Optional.empty();
    }

    static Stream<Arguments> exhaustions() {
        MemoryCurve filling = (i, x) -> Math.min(560, 200 + 6 * x / 60) * MIB + noise(i, 3);
        return Stream.of(
                arguments("F1 600 MiB an hour", leak(200, 600, 5), 1024, Optional.of(75)),
                arguments("F2 300 MiB an hour", leak(200, 300, 5), 1024, Optional.of(136)),
                arguments("F3 warm-up of 20 min", warmUp(1200), 640, Optional.empty()),
                arguments("F4 warm-up of 40 min", warmUp(2400), 640, Optional.empty()),
                arguments("F5 warm-up of 10 min", warmUp(600), 640, Optional.empty()),
                arguments("F6 step", step(200, 500, 2400), 640, Optional.empty()),
                arguments("F7 flat", leak(600, 0, 10), 640, Optional.empty()),
                arguments("F8 sawtooth", sawtooth(400, 0, 200), 640, Optional.empty()),
                arguments("F9 fill that stops", filling, 640, Optional.of(66)));
    }

    @Test
    void warmUpThatAnEarlierRunSurvivedIsKnown() {
        MemoryCurve filling = (i, x) -> Math.min(560, 200 + 6 * x / 60) * MIB + noise(i, 3);
        ContainerMemory before = fed(filling, 8 * 60);
        long restart = START + 8 * 3600;

        ContainerMemory memory = before.restarted(1, restart, false, TEST);
        for (int minute = 0; minute <= 66; minute++) {
            memory.take(restart + 60L * minute, bytes(filling, minute), TEST);
        }

        assertThat(memory.knownWarmUp()).isTrue();
        assertThat(memory.lastRunKilled()).isFalse();
    }

    @Test
    void warmUpThatEndedInAnOomKillIsNoExcuse() {
        MemoryCurve leak = leak(200, 600, 5);
        ContainerMemory before = fed(leak, 80);
        long restart = START + 81 * 60;

        ContainerMemory memory = before.restarted(1, restart, true, TEST);
        for (int minute = 0; minute <= 75; minute++) {
            memory.take(restart + 60L * minute, bytes(leak, minute), TEST);
        }

        assertThat(memory.knownWarmUp()).isFalse();
        assertThat(memory.lastRunKilled()).isTrue();
    }

    @Test
    void runsKilledAtLikeSlopesAreALeakAndAtUnlikeOnesNone() {
        ContainerMemory once = fed(leak(200, 300, 5), 150);
        ContainerMemory alike =
                later(once.restarted(1, START + 9000, true, TEST), leak(200, 400, 5), START + 9000, 120);
        ContainerMemory unlike =
                later(once.restarted(1, START + 9000, true, TEST), leak(200, 900, 5), START + 9000, 55);

        assertThat(alike.killedAlike()).isFalse();
        assertThat(alike.restarted(2, START + 17000, true, TEST).killedAlike()).isTrue();
        assertThat(unlike.restarted(2, START + 17000, true, TEST).killedAlike()).isFalse();
    }

    @Test
    void oneHourIsNotEnoughToJudge() {
        assertThat(fed(leak(200, 300, 0), 60).verdict()).isNull();
    }

    @Test
    void establishedGrowthStaysWhileItIsStillLikely() {
        MemoryCurve slowing = (i, x) -> (x < 14400 ? 300 + 20 * x / 3600 : 380 + 4 * (x - 14400) / 3600) * MIB;

        ContainerMemory memory = fed(slowing, 8 * 60);

        assertThat(memory.verdict().grows()).isFalse();
        assertThat(memory.verdict().stillGrows()).isTrue();
        assertThat(memory.established()).isTrue();
    }

    @Test
    void missingHoursLeaveTooFewFloors() {
        ContainerMemory memory = ContainerMemory.begun("main", 0, START);
        for (int minute = 0; minute <= 360; minute++) {
            if (minute < 60 || minute > 240) {
                memory.take(START + 60L * minute, bytes(leak(300, 20, 5), minute), TEST);
            }
        }

        assertThat(memory.verdict()).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void repeatedAndLateSamplesChangeNothing(long seed) throws IOException {
        Random random = new Random(seed);
        ContainerMemory plain = ContainerMemory.begun("main", 0, START);
        ContainerMemory noisy = ContainerMemory.begun("main", 0, START);

        for (int minute = 0; minute <= 300; minute++) {
            long at = START + 60L * minute;
            plain.take(at, bytes(leak(300, 20, 5), minute), TEST);
            noisy.take(at, bytes(leak(300, 20, 5), minute), TEST);
            for (int repeats = random.nextInt(3); repeats > 0; repeats--) {
                noisy.take(at - random.nextInt(600), 1 + random.nextInt(1 << 30), TEST);
            }
        }

        assertThat(written(noisy)).isEqualTo(written(plain));
    }

    @Test
    void whatIsWrittenIsReadBackAlike() throws IOException {
        ContainerMemory memory = later(
                fed(leak(200, 300, 5), 150).restarted(1, START + 9000, true, TEST),
                leak(300, 20, 5),
                START + 9000,
                30 * 60);

        byte[] bytes = written(memory);
        ContainerMemory read = ContainerMemory.read(new DataInputStream(new ByteArrayInputStream(bytes)));

        assertThat(written(read)).isEqualTo(bytes);
        assertThat(read.verdict()).isEqualTo(memory.verdict());
        assertThat(read.overDays()).isEqualTo(memory.overDays());
        assertThat(bytes.length).isLessThan(600);
    }

    @Test
    void compactFloorsAreRightToAFiftiethOfAPerCent() {
        for (long bytes : new long[] {70_000, 1 << 20, 300 << 20, 1L << 31, 1L << 38, 3L << 40}) {
            double read = LogCode.value(LogCode.of(bytes));

            assertThat(read).isCloseTo(bytes, within(bytes * 0.0002));
        }
    }

    private static byte[] written(ContainerMemory memory) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        memory.write(new DataOutputStream(out));
        return out.toByteArray();
    }

    private static ContainerMemory fed(MemoryCurve curve, int minutes) {
        return later(ContainerMemory.begun("main", 0, START), curve, START, minutes);
    }

    private static ContainerMemory later(ContainerMemory memory, MemoryCurve curve, long start, int minutes) {
        for (int minute = 0; minute <= minutes; minute++) {
            memory.take(start + 60L * minute, bytes(curve, minute), TEST);
        }
        return memory;
    }

    private static long bytes(MemoryCurve curve, int minute) {
        return (long) curve.at(minute, 60.0 * minute);
    }

    private static List<Integer> every10(int from, int to) {
        return IntStream.iterate(from, m -> m <= to, m -> m + 10).boxed().toList();
    }
}
