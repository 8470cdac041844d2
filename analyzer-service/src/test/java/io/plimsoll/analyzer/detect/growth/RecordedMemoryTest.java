package io.plimsoll.analyzer.detect.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Memory of containers as recorded in a production cluster, as shares of their limits. The data may not be copied into
 * the project; without it the test is skipped. Limits aren't recorded: 16 GiB is taken for each.
 */
class RecordedMemoryTest {

    private static final double LIMIT = 16.0 * (1L << 30);
    private static final double TOLD_SHARE = 0.25;
    private static final double SOON = 24 * 3600;

    private record Sample(long second, double share) {}

    private record Found(String container, long minute, GrowthVerdict verdict) {

        String line() {
            return "%s: told after %d min at %.1f %% of its limit, growing by %.2f points an hour (z %.1f)"
                    .formatted(
                            container.isEmpty()
                                    ? "(unnamed)"
                                    : container.substring(0, Math.min(12, container.length())),
                            minute,
                            100 * verdict.floor() / LIMIT,
                            100 * verdict.bytesPerHour() / LIMIT,
                            verdict.significance());
        }
    }

    @Test
    void onlySustainedGrowersAreTold() throws IOException {
        Path file = data().resolve("genai-memory/container_memory_utilization.csv.gz");
        assumeTrue(Files.isReadable(file), "no recorded memory series at " + file.normalize());

        Map<String, List<Sample>> series = read(file);
        List<Found> told = new ArrayList<>();
        int ungated = 0;
        for (var container : series.entrySet()) {
            Found any = firstFound(container.getKey(), container.getValue(), false);
            Found found = firstFound(container.getKey(), container.getValue(), true);
            ungated += any == null ? 0 : 1;
            if (found != null) {
                told.add(found);
            }
        }

        System.out.printf("of %d recorded containers %d grow, %d are told:%n", series.size(), ungated, told.size());
        told.forEach(found -> System.out.println("  " + found.line()));
        assertThat(told).isNotEmpty();
        assertThat(told.size()).isLessThanOrEqualTo(series.size() / 10);
        assertThat(told).allSatisfy(found -> assertThat(roseBy(series.get(found.container()), found.minute()))
                .as(found.line())
                .isGreaterThanOrEqualTo(0.10));
    }

    /** The first evaluation at which growth is established, and worth telling where that is asked. */
    private static Found firstFound(String name, List<Sample> samples, boolean gated) {
        long start = samples.getFirst().second();
        ContainerMemory memory = ContainerMemory.begun(name, 0, start);
        for (Sample sample : samples) {
            memory.take(sample.second(), Math.round(sample.share() * LIMIT), GrowthTest.lasting());
            GrowthVerdict verdict = memory.verdict();
            if (memory.established() && verdict != null) {
                boolean told = verdict.floor() >= TOLD_SHARE * LIMIT || verdict.secondsUntil((long) LIMIT) <= SOON;
                if (told || !gated) {
                    return new Found(name, (sample.second() - start) / 60, verdict);
                }
            }
        }
        return null;
    }

    /** By which share the median of the last half hour lies above that of the window's first. */
    private static double roseBy(List<Sample> samples, long minute) {
        long end = samples.getFirst().second() + 60 * minute;
        long begin = Math.max(samples.getFirst().second() + 900, end - 6 * 3600);
        double first = median(samples, begin, begin + 1800);
        return median(samples, end - 1800, end + 1) / first - 1;
    }

    private static double median(List<Sample> samples, long from, long to) {
        double[] within = samples.stream()
                .filter(sample -> sample.second() >= from && sample.second() < to)
                .mapToDouble(Sample::share)
                .sorted()
                .toArray();
        return within[within.length / 2];
    }

    private static Map<String, List<Sample>> read(Path file) throws IOException {
        Map<String, List<Sample>> series = new TreeMap<>();
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            lines.lines().skip(1).map(line -> line.split(",", 3)).forEach(fields -> series.computeIfAbsent(
                            fields[0], _ -> new ArrayList<>())
                    .add(new Sample(Long.parseLong(fields[1]), Double.parseDouble(fields[2]))));
        }
        series.values().forEach(samples -> samples.sort((a, b) -> Long.compare(a.second(), b.second())));
        return series;
    }

    private static Path data() {
        String configured = System.getenv("PLIMSOLL_DATA");
        return configured == null
                ? Path.of(System.getProperty("plimsoll.root", ".."), "../shared/data")
                : Path.of(configured);
    }
}
