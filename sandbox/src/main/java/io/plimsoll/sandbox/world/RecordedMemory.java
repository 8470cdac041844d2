package io.plimsoll.sandbox.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.simulator.kubelet.MemorySeries;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * A memory series for a scenario: a container recorded in production where the data is at hand, else a straight line.
 *
 * @param source what it is, for people
 */
public record RecordedMemory(String source, MemorySeries series) {

    private static final String FILE = "genai-memory/container_memory_utilization.csv.gz";
    /** The recording's own distance between samples. */
    private static final Duration STEP = Duration.ofSeconds(57);

    private static final int LONGEST_RISE = 25;

    /** The recorded container that rises most in about twenty minutes, scaled so that it peaks at so many bytes. */
    public static RecordedMemory rising(Path data, long peakBytes) {
        Path file = data.resolve(FILE);
        if (!Files.isReadable(file)) {
            return new RecordedMemory(
                    "a straight line (no recording at " + file.normalize() + ")",
                    new MemorySeries.Linear(peakBytes / 4, peakBytes * 3, peakBytes));
        }
        try {
            List<Double> rise = steepest(read(file));
            double peak = rise.stream().mapToDouble(Double::doubleValue).max().orElse(1);
            List<Long> bytes =
                    rise.stream().map(use -> Math.round(use / peak * peakBytes)).toList();
            return new RecordedMemory(
                    "a container recorded in production, scaled to this node", new MemorySeries.Samples(STEP, bytes));
        } catch (IOException e) {
            return new RecordedMemory(
                    "a straight line (" + file.normalize() + " can't be read: " + e.getMessage() + ")",
                    new MemorySeries.Linear(peakBytes / 4, peakBytes * 3, peakBytes));
        }
    }

    /** The stretch of samples, up to its highest, that rises most over all containers. */
    private static List<Double> steepest(Map<String, TreeMap<Long, Double>> containers) {
        return containers.values().stream()
                .map(samples -> List.copyOf(samples.values()))
                .map(RecordedMemory::steepestStretch)
                .max(Comparator.comparingDouble(stretch -> stretch.getLast() - stretch.getFirst()))
                .orElseThrow();
    }

    private static List<Double> steepestStretch(List<Double> samples) {
        int from = 0;
        int to = 0;
        for (int start = 0; start < samples.size(); start++) {
            for (int end = start; end < Math.min(samples.size(), start + LONGEST_RISE); end++) {
                if (samples.get(end) - samples.get(start) > samples.get(to) - samples.get(from)) {
                    from = start;
                    to = end;
                }
            }
        }
        return new ArrayList<>(samples.subList(from, to + 1));
    }

    private static Map<String, TreeMap<Long, Double>> read(Path file) throws IOException {
        Map<String, TreeMap<Long, Double>> containers = new LinkedHashMap<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] columns = line.split(",", -1);
                if (columns.length == 3) {
                    containers
                            .computeIfAbsent(columns[0], _ -> new TreeMap<>())
                            .put(Long.parseLong(columns[1]), Double.parseDouble(columns[2]));
                }
            }
        }
        return containers;
    }
}
