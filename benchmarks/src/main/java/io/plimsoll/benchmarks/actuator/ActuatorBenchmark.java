package io.plimsoll.benchmarks.actuator;

import io.plimsoll.benchmarks.Benchmark;
import io.plimsoll.benchmarks.Report;
import io.plimsoll.broker.EmbeddedBroker;
import java.time.Duration;
import java.util.Locale;

/** How soon the actuator acts, how it drains beside {@code kubectl drain}, and how long its largest plan takes. */
public final class ActuatorBenchmark implements Benchmark {

    /** What a replacement takes to start: it bounds a drain under a budget of one, whoever drains. */
    private static final Duration USUAL_START = Duration.ofSeconds(2);

    private static final Duration QUICK_START = Duration.ofMillis(200);
    /** Ten pods each on a full node. */
    private static final int SEVERAL = 11;

    private final int rounds;
    private final int drainedPods;

    /** @param drainedPods on the node that is drained */
    public ActuatorBenchmark(int rounds, int drainedPods) {
        this.rounds = rounds;
        this.drainedPods = drainedPods;
    }

    @Override
    public void run(Report report) throws Exception {
        report.say(String.format(
                Locale.ROOT,
                "actuator: broker, API server and actuator in the same process, %d processors",
                Runtime.getRuntime().availableProcessors()));
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            Reaction.measure(broker, report);
            Burst.measure(broker, rounds, report);
            new DrainContest(broker, "", drainedPods, 1, USUAL_START).measure(report);
            new DrainContest(broker, "QuickStarts", drainedPods, 1, QUICK_START).measure(report);
            new DrainContest(broker, "ElevenBudgets", drainedPods, SEVERAL, USUAL_START).measure(report);
        }
        LargePlan.measure(report);
    }
}
