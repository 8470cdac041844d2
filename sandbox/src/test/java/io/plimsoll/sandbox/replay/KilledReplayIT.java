package io.plimsoll.sandbox.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.analyzer.stream.Observer;
import io.plimsoll.sandbox.replay.ReplayLine.Gap;
import io.plimsoll.sandbox.replay.ReplayLine.Seen;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every worked case of the rules through the analyzer as it is shipped, killed in the middle: each case a cluster of its own,
 * and all of them in the middle of their story when it dies.
 */
class KilledReplayIT {

    /** Cases as such, not the same ones written in other ways; the edges of rules, and what nobody should hear of. */
    private static final String CASES = "([A-Z]-?\\d+[a-z]?|circuit-breaker|suppressed-.*|rules/.*|quiet/.*)\\.jsonl";

    /** A record of the log, and how far through its case's it stands. */
    private record Placed(LogEntry entry, double place) {}

    @Test
    void aKilledProcessTellsOfEveryCaseWhatOneThatLivesTells() throws Exception {
        List<LogEntry> log = allCases();
        List<ObjectNode> killed = new ArrayList<>();

        FutureTask<List<ObjectNode>> living = new FutureTask<>(() -> lived(log));
        Thread.ofPlatform().start(living); // beside the other, to save time
        try (KilledAnalysis analysis =
                new KilledAnalysis(Path.of("..").toAbsolutePath().normalize())) {
            analysis.run(log, killed::add);
        }

        List<ObjectNode> lived = living.get();
        assertThat(codes(lived)).as("the cases tell of most codes").hasSizeGreaterThan(30);
        assertThat(lines(killed)).isEqualTo(lines(lived));
    }

    private static List<ObjectNode> lived(List<LogEntry> log) {
        List<ObjectNode> out = new ArrayList<>();
        try (OfflineAnalysis analysis = new OfflineAnalysis(out::add, Observer.NONE)) {
            log.forEach(analysis::accept);
        }
        return out;
    }

    private static Set<String> codes(List<ObjectNode> out) {
        return out.stream()
                .map(line -> line.path("value").path("code").asText())
                .collect(Collectors.toSet());
    }

    /** In the order of time, of one moment topic after topic. */
    private static List<String> lines(List<ObjectNode> out) {
        return out.stream()
                .sorted(Comparator.comparing((ObjectNode line) ->
                                Instant.parse(line.path("at").asText()))
                        .thenComparing(line -> line.path("topic").asText()))
                .map(JsonNode::toString)
                .toList();
    }

    /** Each case's records in their order, the cases side by side. */
    private static List<LogEntry> allCases() throws IOException {
        Map<String, List<String>> cases = new TreeMap<>(growing());
        Path directory = directory();
        for (Path file : files(directory)) {
            String name = directory.relativize(file).toString().replace(".jsonl", "");
            cases.put(name.replace('/', '-'), Files.readAllLines(file));
        }
        List<Placed> all = new ArrayList<>();
        for (var one : cases.entrySet()) {
            List<LogEntry> entries = of(one.getKey(), one.getValue());
            for (int i = 0; i < entries.size(); i++) {
                all.add(new Placed(entries.get(i), (double) i / entries.size()));
            }
        }
        all.sort(Comparator.comparing(Placed::place));
        return all.stream().map(Placed::entry).toList();
    }

    /** Memory that is told of only after the kill, for what was measured before it. */
    private static Map<String, List<String>> growing() {
        return Map.of(
                "M-01", MemorySeries.lines(170, 1024, second -> 300 + second / 180.0),
                "M-10", MemorySeries.lines(140, 1024, second -> 200 + second / 12.0),
                "M-16", MemorySeries.lines(82, 1024, second -> 200 + second / 6.0));
    }

    private static List<LogEntry> of(String name, List<String> lines) {
        List<LogEntry> entries = new ArrayList<>();
        WatchReplay replay = new WatchReplay(entries::add);
        for (String line : lines) {
            if (!line.isBlank()) {
                replay.accept(in(name, LineReader.read(line)));
            }
        }
        replay.finish();
        return entries;
    }

    private static ReplayLine in(String cluster, ReplayLine line) {
        return switch (line) {
            case Seen seen -> new Seen(seen.at(), cluster, seen.type(), seen.object());
            case Gap gap -> new Gap(gap.at(), cluster, gap.resource(), gap.restored());
            case ReplayLine.Recorded recorded -> recorded;
            case ReplayLine.End end -> end;
        };
    }

    private static Path directory() {
        try {
            return Path.of(Objects.requireNonNull(KilledReplayIT.class.getResource("/replay"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> directory.relativize(file).toString().matches(CASES))
                    .sorted()
                    .toList();
        }
    }
}
