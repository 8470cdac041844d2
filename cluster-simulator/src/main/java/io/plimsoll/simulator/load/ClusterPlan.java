package io.plimsoll.simulator.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A cluster to be loaded.
 *
 * @param source one sentence on where it comes from, to be shown to people
 */
public record ClusterPlan(String source, List<TraceNode> nodes, List<Workload> workloads) {

    /** @param budget what its PodDisruptionBudget says; empty for none */
    public record Workload(
            String kind, String namespace, String name, int replicas, TracePod.Shape shape, String budget) {}

    public static final Duration WINDOW = Duration.ofDays(7);

    private static final long LARGEST_CPU_MILLI = 64_000;
    private static final int MOST_GPUS = 4;

    /** The trace's node shapes with their number among its 1,523 nodes, the common ones. */
    private static final Map<NodeShape, Integer> SHAPES = shapes();

    public ClusterPlan {
        nodes = List.copyOf(nodes);
        workloads = List.copyOf(workloads);
    }

    /**
     * The nodes of the trace with the pods that ran within the window before {@code at} (a second of the trace).
     *
     * <p>Pods that want a whole machine are left out: they ran one after the other, and a window has them all at once.
     */
    public static ClusterPlan ofTrace(OpenbTrace trace, long at, Duration window) {
        Map<TracePod.Shape, Long> counts = trace.running(at, window).stream()
                .filter(pod -> pod.shape().cpuMilli() <= LARGEST_CPU_MILLI
                        && pod.shape().gpus() <= MOST_GPUS)
                .collect(Collectors.groupingBy(TracePod::shape, LinkedHashMap::new, Collectors.counting()));
        return new ClusterPlan(
                "the openb trace: %d nodes, and the pods that ran within %d hours before second %d"
                        .formatted(trace.nodes().size(), window.toHours(), at),
                trace.nodes(),
                workloads(counts));
    }

    /** A cluster of the same make-up and any size, the same for the same numbers. */
    public static ClusterPlan generated(int nodes, int pods) {
        var random = new Random(nodes * 31L + pods);
        List<NodeShape> lot = new ArrayList<>();
        SHAPES.forEach((shape, count) -> lot.addAll(java.util.Collections.nCopies(count, shape)));
        List<TraceNode> machines = new ArrayList<>(nodes);
        for (int i = 0; i < nodes; i++) {
            machines.add(new TraceNode("node-%04d".formatted(i), lot.get(random.nextInt(lot.size()))));
        }
        Map<TracePod.Shape, Long> counts = new LinkedHashMap<>();
        for (int left = pods; left > 0; ) {
            long count = Math.min(left, 20 + random.nextInt(200));
            var shape = new TracePod.Shape(
                    500L * (1 + random.nextInt(8)),
                    1024L * (1 + random.nextInt(8)),
                    0,
                    random.nextInt(3) == 0 ? "BE" : "LS");
            counts.merge(shape, count, Long::sum);
            left -= (int) count;
        }
        return new ClusterPlan(
                "a generated cluster of %d nodes and %d pods; the openb trace is not there".formatted(nodes, pods),
                machines,
                workloads(counts));
    }

    public int pods() {
        return workloads.stream().mapToInt(Workload::replicas).sum();
    }

    /** Splits the pods of each shape into workloads of a few to some dozen replicas. */
    private static List<Workload> workloads(Map<TracePod.Shape, Long> counts) {
        List<Workload> workloads = new ArrayList<>();
        List<Map.Entry<TracePod.Shape, Long>> shapes = counts.entrySet().stream()
                .sorted(Map.Entry.<TracePod.Shape, Long>comparingByValue()
                        .reversed()
                        .thenComparing(entry -> entry.getKey().toString()))
                .toList();
        int number = 0;
        for (Map.Entry<TracePod.Shape, Long> entry : shapes) {
            for (int left = entry.getValue().intValue(); left > 0; number++) {
                int replicas = Math.min(left, 3 + (number * 7) % 22);
                workloads.add(workload(number, replicas, entry.getKey()));
                left -= replicas;
            }
        }
        workloads.sort(Comparator.comparing(Workload::namespace).thenComparing(Workload::name));
        return workloads;
    }

    private static Workload workload(int number, int replicas, TracePod.Shape shape) {
        boolean batch = shape.qos().equals("BE");
        boolean stateful = !batch && number % 9 == 4 && replicas <= 7;
        String namespace = batch ? "batch" : shape.gpus() > 0 ? "inference" : stateful ? "data" : "services";
        String name = "%s-%03d".formatted(batch ? "batch" : stateful ? "store" : "app", number);
        return new Workload(
                stateful ? "StatefulSet" : "Deployment",
                namespace,
                name,
                replicas,
                shape,
                budget(batch, number, replicas));
    }

    /** Budgets a drain can live with; single replicas and batch work have none. */
    private static String budget(boolean batch, int number, int replicas) {
        if (batch || replicas < 2) {
            return "";
        }
        return switch (number % 4) {
            case 0 -> "maxUnavailable 25%";
            case 1 -> replicas > 4 ? "minAvailable 75%" : "maxUnavailable 1";
            case 2 -> "maxUnavailable 1";
            default -> "minAvailable " + (replicas - 1);
        };
    }

    private static Map<NodeShape, Integer> shapes() {
        Map<NodeShape, Integer> shapes = new LinkedHashMap<>();
        shapes.put(new NodeShape(96_000, 393_216, 8, "G2"), 549);
        shapes.put(new NodeShape(104_000, 524_288, 2, "T4"), 387);
        shapes.put(new NodeShape(32_000, 262_144, 0, ""), 129);
        shapes.put(new NodeShape(16_000, 122_880, 2, "P100"), 107);
        shapes.put(new NodeShape(96_000, 524_288, 0, ""), 59);
        shapes.put(new NodeShape(128_000, 786_432, 8, "G3"), 39);
        shapes.put(new NodeShape(96_000, 393_216, 0, ""), 30);
        shapes.put(new NodeShape(32_000, 131_072, 4, "V100M16"), 28);
        shapes.put(new NodeShape(32_000, 131_072, 0, ""), 23);
        return shapes;
    }
}
