package io.plimsoll.simulator.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The openb trace as read from its two files. */
public record OpenbTrace(List<TraceNode> nodes, List<TracePod> pods) {

    static final String NODES = "openb_node_list_all_node.csv";
    static final String PODS = "openb_pod_list_default.csv";

    public OpenbTrace {
        nodes = List.copyOf(nodes);
        pods = List.copyOf(pods);
    }

    /**
     * Reads the trace.
     *
     * @return empty if the directory doesn't hold both files
     * @throws IllegalArgumentException naming file and line that can't be understood
     * @throws UncheckedIOException if a file can't be read
     */
    public static Optional<OpenbTrace> read(Path directory) {
        Path nodes = directory.resolve(NODES);
        Path pods = directory.resolve(PODS);
        if (!Files.isRegularFile(nodes) || !Files.isRegularFile(pods)) {
            return Optional.empty();
        }
        return Optional.of(new OpenbTrace(rows(nodes, 5, OpenbTrace::node), rows(pods, 11, OpenbTrace::pod)));
    }

    private static <T> List<T> rows(Path file, int columns, Function<String[], T> parse) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
        List<T> rows = new ArrayList<>(lines.size());
        for (int i = 1; i < lines.size(); i++) { // the first line names the columns
            String[] cells = lines.get(i).split(",", -1);
            try {
                if (cells.length < columns) {
                    throw new IllegalArgumentException("%d columns, not %d".formatted(cells.length, columns));
                }
                rows.add(parse.apply(cells));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "%s, line %d: %s".formatted(file.getFileName(), i + 1, e.getMessage()), e);
            }
        }
        return rows;
    }

    private static TraceNode node(String[] cells) {
        return new TraceNode(
                cells[0],
                new NodeShape(
                        Long.parseLong(cells[1]), Long.parseLong(cells[2]), Integer.parseInt(cells[3]), cells[4]));
    }

    private static TracePod pod(String[] cells) {
        var shape = new TracePod.Shape(
                Long.parseLong(cells[1]), Long.parseLong(cells[2]), Integer.parseInt(cells[3]), cells[6]);
        return new TracePod(cells[0], shape, Long.parseLong(cells[8]), seconds(cells[10]), seconds(cells[9]));
    }

    private static @Nullable Long seconds(String cell) {
        return cell.isEmpty() ? null : Long.valueOf(cell);
    }

    /** The second of the last pod's creation. */
    public long end() {
        return pods.stream().mapToLong(TracePod::created).max().orElse(0);
    }

    /** Pods that ran at {@code at} or within the window before it. */
    public List<TracePod> running(long at, Duration window) {
        return pods.stream()
                .filter(pod -> pod.ranWithin(at - Math.max(1, window.toSeconds()), at))
                .toList();
    }

    /** All arrivals and departures from a second on, in order; of the same second departures first. */
    public Iterator<TraceEvent> events(long from, Duration length) {
        long to = from + length.toSeconds();
        List<TraceEvent> events = new ArrayList<>();
        for (TracePod pod : pods) {
            if (pod.created() >= from && pod.created() < to) {
                events.add(new TraceEvent.Arrival(Duration.ofSeconds(pod.created() - from), pod));
            }
            Long deleted = pod.deleted();
            if (deleted != null && deleted >= from && deleted < to) {
                events.add(new TraceEvent.Departure(Duration.ofSeconds(deleted - from), pod));
            }
        }
        events.sort(Comparator.comparing(TraceEvent::after)
                .thenComparing(OpenbTrace::order)
                .thenComparing(event -> event.pod().name()));
        return events.iterator();
    }

    /** A pod that comes and goes within one second must still come first. */
    private static int order(TraceEvent event) {
        TracePod pod = event.pod();
        boolean atOnce = pod.deleted() != null && pod.deleted() == pod.created();
        return switch (event) {
            case TraceEvent.Departure _ -> atOnce ? 2 : 0;
            case TraceEvent.Arrival _ -> 1;
        };
    }
}
