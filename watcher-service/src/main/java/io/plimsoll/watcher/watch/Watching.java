package io.plimsoll.watcher.watch;

import io.plimsoll.watcher.api.ApiServer;
import io.plimsoll.watcher.api.WatchedResource;
import io.plimsoll.watcher.project.Ledger;
import io.plimsoll.wire.time.ClusterClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All loops of a term: one per resource, the usage poll, the ticker and the watchdog. */
public final class Watching implements AutoCloseable {

    /** Resources that look up owners or storage classes: they wait a little for those lists. */
    private static final Set<String> DEPENDENT = Set.of("pods", "persistentvolumeclaims", "events");

    private static final Duration LONGEST_WAIT_FOR_OWNERS = Duration.ofSeconds(10);
    private static final Duration WATCHDOG = Duration.ofMillis(500);

    private final List<ResourceLoop> owners;
    private final List<ResourceLoop> loops = new ArrayList<>();
    private final List<Pulse> pulses = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** What the loops work with. */
    public record Parts(
            String cluster,
            ApiServer server,
            Ledger ledger,
            FactLog log,
            ClusterClock clock,
            Supplier<Duration> oldestUnsent,
            WatchListener listener) {}

    /** In cluster time; a usage interval of zero polls nothing. */
    public record Intervals(Duration tick, Duration usage) {}

    private Watching(List<ResourceLoop> owners, List<ResourceLoop> others) {
        this.owners = owners;
        loops.addAll(owners);
        loops.addAll(others);
        loops.forEach(loop -> pulses.add(loop.pulse()));
    }

    /** Starts everything, with epochs above the given one. */
    public static Watching begin(Parts parts, WatchSettings settings, Intervals intervals, long lastEpoch) {
        Feed feed = new Feed(parts.cluster(), parts.ledger(), parts.log(), parts.clock(), lastEpoch);
        Watching watching = new Watching(
                loops(WatchedResource.OWNERS.stream(), parts, feed, settings),
                loops(WatchedResource.OTHERS.stream(), parts, feed, settings));
        if (!intervals.usage().isZero()) {
            UsagePoll usage =
                    new UsagePoll(parts.server(), feed, parts.clock(), intervals.usage(), settings.gapAfter());
            watching.pulses.add(usage.pulse());
            watching.start("usage", usage);
        }
        watching.start(
                "ticker",
                new Ticker(
                        feed,
                        parts.clock(),
                        parts.server(),
                        intervals.tick(),
                        watching.pulses(),
                        new Ticker.Unsent(parts.oldestUnsent(), settings.gapAfter())));
        watching.start("watchdog", watching::watchOverStreams);
        watching.loops.stream()
                .filter(loop -> !DEPENDENT.contains(loop.resource().name()))
                .forEach(loop -> watching.start(loop.resource().name(), loop));
        watching.loops.stream()
                .filter(loop -> DEPENDENT.contains(loop.resource().name()))
                .forEach(loop -> watching.start(loop.resource().name(), () -> {
                    watching.awaitOwners();
                    loop.run();
                }));
        return watching;
    }

    /** How current each resource is; in a fixed order. */
    public List<Pulse> pulses() {
        return List.copyOf(pulses);
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        loops.forEach(ResourceLoop::cut);
        try {
            for (Thread thread : threads) {
                thread.join(Duration.ofSeconds(2));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<ResourceLoop> loops(
            Stream<WatchedResource> resources, Parts parts, Feed feed, WatchSettings settings) {
        return resources
                .map(resource -> new ResourceLoop(resource, parts.server(), feed, settings, parts.listener()))
                .toList();
    }

    private void start(String name, Runnable loop) {
        threads.add(Thread.ofVirtual().name("plimsoll-" + name).start(loop));
    }

    /** Owners that can't be listed hold nobody up for long. */
    private void awaitOwners() {
        long deadline = System.nanoTime() + LONGEST_WAIT_FOR_OWNERS.toNanos();
        try {
            while (System.nanoTime() < deadline
                    && !owners.stream().allMatch(loop -> loop.pulse().hasBegun())) {
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watchOverStreams() {
        try {
            while (true) {
                Thread.sleep(WATCHDOG);
                loops.forEach(ResourceLoop::cutIfSilent);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
