package io.plimsoll.watcher.term;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.plimsoll.watcher.term.Setup.LeaseSettings;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Whether this replica leads. Without a lease to contend for, it always does.
 *
 * <p>A leader that can't renew stops at two thirds of the lease's duration, well before anybody else may take it.
 */
final class Leadership implements AutoCloseable {

    private final KubernetesClient client;
    private final @Nullable LeaseSettings lease;
    private @Nullable CompletableFuture<?> election;
    private boolean leads;
    private @Nullable String leader;

    Leadership(KubernetesClient client, @Nullable LeaseSettings lease) {
        this.client = client;
        this.lease = lease;
        this.leads = lease == null;
    }

    /** Waits until this replica leads. */
    synchronized void awaitLeading() throws InterruptedException {
        while (!leads) {
            contend();
            wait(500);
        }
    }

    /** Waits as long as this replica leads. */
    synchronized void awaitLosing() throws InterruptedException {
        while (leads) {
            wait(500);
        }
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
        LeaderElector elector = client.leaderElector()
                .withConfig(new LeaderElectionConfigBuilder()
                        .withName("plimsoll-watcher")
                        .withLock(new LeaseLock(lock.namespace(), lock.name(), lock.identity()))
                        .withLeaseDuration(lock.duration())
                        .withRenewDeadline(lock.duration().multipliedBy(2).dividedBy(3))
                        .withRetryPeriod(lock.duration().dividedBy(6))
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
