package io.plimsoll.benchmarks.watcher;

import io.plimsoll.benchmarks.Benchmark;
import io.plimsoll.benchmarks.Report;
import io.plimsoll.benchmarks.Sample;
import io.plimsoll.benchmarks.process.MeasuredProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What watching costs beside the least it can cost.
 *
 * <p>Rate and CPU: a side is stopped (SIGSTOP), the changes are made, and it goes on; so the time is its own and not that
 * of whoever changes. Each round both sides, each in a fresh process, warmed up by as many changes as are then measured.
 */
public final class WatcherBenchmark implements Benchmark {

    private static final String WORLD_HEAP = "12g";
    private static final String SIDE_HEAP = "1g";
    private static final String INFORMER_HEAP = "8g";
    private static final int WARM_UP_SECONDS = 20;
    private static final Duration READY_WITHIN = Duration.ofMinutes(15);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final Envelope envelope;
    private final int rounds;

    public WatcherBenchmark(Envelope envelope, int rounds) {
        this.envelope = envelope;
        this.rounds = rounds;
    }

    @Override
    public void run(Report report) throws Exception {
        report.say(String.format(
                Locale.ROOT,
                "watcher: %,d nodes, %,d pods; API server and broker in one process, each side in another, %d"
                        + " processors",
                envelope.nodes(),
                envelope.pods(),
                Runtime.getRuntime().availableProcessors()));
        try (Child world = Child.startUnpausing(World.class, WORLD_HEAP)) {
            Course course = new Course(world, report);
            world.ask("nodes " + envelope.nodes());
            course.heapOfNothing();
            for (int pods : envelope.heapSteps()) {
                world.ask("pods " + pods);
                if (pods == envelope.heapSteps().getFirst()) {
                    course.rates();
                }
                course.heap(pods, pods == envelope.pods());
            }
            course.initialSync();
            course.service();
        }
    }

    /** One run, in the order of a growing cluster. */
    private final class Course {

        private final Child world;
        private final Report report;
        private final String where;
        private final String url;
        private int topics;
        private long emptyInformer;
        private long emptyWatcher;

        Course(Child world, Report report) throws IOException {
            this.world = world;
            this.report = report;
            this.where = world.ask("where");
            this.url = where.split(" ")[0];
        }

        private Child informer(String heap) throws IOException {
            return Child.start(SideMain.class, heap, "informer", url);
        }

        private Child side(String role) throws IOException {
            String[] addresses = where.split(" ");
            return Child.start(SideMain.class, SIDE_HEAP, role, url, addresses[1], newTopics());
        }

        private String newTopics() throws IOException {
            String prefix = "t" + topics++;
            world.ask("topics " + prefix);
            return prefix;
        }

        void rates() throws Exception {
            List<Measured> limits = new ArrayList<>();
            List<Measured> ours = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                limits.add(rate(informer(SIDE_HEAP)));
                ours.add(rate(side("watcher")));
                report.say(String.format(
                        Locale.ROOT,
                        "round %d: informer %,.0f events/s, %.0f us of CPU each; watcher %,.0f events/s, %.0f us",
                        round,
                        limits.getLast().rate(),
                        limits.getLast().cpuMicros(),
                        ours.getLast().rate(),
                        ours.getLast().cpuMicros()));
            }
            report.compare("informer, events/s", sample(limits, Measured::rate));
            report.compare("watcher, events/s", sample(ours, Measured::rate));
            report.value("eventRateRatio", ratios(ours, limits, Measured::rate));
            report.compare("informer, CPU us/event", sample(limits, Measured::cpuMicros));
            report.compare("watcher, CPU us/event", sample(ours, Measured::cpuMicros));
            report.value("cpuPerEventRatio", ratios(ours, limits, Measured::cpuMicros));
        }

        private Measured rate(Child side) throws Exception {
            try (side) {
                side.ask("sync");
                burst(side);
                return burst(side);
            }
        }

        private Measured burst(Child side) throws Exception {
            side.ask("arm " + envelope.burst());
            side.stop();
            world.ask("burst " + envelope.burst());
            long begun = System.nanoTime();
            side.go();
            long cpuNanos = Long.parseLong(side.ask("reached"));
            double seconds = (System.nanoTime() - begun) / 1e9;
            return new Measured(envelope.burst() / seconds, cpuNanos / 1e3 / envelope.burst());
        }

        void heapOfNothing() throws IOException {
            emptyInformer = retained(informer(SIDE_HEAP));
            emptyWatcher = retained(side("watcher"));
        }

        void heap(int pods, boolean last) throws IOException {
            double informer = (retained(informer(INFORMER_HEAP)) - emptyInformer) / (double) pods;
            double watcher = (retained(side("watcher")) - emptyWatcher) / (double) pods;
            report.say(String.format(
                    Locale.ROOT, "%,d pods: informer %,.0f bytes a pod, watcher %,.0f", pods, informer, watcher));
            report.compare("informer, bytes/pod at " + pods, Sample.of(informer));
            if (last) {
                report.value("heapBytesPerPod", Sample.of(watcher));
            } else {
                report.compare("watcher, bytes/pod at " + pods, Sample.of(watcher));
            }
        }

        private long retained(Child side) throws IOException {
            try (side) {
                side.ask("sync");
                return Long.parseLong(side.ask("heap"));
            }
        }

        void initialSync() throws IOException {
            List<Double> copies = new ArrayList<>();
            List<Double> ours = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                copies.add(synced(side("copy")));
                ours.add(synced(side("watcher")));
                ratios.add(ours.getLast() / copies.getLast());
                report.say(String.format(
                        Locale.ROOT,
                        "round %d: bare list and produce %.1f s, synced %.1f s",
                        round,
                        copies.getLast(),
                        ours.getLast()));
            }
            report.compare("bare list and produce, s", new Sample(copies));
            report.compare("initial sync, s", new Sample(ours));
            report.value("initialSyncRatio", new Sample(ratios));
        }

        private double synced(Child side) throws IOException {
            try (side) {
                return Double.parseDouble(side.ask("sync")) / 1e3;
            }
        }

        void service() throws Exception {
            String prefix = newTopics();
            try (MeasuredProcess service = WatcherProcess.start(url, where.split(" ")[1], prefix)) {
                service.awaitReady(READY_WITHIN, BETWEEN_LOOKS);
                world.ask("synced " + prefix);
                report.compare("RSS peak when synced, MiB", Sample.of(service.mebibytes("VmHWM")));
                world.ask("pace " + WARM_UP_SECONDS + " " + prefix);
                Sample delays = new Sample(Arrays.stream(world.ask("pace " + envelope.paceSeconds() + " " + prefix)
                                .split(" "))
                        .map(Double::valueOf)
                        .toList());
                report.value("rssMebibytes", Sample.of(service.mebibytes("VmHWM")));
                report.compare("change to topic, ms", delays);
                report.value("changeToTopicP99Millis", Sample.of(delays.percentile(99)));
            }
        }
    }

    /** Of one round of one side. */
    private record Measured(double rate, double cpuMicros) {}

    private interface Figure {
        double of(Measured measured);
    }

    private static Sample sample(List<Measured> all, Figure figure) {
        return new Sample(all.stream().map(figure::of).toList());
    }

    private static Sample ratios(List<Measured> ours, List<Measured> limits, Figure figure) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(figure.of(ours.get(i)) / figure.of(limits.get(i)));
        }
        return new Sample(ratios);
    }
}
