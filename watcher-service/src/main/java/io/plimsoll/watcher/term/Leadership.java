package io.plimsoll.watcher.term;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.plimsoll.watcher.term.Setup.LeaseSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Whether this replica leads. Without a lease to contend for, it always does.
 *
 * <p>A leader that can't renew stops at two thirds of the lease's duration, well before anybody else may take it. One that
 * was itself stopped for longer finds out by the time of its last renewal, before it does anything else.
 */
final class Leadership implements AutoCloseable {

    /** Tries within a lease's duration; the waits between them are up to 2.2 times as long, by jitter. */
    private static final int RETRIES = 10;

    private final KubernetesClient client;
    private final @Nullable LeaseSettings lease;
    private final long heldNanos;
    private @Nullable CompletableFuture<?> election;
    private boolean leads;
    private @Nullable String leader;
    private @Nullable Long contendingSince;
    private volatile long renewedNanos;

    Leadership(KubernetesClient client, @Nullable LeaseSettings lease) {
        this.client = client;
        this.lease = lease;
        this.heldNanos = lease == null ? 0 : lease.duration().toNanos() / 10 * 9;
        this.leads = lease == null;
    }

    /** Waits until this replica leads. */
    synchronized void awaitLeading() throws InterruptedException {
        while (!leads) {
            contend();
            wait(500);
        }
    }

    /** Whether nobody else can lead yet. A process that was stopped may believe so for longer than is true. */
    boolean holds() {
        return lease == null || System.nanoTime() - renewedNanos < heldNanos;
    }

    /** Waits as long as this replica leads. */
    synchronized void awaitLosing() throws InterruptedException {
        while (leads) {
            wait(500);
        }
    }

    /** Why nobody is known to lead though it should long be decided, with what mends it; else null. */
    synchronized @Nullable String trouble() {
        LeaseSettings lock = lease;
        Long since = contendingSince;
        if (lock == null || since == null || leader != null) {
            return null;
        }
        Duration waited = Duration.ofNanos(System.nanoTime() - since);
        return waited.compareTo(lock.duration().multipliedBy(2)) < 0
                ? null
                : "the Lease " + lock.namespace() + "/" + lock.name() + " could be neither read nor taken for "
                        + waited.toSeconds() + " s; allow get, create and update on leases.coordination.k8s.io there,"
                        + " and see whether the API server can be reached";
    }

    /** Who leads, as far as is known. */
    synchronized @Nullable String leader() {
        return leader;
    }

    /** An election ends when leading ends; then a new one begins. */
    private void contend() {
        LeaseSettings lock = lease;
        if (lock == null || (election != null && !election.isDone())) {
            return;
        }
        if (contendingSince == null) {
            contendingSince = System.nanoTime();
        }
        LeaderElector elector = client.leaderElector()
                .withConfig(new LeaderElectionConfigBuilder()
                        .withName("plimsoll-watcher")
                        .withLock(new NotedLock(
                                new LeaseLock(lock.namespace(), lock.name(), lock.identity()),
                                asked -> renewedNanos = asked))
                        .withLeaseDuration(lock.duration())
                        .withRenewDeadline(lock.duration().multipliedBy(2).dividedBy(3))
                        .withRetryPeriod(lock.duration().dividedBy(RETRIES))
                        .withReleaseOnCancel(true)
                        .withLeaderCallbacks(new LeaderCallbacks(() -> leads(true), () -> leads(false), this::leader))
                        .build())
                .build();
        election = elector.start();
    }

    private synchronized void leads(boolean now) {
        leads = now;
        notifyAll();
    }

    private synchronized void leader(String identity) {
        leader = identity;
    }

    @Override
    public void close() {
        CompletableFuture<?> running;
        synchronized (this) {
            running = election;
        }
        if (running != null) {
            running.cancel(true); // and the lease is given back
        }
    }
}
