package io.plimsoll.benchmarks;

import io.plimsoll.benchmarks.actuator.ActuatorBenchmark;
import io.plimsoll.benchmarks.analyzer.AnalyzerBenchmark;
import io.plimsoll.benchmarks.log.LogShape;
import io.plimsoll.benchmarks.startup.StartupBenchmark;
import io.plimsoll.benchmarks.watcher.Envelope;
import io.plimsoll.benchmarks.watcher.WatcherBenchmark;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line behind {@code ./plimsoll bench}. Exit codes: 0 measured, 1 couldn't be measured, 2 bad input. */
@Command(
        name = "plimsoll bench",
        mixinStandardHelpOptions = true,
        description = "Runs the benchmarks: ours and its limit in turn, medians and spread; the last line is JSON.")
public final class Benchmarks implements Callable<Integer> {

    private static final int BAD_INPUT = 2;
    /** Held, so that the level set on it isn't lost with it. */
    private static final Logger ROOT_LOGGER = Logger.getLogger("");

    @Parameters(
            paramLabel = "NAME",
            description = "which benchmarks: actuator, analyzer, startup, watcher (all by default)",
            arity = "0..*")
    @Nullable
    private List<String> names;

    @Option(names = "--nodes", description = "nodes of the cluster (5,000)")
    @Nullable
    private Integer nodes;

    @Option(names = "--pods", description = "pods of the cluster, a multiple of 10 (150,000)")
    @Nullable
    private Integer pods;

    @Option(names = "--seconds", description = "cluster time that the log spans after its snapshot (360)")
    @Nullable
    private Integer seconds;

    @Option(names = "--rounds", description = "measured rounds of each side", defaultValue = "3")
    private int rounds;

    @Option(
            names = "--drained",
            description = "pods of the node that is drained, at most 240 (110)",
            defaultValue = "110")
    private int drained;

    @Option(
            names = "--usage-seconds",
            description = "analyzer: from one measurement of a pod's usage to the next (as often as the watcher: 15)",
            defaultValue = "" + LogShape.USAGE_SECONDS)
    private int usageSeconds;

    @Option(names = "--quick", description = "analyzer, watcher: a smaller cluster, to see that it runs")
    private boolean quick;

    @Option(names = "--guarantee", description = "at_least_once or exactly_once_v2", defaultValue = "at_least_once")
    @SuppressWarnings("NullAway.Init")
    private String guarantee;

    public static void main(String[] arguments) {
        ROOT_LOGGER.setLevel(Level.SEVERE);
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Benchmarks())
                .setParameterExceptionHandler((problem, _) -> complain(String.valueOf(problem.getMessage()), BAD_INPUT))
                .setExecutionExceptionHandler((problem, _, _) -> complain(
                        String.valueOf(problem.getMessage()),
                        problem instanceof IllegalArgumentException ? BAD_INPUT : 1));
    }

    @Override
    public Integer call() throws Exception {
        Map<String, Benchmark> all = all();
        Map<String, Benchmark> wanted = new LinkedHashMap<>();
        for (String name : names == null ? List.copyOf(all.keySet()) : names) {
            Benchmark benchmark = all.get(name);
            if (benchmark == null) {
                throw new IllegalArgumentException(
                        "there is no benchmark '" + name + "', only: " + String.join(", ", all.keySet()));
            }
            wanted.put(name, benchmark);
        }
        Report report = new Report(System.out);
        for (Map.Entry<String, Benchmark> each : wanted.entrySet()) {
            report.begin(wanted.size() == 1 ? "" : each.getKey() + ".");
            each.getValue().run(report);
        }
        report.print();
        return 0;
    }

    private Map<String, Benchmark> all() {
        require(rounds > 0, "--rounds must be at least 1, is " + rounds);
        require(
                List.of("at_least_once", "exactly_once_v2").contains(guarantee),
                "--guarantee must be at_least_once or exactly_once_v2, is " + guarantee);
        require(drained > 0 && drained <= 240, "--drained must be from 1 to 240, is " + drained);
        return new TreeMap<>(Map.of(
                "actuator", new ActuatorBenchmark(rounds, drained),
                "analyzer", new AnalyzerBenchmark(shape(), rounds, guarantee),
                "startup", new StartupBenchmark(Path.of(System.getProperty("plimsoll.root", ".")), rounds),
                "watcher", new WatcherBenchmark(envelope(), rounds)));
    }

    private Envelope envelope() {
        Envelope usual = quick ? Envelope.quick() : Envelope.full();
        return Envelope.of(nodes == null ? usual.nodes() : nodes, pods == null ? usual.pods() : pods);
    }

    private LogShape shape() {
        require(
                seconds == null || seconds >= 240,
                "--seconds must be at least 240 for all rules to fire, is " + seconds);
        LogShape usual = quick ? LogShape.quick() : LogShape.full();
        return new LogShape(
                nodes == null ? usual.nodes() : nodes,
                pods == null ? usual.pods() : pods,
                seconds == null ? usual.seconds() : seconds,
                usual.changesPerSecond(),
                usual.stormSeconds(),
                usual.eventsPerSecond(),
                usageSeconds);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static int complain(String line, int code) {
        System.err.println("plimsoll: " + line);
        return code;
    }
}
