package io.plimsoll.simulator.engine;

import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.Subscription;
import io.plimsoll.simulator.store.WatchEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Runs reconcilers over a cluster, either by its own thread ({@link #start}) or by the caller's ({@link #settle}),
 * never by both.
 */
public final class Engine implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Engine.class.getName());

    /** Machine time; also bounds how late a request from another thread is served. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(50);

    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(5);

    private record Worker(Reconciler reconciler, WorkQueue queue) {}

    private final Cluster cluster;
    private final Subscription changes;
    private final List<Worker> workers;
    private final Queue<Runnable> requests = new ConcurrentLinkedQueue<>();

    private volatile boolean closed;
    private volatile @Nullable Thread thread;

    public Engine(Cluster cluster, List<Reconciler> reconcilers, ResourceType... types) {
        this.cluster = cluster;
        this.workers = reconcilers.stream()
                .map(reconciler -> new Worker(reconciler, new WorkQueue()))
                .toList();
        this.changes = cluster.store().follow(types);
    }

    /** Has the engine's thread do something between two keys. */
    public void request(Runnable work) {
        requests.add(work);
    }

    /** Does everything that is due at the cluster's present time, and what follows from it. */
    public void settle() {
        boolean busy = true;
        while (busy && !closed) {
            busy = takeIn();
            for (Worker worker : workers) {
                busy |= step(worker);
            }
        }
    }

    /** When something becomes due by time alone. */
    public Optional<Instant> nextDue() {
        return workers.stream()
                .flatMap(worker -> worker.queue.nextDue().stream())
                .min(Instant::compareTo);
    }

    /** @param speed how much faster cluster time runs than the machine's */
    public void start(double speed) {
        thread = Thread.ofPlatform().name("simulator-controllers").daemon().start(() -> run(speed));
    }

    private void run(double speed) {
        try {
            while (!closed) {
                settle();
                WatchEvent change = changes.poll(untilNextDue(speed));
                if (change != null) {
                    tell(change);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration untilNextDue(double speed) {
        Instant now = cluster.now();
        Duration wait = nextDue()
                .map(due -> Duration.ofNanos((long) (Duration.between(now, due).toNanos() / speed)))
                .orElse(LONGEST_WAIT);
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private boolean takeIn() {
        boolean any = false;
        for (Runnable request = requests.poll(); request != null; request = requests.poll()) {
            guarded("a request", request);
            any = true;
        }
        for (WatchEvent change = changes.poll(); change != null; change = changes.poll()) {
            tell(change);
            any = true;
        }
        return any;
    }

    private void tell(WatchEvent event) {
        Change change;
        try {
            change = cluster.apply(event);
        } catch (RuntimeException e) { // an object that no API server would have taken
            LOG.log(Level.ERROR, "passed over: " + event.object().name(), e);
            return;
        }
        for (Worker worker : workers) {
            guarded(change.key(), () -> worker.reconciler.observe(change, worker.queue));
        }
    }

    private boolean step(Worker worker) {
        Instant now = cluster.now();
        worker.reconciler.prompt(worker.queue);
        String key = worker.queue.poll(now);
        if (key == null) {
            return false;
        }
        try {
            worker.reconciler.reconcile(key, now, worker.queue);
        } catch (ApiException e) {
            worker.queue.addAt(key, now.plusSeconds(1)); // changed or gone under our hands: look again
            LOG.log(Level.DEBUG, "write refused key={0} reason={1}", key, e.getMessage());
        } catch (RuntimeException e) {
            worker.queue.addAt(key, now.plus(AFTER_A_FAULT));
            LOG.log(Level.ERROR, "reconciling failed, will be tried again: " + key, e);
        }
        takeIn();
        return true;
    }

    private static void guarded(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "failed on " + what, e);
        }
    }

    @Override
    public void close() {
        closed = true;
        changes.close();
        Thread running = thread;
        if (running != null && running != Thread.currentThread()) {
            running.interrupt();
            try {
                running.join(Duration.ofSeconds(5));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** For tests of the order of things: what is waiting, by reconciler. */
    List<String> waiting() {
        List<String> waiting = new ArrayList<>();
        workers.forEach(worker -> worker.queue
                .nextDue()
                .ifPresent(due -> waiting.add(worker.reconciler.getClass().getSimpleName() + "@" + due)));
        return waiting;
    }
}
