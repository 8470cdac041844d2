package io.plimsoll.benchmarks.actuator;

import io.plimsoll.benchmarks.Sample;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.Subscription;
import io.plimsoll.simulator.store.WatchEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What a drain wastes: from when the cluster's one budget allows a disruption again until the next eviction is let through,
 * in milliseconds.
 */
final class IdleBudget implements AutoCloseable {

    private final Subscription changes;
    private final Thread thread;
    private final List<Double> idle = new ArrayList<>();
    private long freeSince;

    IdleBudget(ObjectStore store) {
        changes = store.follow(ResourceTypes.POD_DISRUPTION_BUDGET);
        thread = Thread.ofPlatform().daemon().name("idle-budget").start(this::follow);
    }

    private void follow() {
        while (!Thread.currentThread().isInterrupted()) {
            for (WatchEvent change = changes.poll(); change != null; change = changes.poll()) {
                if (change.object()
                                .json()
                                .path("status")
                                .path("disruptionsAllowed")
                                .asInt()
                        > 0) {
                    freed(System.nanoTime());
                }
            }
            LockSupport.parkNanos(500_000);
        }
    }

    private synchronized void freed(long at) {
        freeSince = freeSince == 0 ? at : freeSince;
    }

    /** The drain is asked for: what went before is no time of its own. */
    synchronized void begun(long at) {
        freeSince = freeSince == 0 ? 0 : at;
        idle.clear();
    }

    /** An eviction was let through, at that {@link System#nanoTime}. */
    synchronized void evicted(long at) {
        if (freeSince != 0 && at > freeSince) {
            idle.add((at - freeSince) / 1e6);
        }
        freeSince = 0;
    }

    synchronized Optional<Sample> millis() {
        return idle.isEmpty() ? Optional.empty() : Optional.of(new Sample(idle));
    }

    @Override
    public void close() {
        thread.interrupt();
        changes.close();
    }
}
